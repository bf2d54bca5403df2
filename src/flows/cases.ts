import { z } from 'zod';
import type { SharedPlace } from './chat-outcomes.ts';
import { CaseTables } from './tables/table.ts';

/** Recorded conversations: the files flows/*.cases.json. Written to be read by people who do not program. */

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/);
const Texts = z.record(Language, z.array(z.string()));

const Lookup = z
  .union([z.enum(['not-found', 'timeout', 'unreachable', 'broken']), z.record(z.string(), z.unknown())])
  .describe('The JSON that the other side answers, or what goes wrong.');

export const CaseWorld = z
  .strictObject({
    clock: z.iso.datetime().optional().describe('When the call begins, in UTC.'),
    caller: z
      .enum(['mobile', 'landline', 'withheld'])
      .optional()
      .describe('Who calls. A landline or a withheld number is asked for a mobile.'),
    phoneWaitSeconds: z.record(z.string(), z.int().min(0)).optional().describe('The wait by queue, where it is known.'),
    chatWaitSeconds: z.int().min(0).optional().describe('The wait at the desk, where it is known.'),
    deskOpen: z.boolean().optional().describe('Is anybody at the desk? Yes, unless said otherwise.'),
    deskOpensAt: z.iso.datetime().optional().describe('With a closed desk: when it opens next by its hours, in UTC. Unknown, unless said.'),
    lookups: z
      .record(z.string(), z.array(Lookup))
      .optional()
      .describe('What look-ups answer, by step and in order; then the mock of the step.'),
    tables: CaseTables.optional().describe(
      'The rows of tables that are found, by table and key; * stands for every other key. Nothing else is in the tables of a case.',
    ),
    arms: z.record(z.string(), z.string()).optional().describe('The arm of each experiment. Without it, the first arm that takes anybody.'),
    consent: z
      .enum(['none', 'calls'])
      .optional()
      .describe('What the caller agreed to on an earlier call: to be written to about calls, or, unless said otherwise, nothing.'),
    message: z
      .strictObject({
        becomes: z.enum(['delivered', 'failed', 'pending']),
        afterSeconds: z.int().min(0).default(3),
        fallback: z.enum(['sms', 'none']).default('none').describe('What is done when it fails.'),
      })
      .optional()
      .describe('What becomes of the invite. Delivered after three seconds, unless said otherwise.'),
  })
  .describe('The world around the conversation.');
export type CaseWorld = z.infer<typeof CaseWorld>;

const CaseStep = z.strictObject({
  do: z
    .union([z.string(), z.record(Language, z.string())])
    .describe(
      'What happens: calls, presses 1, says mi pedido, says 30% mi pedido (heard badly), is silent, waits 30, hangs up, an agent answers, …; by language where it differs.',
    ),
  hears: Texts.optional().describe('What the caller then hears, by language.'),
  reads: Texts.optional().describe('What the customer then reads in the chat, by language; buttons in brackets.'),
  sends: z
    .union([z.array(z.string()), Texts])
    .optional()
    .describe('Templates that are sent, and to whom; by language, where they differ.'),
  now: z
    .union([z.string(), z.record(Language, z.string())])
    .optional()
    .describe('What the conversation then waits for; by language, where it differs.'),
});
export type CaseStep = z.infer<typeof CaseStep>;

const Case = z.strictObject({
  name: z.string().min(1).max(200),
  languages: z.array(Language).min(1).describe('The case is played once in each.'),
  world: CaseWorld.optional(),
  steps: z.array(CaseStep).min(1).max(60),
  records: z
    .union([z.array(z.string()), z.record(Language, z.array(z.string()))])
    .optional()
    .describe('What is noted for the report and for the agent; by language, where they differ.'),
});
export type Case = z.infer<typeof Case>;

export const CaseFile = z
  .strictObject({
    $schema: z.string().optional(),
    flow: z.string(),
    world: CaseWorld.optional().describe('For every case that says nothing else.'),
    cases: z.array(Case).max(500),
  })
  .meta({ id: 'CaseFile' });
export type CaseFile = z.infer<typeof CaseFile>;

/** What a case's line asks to happen. */
export type Deed =
  | { readonly kind: 'keys' | 'write' | 'tap'; readonly text: string }
  /** `confidence`: how sure the recogniser is, 0 to 1. */
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number }
  | {
      readonly kind:
        | 'call'
        | 'silence'
        | 'hang-up'
        | 'recording-failed'
        | 'open-chat'
        | 'write-first'
        | 'agent-takes'
        | 'agent-done'
        | 'agent-closed';
    }
  | { readonly kind: 'place'; readonly place: SharedPlace }
  | { readonly kind: 'file'; readonly contentType: string; readonly bytes: number; readonly lost?: true }
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'unreached' }
  | { readonly kind: 'queue-left'; readonly outcome: 'connected' | 'full' | 'failed' }
  | { readonly kind: 'dial-ended'; readonly outcome: 'answered' | 'busy' | 'no-answer' | 'failed' };

