import { z } from 'zod';
import { Behaviour, Outage } from './sandbox-carrier.ts';

/**
 * A script of the carrier emulator: a morning of callers, drawn from a seed. Below `/sandbox/api`:
 *
 * | Request | Body | Answer |
 * |---|---|---|
 * | `GET  /scripts` | | 200 ScriptList: those that lie beside the flows |
 * | `POST /script` | PlayScript | 201 ScriptReport; 409 while another is played |
 * | `GET  /script` | | 200 ScriptReport of the last one, with `?last=n` of its last n callers alone; 404 when none was played |
 * | `DELETE /script` | | 204; its callers hang up |
 */

/** Seconds: so many, or drawn evenly between two. */
const Seconds = z
  .union([z.number().min(0).max(86_400), z.tuple([z.number().min(0).max(86_400), z.number().min(0).max(86_400)])])
  .describe('Seconds: so many, or [from, to] to draw between the two.');
export type Seconds = z.infer<typeof Seconds>;

const after = Seconds.default([1, 4]).describe('How long the person takes before doing it.');
const minutes = z.number().min(0).max(1440);
const share = z.number().min(0).max(1);

export const CallAct = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('keys'),
    keys: z
      .string()
      .regex(/^(?:[0-9*#]|\{mobile\}){1,32}$/)
      .describe('Keys, each pressed when the line listens; {mobile} stands for the nine digits of the person’s own mobile.'),
    after,
  }),
  z.strictObject({ do: z.literal('say'), text: z.string().min(1).max(500), confidence: share.default(0.9), after }),
  z.strictObject({ do: z.literal('silence') }).describe('Lets the line listen once in vain.'),
  z.strictObject({ do: z.literal('hang-up'), after }),
]);
export type CallAct = z.infer<typeof CallAct>;

export const ChatAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('read'), after }),
  z.strictObject({ do: z.literal('press'), button: z.int().min(0).max(9).default(0).describe('Counted from 0.'), after }),
  z.strictObject({ do: z.literal('write'), text: z.string().min(1).max(1600), after }),
]);
export type ChatAct = z.infer<typeof ChatAct>;

/** Whose phone it is. */
export const PERSON_PHONES = ['mobile', 'landline', 'withheld', 'foreign-mobile', 'no-whatsapp', 'username'] as const;

export const Person = z.strictObject({
  name: z.string().min(1).max(60).describe('What the report calls people like this one.'),
  share: z.number().positive().max(10_000).describe('How many there are, against the other kinds of people.'),
  phone: z.enum(PERSON_PHONES).default('mobile'),
  call: z.array(CallAct).max(50).default([]).describe('What they do on the line, in order; what no longer fits is left out.'),
  hangsUp: share.default(0).describe('The share that hangs up at some point of it, drawn evenly.'),
  patience: Seconds.default([60, 300]).describe('How long they stay on the line when there is nothing left for them to do.'),
  talk: Seconds.default([30, 240]).describe('How long they talk once a person is on the line.'),
  chat: z.array(ChatAct).max(20).default([]).describe('What they do in WhatsApp, from the first message on.'),
});
export type Person = z.infer<typeof Person>;

export const SandboxScript = z.strictObject({
  $schema: z.string().optional(),
  scriptVersion: z.literal(1),
  name: z.string().min(1).max(100),
  seed: z.int().min(1).max(2_147_483_647).default(1).describe('The same seed makes the same callers.'),
  speed: z
    .number()
    .min(0.1)
    .max(10_000)
    .default(1)
    .describe('How many seconds of the people pass in one; the service’s own time is not scaled.'),
  callers: z.int().min(1).max(5000),
  arrivals: z.strictObject({
    pattern: z.enum(['even', 'random', 'peak']).describe('One after the other; whenever it comes; most of them in the middle.'),
    overMinutes: minutes.min(0.1),
  }),
  to: z.string().min(1).max(100).optional().describe('The number they call; the first entry number by default.'),
  people: z.array(Person).min(1).max(50),
  agents: z
    .array(
      z.strictObject({
        queue: z.string().min(1).max(64),
        count: z.int().min(1).max(200).default(1),
        fromMinute: minutes.default(0),
        toMinute: minutes.default(1440),
        between: Seconds.default([5, 20]).describe('What an agent needs between two callers.'),
      }),
    )
    .max(50)
    .default([])
    .describe('Who takes callers from a queue by phone, and when.'),
  failures: z
    .array(z.strictObject({ share, behaviour: Behaviour }))
    .max(50)
    .default([])
    .describe('What the carrier does with messages, by share of the people; the shares add up to 1 at most.'),
  outages: z
    .array(z.strictObject({ atMinute: minutes, forMinutes: minutes, outage: Outage }))
    .max(50)
    .default([]),
});
export type SandboxScript = z.infer<typeof SandboxScript>;

/** How it ended for a person; the first that is true. `unsettled`: it did not end. */
export const SCRIPT_OUTCOMES = [
  'unsettled',
  'carrier-error', // the carrier said goodbye: no document of the service could be used
  'chatting', // they wrote or pressed a button in WhatsApp
  'talked', // they talked to a person by phone
  'invited', // a message arrived, they did not answer it
  'texted', // the message did not arrive, an SMS did
  'not-reached', // the message did not arrive, and nothing else did
  'hung-up', // they hung up
  'served', // the service ended the call
] as const;

export const ScriptCaller = z.object({
  /** From 1, in the order of arrival. */
  n: z.int(),
  person: z.string(),
  from: z.string(),
  /** Seconds of the script. */
  atSecond: z.number(),
  callSid: z.string().optional(),
  outcome: z.enum(SCRIPT_OUTCOMES),
  /** Of WhatsApp templates that the carrier took for them. */
  invites: z.int(),
  /** What became of the last of them. */
  invite: z.string().optional(),
  failure: z.string().optional(),
});
export type ScriptCaller = z.infer<typeof ScriptCaller>;

export const ScriptReport = z.object({
  name: z.string(),
  seed: z.int(),
  speed: z.number(),
  state: z.enum(['running', 'done', 'stopped']),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
  /** Those who have begun to call, and those for whom it has ended. */
  arrived: z.int(),
  settled: z.int(),
  totals: z.record(z.enum(SCRIPT_OUTCOMES), z.int()),
  invites: z.int(),
  /** Problems that the carrier had with the service's documents, by code. */
  problems: z.record(z.string(), z.int()),
  callers: z.array(ScriptCaller),
});
export type ScriptReport = z.infer<typeof ScriptReport>;

export const PlayScript = z.strictObject({
  script: SandboxScript,
  seed: SandboxScript.shape.seed.unwrap().optional(),
  speed: SandboxScript.shape.speed.unwrap().optional(),
  callers: SandboxScript.shape.callers.optional(),
});

/** `played`: was one played since the start, so that there is a report? */
export const ScriptList = z.object({ played: z.boolean(), items: z.array(z.object({ file: z.string(), script: SandboxScript })) });
export type ScriptList = z.infer<typeof ScriptList>;
