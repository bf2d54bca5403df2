import { z } from 'zod';
import { CalendarName, common, ExitName, Expression, LanguageTag, ShortId, StepId, Team, VariableName } from './fields.ts';

// Steps that both sides of a flow have.

const SetValues = z.record(VariableName, Expression).describe('Variables and the expressions that give their values.');

const BranchCases = z
  .array(z.strictObject({ when: Expression, to: StepId }))
  .min(1)
  .max(20)
  .describe('The first case that is true is taken.');

const RequestFields = {
  method: z.enum(['GET', 'POST']).default('GET'),
  url: z
    .string()
    .max(500)
    .describe(
      'https://… or a path on this service; {{variable}} is filled in and encoded. Private addresses are refused unless the operator allows them.',
    ),
  headers: z.record(z.string(), z.string().max(500)).optional(),
  body: z.record(z.string(), z.string().max(500)).optional().describe('Fields of a JSON body; {{variable}} is filled in.'),
  timeoutMs: z
    .int()
    .min(100)
    .max(1500)
    .default(1000)
    .describe('The time limit of one try, in milliseconds: the caller hears silence meanwhile.'),
  retries: z.int().min(0).max(2).default(0).describe('Further tries after a network failure or a 5xx.'),
  save: z
    .record(VariableName, z.string().max(200))
    .describe('Variables and where in the JSON answer their values stand, such as order.state.'),
  mock: z.record(z.string(), z.unknown()).optional().describe('The JSON answer used in recorded cases and in "flow run".'),
  ok: StepId.describe('The exit when the answer came.'),
  failed: StepId.describe('The exit when it did not, in time or at all.'),
  notFound: StepId.optional().describe('The exit when the other side answers 404; without it, failed.'),
};

export const Hours = z
  .strictObject({
    type: z.literal('hours'),
    ...common,
    calendar: CalendarName,
    queue: z
      .string()
      .max(64)
      .optional()
      .describe('The queue or team whose exceptions count. Without it, on the phone, the queue that the flow comes to next.'),
    open: StepId,
    closed: StepId.describe('The exit outside the hours; {{opensAt}} is known from here on.'),
    holiday: StepId.optional().describe('The exit when it is closed on a public holiday or an own day: {{holiday}}. Without it, closed.'),
  })
  .meta({ id: 'HoursStep' })
  .describe('Chooses by the opening hours of a calendar.');

export const Split = z
  .strictObject({
    type: z.literal('split'),
    ...common,
    experiment: ShortId.describe(
      'The name of the experiment. A person stays in the same arm on every call and in the chat, as long as the name is the same.',
    ),
    arms: z
      .array(
        z.strictObject({
          id: ShortId,
          weight: z
            .int()
            .min(0)
            .max(1000)
            .describe('Its share among the weights of all arms. 0: nobody new, who is in it stays for the journey.'),
          to: StepId,
        }),
      )
      .min(2)
      .max(10),
  })
  .meta({ id: 'SplitStep' })
  .describe('Leads people different ways, to compare them. Which arm a person has is recorded once a journey.');

export const Run = z
  .strictObject({
    type: z.literal('run'),
    ...common,
    part: ShortId.describe('The part that is run: of this flow, or flows/parts/<name>.part.json.'),
    with: SetValues.optional().describe('The parameters of the part and the expressions that give their values.'),
    save: z.record(VariableName, VariableName).optional().describe('Variables of this flow and the results of the part that they take.'),
    exits: z.record(ExitName, StepId).describe('Where each end of the part leads.'),
  })
  .meta({ id: 'RunStep' })
  .describe('Runs a part: steps that several places share.');

export const Return = z
  .strictObject({ type: z.literal('return'), ...common, exit: ExitName })
  .meta({ id: 'ReturnStep' })
  .describe('Ends a part by one of its exits. In parts only.');

export const Branch = z
  .strictObject({ type: z.literal('branch'), ...common, cases: BranchCases, otherwise: StepId })
  .meta({ id: 'BranchStep' })
  .describe('Chooses by condition, without asking.');

export const Request = z
  .strictObject({ type: z.literal('request'), ...common, ...RequestFields })
  .meta({ id: 'RequestStep' })
  .describe('Looks something up over HTTP.');

export const SetStep = z
  .strictObject({ type: z.literal('set'), ...common, values: SetValues, intent: z.string().max(40).optional(), next: StepId })
  .meta({ id: 'SetStep' })
  .describe('Sets variables.');

export const Language = z
  .strictObject({ type: z.literal('language'), ...common, language: LanguageTag, next: StepId })
  .meta({ id: 'LanguageStep' })
  .describe('Changes the language from here on.');
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What callbacks of both sides can be set to. */
export const CallbackFields = {
  team: Team.describe('Whose agents are rung.'),
  skills: z.array(z.string().max(40)).max(5).default([]),
  asap: z
    .boolean()
    .default(true)
    .describe('Offer “as soon as somebody is free”, while the team is there. The place is that of the moment of asking.'),
  slots: z
    .strictObject({
      offered: z.int().min(0).max(4).default(2).describe('How many times are offered; a chat shows two options at most.'),
      apartMinutes: z.int().min(30).max(1440).default(180).describe('How far apart they are.'),
      leadMinutes: z.int().min(5).max(1440).default(60).describe('No time sooner than this.'),
      days: z.int().min(1).max(14).default(7).describe('No time further ahead than this.'),
    })
    .prefault({})
    .describe('Times are offered on the half hour by the caller’s own clock, in the opening hours of the desk.'),
  callableFrom: Clock.default('09:00').describe('Nobody is called before this, by the clock where they are.'),
  callableTo: Clock.default('21:00').describe('Nor after this.'),
  tries: z.int().min(1).max(5).default(3).describe('How often the customer is called …'),
  everyMinutes: z.int().min(5).max(1440).default(60).describe('… and how far apart, when they do not come to the phone.'),
  giveUpHours: z.int().min(1).max(168).default(48).describe('After the promised time, when no agent is free.'),
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional()
    .describe('Our number that is shown to whoever is called; unless set, the number they called, in a chat the sender’s.'),
};