const PLAIN: Readonly<Record<string, Deed>> = {
  calls: { kind: 'call' },
  'is silent': { kind: 'silence' },
  'hangs up': { kind: 'hang-up' },
  'an agent answers': { kind: 'queue-left', outcome: 'connected' },
  'the queue is full': { kind: 'queue-left', outcome: 'full' },
  'the queue fails': { kind: 'queue-left', outcome: 'failed' },
  'the person answers': { kind: 'dial-ended', outcome: 'answered' },
  'the person is busy': { kind: 'dial-ended', outcome: 'busy' },
  'nobody answers': { kind: 'dial-ended', outcome: 'no-answer' },
  'the line fails': { kind: 'dial-ended', outcome: 'failed' },
  'is not reached': { kind: 'unreached' },
  'the recording fails': { kind: 'recording-failed' },
  'opens the chat': { kind: 'open-chat' },
  'writes first': { kind: 'write-first' },
  'an agent takes the chat': { kind: 'agent-takes' },
  'the agent is done': { kind: 'agent-done' },
  'the agent closes': { kind: 'agent-closed' },
  'sends a photo': { kind: 'file', contentType: 'image/jpeg', bytes: 300_000 },
  'sends a video': { kind: 'file', contentType: 'video/mp4', bytes: 4_000_000 },
  'sends a voice message': { kind: 'file', contentType: 'audio/ogg', bytes: 40_000 },
  'sends a PDF': { kind: 'file', contentType: 'application/pdf', bytes: 200_000 },
  'sends a photo that gets lost': { kind: 'file', contentType: 'image/jpeg', bytes: 0, lost: true },
};
const WITH_TEXT = { presses: 'keys', writes: 'write', taps: 'tap' } as const;
const USUAL_CONFIDENCE = 0.9;

/** Every way to say what happens, for help texts and messages. */
export const DEEDS: readonly string[] = [
  ...Object.keys(PLAIN),
  'presses 1',
  'says …',
  'says 30% …',
  'waits 30',
  'writes …',
  'taps <answer id>',
  'shares 40.4168, -3.7038',
  'shares 40.4168, -3.7038: <name>; <address>',
  'sends <content type> of 20 MB',
];

/** A case's line as a deed; undefined when it says nothing that can be done. */
export function readDeed(line: string): Deed | undefined {
  const text = line.trim();
  const plain = Object.hasOwn(PLAIN, text) ? PLAIN[text] : undefined;
  if (plain) return plain;
  const special = readPlace(text) ?? readFileDeed(text);
  if (special) return special;
  const [, verb, rest] = /^(presses|says|writes|taps|waits) (.+)$/s.exec(text) ?? [];
  if (verb === undefined || rest === undefined) return undefined;
  if (verb === 'waits') return /^\d{1,5}$/.test(rest) ? { kind: 'time', seconds: Number(rest) } : undefined;
  if (verb === 'says') return readSaying(rest);
  if (verb === 'presses' && !/^[0-9*#]+$/.test(rest)) return undefined;
  return { kind: WITH_TEXT[verb as keyof typeof WITH_TEXT], text: rest };
}

/** What is said, with how sure the recogniser is of it before: "30% mi pedido". */
function readSaying(text: string): Deed {
  const [, percent, words] = /^(\d{1,2}|100) ?% (.+)$/s.exec(text) ?? [];
  if (percent === undefined || words === undefined) return { kind: 'speech', text, confidence: USUAL_CONFIDENCE };
  return { kind: 'speech', text: words, confidence: Number(percent) / 100 };
}

/** `shares 40.4168, -3.7038: Puerta del Sol; Madrid`: name and address may be left out. */
function readPlace(text: string): Deed | undefined {
  const match = /^shares (-?\d{1,2}(?:\.\d+)?), ?(-?\d{1,3}(?:\.\d+)?)(?:: ([^;]*)(?:; (.+))?)?$/.exec(text);
  if (!match) return undefined;
  const [, latitude, longitude, label, address] = match;
  return {
    kind: 'place',
    place: { latitude: Number(latitude), longitude: Number(longitude), ...(label && { label }), ...(address && { address }) },
  };
}

/** `sends application/pdf of 20 MB`. */
function readFileDeed(text: string): Deed | undefined {
  const match = /^sends ([a-z]+\/[a-z0-9.+-]+)(?: of (\d{1,3}) MB)?$/.exec(text);
  return match ? { kind: 'file', contentType: match[1] as string, bytes: Number(match[2] ?? 1) * 1024 * 1024 } : undefined;
}
