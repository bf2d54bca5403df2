import { z } from 'zod';
import { Calendar } from './calendar.ts';
import { ChatStep, Recovery } from './schema/chat-steps.ts';
import { CalendarName, ExitName, LanguageTag, ShortId, SpeechTuning, StepId, VariableName, Wording } from './schema/fields.ts';
import { Tickets } from './schema/tickets.ts';
import { VoiceStep } from './schema/voice-steps.ts';
import { TableName, TableNeed } from './tables/table.ts';

/**
 * The flow language: the single source of flows/flow.schema.json, docs/flow-language.md and the canvas's forms.
 * Every field says in `describe` what it is for, in an administrator's words.
 */

export const Variable = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  sensitive: z.boolean().optional().describe('Never stored, logged or shown: card numbers, PINs. Gone at the next wait.'),
  description: z.string().max(200).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
const PartVariable = Variable.extend({ default: z.union([z.string().max(200), z.number(), z.boolean()]).optional() });
const variableGroup = (what: string) => z.record(VariableName, PartVariable).default({}).describe(what);

/** Steps that several places share, with names of their own: nothing outside is seen but parameters, the caller, the clock and the desk. */
export const Part = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).max(80),
    parameters: variableGroup('What a run step gives: needed, unless there is a default.'),
    variables: variableGroup('The part’s own variables. They begin afresh on every run and are forgotten at its end.'),
    results: variableGroup('What a run step may save at the end.'),
    exits: z.array(ExitName).min(1).max(10).describe('The ends of the part, as return steps name them.'),
    call: z.strictObject({ start: StepId, steps: z.record(StepId, VoiceStep) }).optional(),
    chat: z.strictObject({ start: StepId, steps: z.record(StepId, ChatStep) }).optional(),
    layout: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  })
  .meta({ id: 'Part' })
  .describe('Steps that several places share.');
export type Part = z.infer<typeof Part>;

export const Flow = z
  .strictObject({
    $schema: z.string().optional(),
    specVersion: z.literal(1),
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    name: z.string().min(1).max(80),
    business: z.string().min(1).max(60).describe('The name of the business, as callers hear it: {{business}}.'),
    timeZone: z.string().default('Europe/Madrid'),
    languages: z.array(LanguageTag).min(1).max(10).describe('The first is the default.'),
    voices: z.record(LanguageTag, z.string()).describe('The synthetic voice of each language, by the carrier’s name.'),
    speech: z.strictObject(SpeechTuning).optional().describe('How speech is heard wherever a step says nothing else.'),
    variables: z.record(VariableName, Variable).default({}),
    humanWords: z
      .record(LanguageTag, z.array(z.string()))
      .optional()
      .describe('Words by which a chatter, or a caller who speaks, asks for a person, beside the built-in ones.'),
    calendars: z
      .record(CalendarName, Calendar)
      .optional()
      .describe('Opening hours by name; those of flows/calendars/<name>.calendar.json are there as well.'),
    tables: z
      .record(TableName, TableNeed)
      .optional()
      .describe(
        'The tables that the flow reads, by name, with the columns it needs. Their rows are kept on the page Tables and are not part of a release.',
      ),
    parts: z.record(ShortId, Part).optional().describe('Parts by name; those of flows/parts/<name>.part.json are there as well.'),
    call: z.strictObject({ start: StepId, steps: z.record(StepId, VoiceStep) }),
    chat: z.strictObject({
      start: StepId,
      acknowledge: Wording.describe('The first message of every chat from a call: {{caseNumber}}, {{known}}, {{expectation}}.'),
      known: z
        .record(z.string().min(1).max(40), Wording)
        .optional()
        .describe(
          'By intent, a sentence that says what the call already told; it stands at {{known}}, and is left out when one of its variables has no value.',
        ),
      acknowledgeDirect: Wording.describe('The first message of a chat that no call led to.'),
      afterClose: z
        .strictObject({
          step: StepId,
          dispositions: z.array(z.string().min(1).max(40)).min(1).max(10).default(['resolved']).describe('Asked after these ends only.'),
        })
        .optional()
        .describe('A survey step that is asked when an agent closes the chat, while the service window is open.'),
      steps: z.record(StepId, ChatStep),
    }),
    recovery: Recovery.optional(),
    tickets: Tickets.optional().describe('Absent: chats that wait have no type and no promise, and nothing is urgent.'),
    layout: z
      .record(z.string(), z.tuple([z.number(), z.number()]))
      .optional()
      .describe('Where boxes stand on the canvas, by side and step, as call/greeting; no part of the behaviour.'),
  })
  .meta({ id: 'Flow' });
export type Flow = z.infer<typeof Flow>;
