import { z } from 'zod';
import { EVENT_TYPES } from '../../base/events.ts';
import { CALL_RESULTS } from '../../reporting/list-calls.ts';
import { ExplainedOffer } from './offer-rules.ts';
import { PageQuery } from './paging.ts';

const Result = z
  .enum(CALL_RESULTS)
  .describe(
    'What it came to: carried on in WhatsApp, answered by a person, a message left, a call promised, left while waiting, put through from memory while the store was away, over, or live.',
  );

export const CallsQuery = PageQuery.extend({
  days: z.coerce.number().int().min(1).max(90).default(1).describe('Calls that began in so many days up to `untilMs`.'),
  untilMs: z.coerce.number().int().min(0).optional().describe('Absent: now.'),
  result: Result.optional(),
  step: z.string().max(160).optional().describe('Calls that came to this step, named as the flow runs: run-step/step in a part.'),
  release: z.coerce.number().int().min(1).optional(),
});

/** A call of a flow in a list. Who called is masked. */
export const CallSummary = z
  .object({
    callId: z.string(),
    release: z.number(),
    startedAtMs: z.number(),
    endedAtMs: z.number().optional(),
    entryNumber: z.string().optional().describe('Our number that was called.'),
    language: z.string().optional(),
    intent: z.string().optional(),
    result: Result,
    lastStep: z.string().optional(),
    caller: z.string().optional().describe('The number, masked; absent: withheld, or not known any more.'),
  })
  .meta({ id: 'CallSummary' });

export const CallPage = z
  .object({
    items: z.array(CallSummary),
    next: z.string().optional().describe('Hand it in as `cursor` for the next page.'),
    logSinceMs: z.number().optional().describe('The event log reaches back so far.'),
  })
  .meta({ id: 'CallPage' });

export const CallIdParam = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a flow, such as support'),
  callId: z.string().regex(/^c_\d{2}_[0-9A-Za-z_-]{1,64}$/, 'must be the id of a call (c_…)'),
});
export const CallReplayQuery = z.object({
  atMs: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('When the call began, if that is known: the log is read from the hour before on.'),
});

const Heard = z.object({
  text: z
    .string()
    .optional()
    .describe(
      'The words of the release in the caller’s language, `‹name›` where something was filled in; absent: a sentence of the service itself.',
    ),
  place: z.string().describe('Where they stand: `menu:prompt`.'),
});

const Moment = z.object({
  side: z.enum(['call', 'chat']),
  atMs: z.number(),
  kind: z
    .enum(['step', 'again', 'event'])
    .describe('A step was entered; something was heard or asked again in it; or something happened beside the flow.'),
  step: z.string().optional(),
  exit: z
    .object({ step: z.string().optional(), name: z.string() })
    .optional()
    .describe('By which exit of the step before it was come to; an empty name: by none; absent: the log does not say.'),
  untilMs: z.number().optional(),
  did: z.enum(['keys', 'speech', 'silence']).optional().describe('What the caller did that ended the wait here.'),
  sinceMs: z.number().describe('When the step was come to in which this happened.'),
  isEntered: z.boolean().describe('What was typed or said here is kept: the last in each stay in a step; see the route that shows it.'),
  heard: z.array(Heard),
  isHeardKept: z.boolean().describe('False: the log did not keep then what was heard.'),
  type: z.enum(EVENT_TYPES).optional().describe('Of an event.'),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).describe('Of an event, nothing personal.'),
});

/** A real call, step by step, with the chat after it. Nothing personal is in it. */
export const CallReplay = z
  .object({
    callId: z.string(),
    flowId: z.string(),
    release: z.number(),
    isReleaseKept: z.boolean().describe('False: the release can’t be read any more; there is no drawing and no wording.'),
    startedAtMs: z.number(),
    endedAtMs: z.number().optional(),
    result: Result,
    entryNumber: z.string().optional(),
    language: z.string().optional(),
    intent: z.string().optional(),
    caller: z.string().optional().describe('The number, masked; absent: withheld, or not known any more.'),
    isEnteredKept: z.boolean().describe('What was typed and said is kept and can be shown to who may see it.'),
    chatIds: z.array(z.string()),
    moments: z.array(Moment),
    offers: z.array(ExplainedOffer).describe('Why each offer was made or not, in words.'),
  })
  .meta({ id: 'CallReplay' });
export type CallReplay = z.infer<typeof CallReplay>;

export const CallerLook = z
  .strictObject({ reason: z.string().trim().min(3).max(200).describe('Why, for the audit trail; nothing personal.') })
  .meta({ id: 'CallerLook', example: { reason: 'Complaint of 21 November, asked to look by the quality team' } });

/** What is hidden in a replay. */
export const CallerShown = z
  .object({
    number: z.string().optional().describe('E.164; absent: withheld, or not known any more.'),
    entered: z
      .array(z.object({ step: z.string(), atMs: z.number().describe('When the step was entered.'), value: z.string() }))
      .optional()
      .describe('What was typed and said, sensitive answers excepted; absent: not kept any more.'),
  })
  .meta({ id: 'CallerShown' });
