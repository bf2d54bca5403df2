import { z } from 'zod';
import { EVENT_TYPES } from '../../base/events.ts';
import { ExplainedOffer } from './offer-rules.ts';

/** One line of the event log. */
export const EventView = z
  .object({
    id: z.string(),
    shard: z.number(),
    type: z.enum(EVENT_TYPES),
    atMs: z.number(),
    contactId: z.string().optional(),
    callId: z.string().optional(),
    handoffId: z.string().optional(),
    chatId: z.string().optional(),
    flow: z.string().optional(),
    step: z.string().optional(),
    entryNumber: z.string().optional(),
    language: z.string().optional(),
    intent: z.string().optional(),
    providerId: z.string().optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Event' });
export type EventView = z.infer<typeof EventView>;

/** Everything that happened to one caller's matter, oldest first. */
export const Journey = z
  .object({
    callIds: z.array(z.string()),
    handoffIds: z.array(z.string()),
    chatIds: z.array(z.string()),
    events: z.array(EventView),
    offers: z.array(ExplainedOffer).describe('Why each offer was made or not, and who was written to after a call, in words.'),
    truncated: z.boolean().describe('True: there are more events than are shown.'),
  })
  .meta({ id: 'Journey' });
export type Journey = z.infer<typeof Journey>;

export const JourneyId = z
  .string()
  .regex(/^[cht]_\d{2}_[0-9A-Za-z_-]{1,64}$/, 'must be the id of a call (c_…), a handoff (h_…) or a chat (t_…)');
export const JourneyQuery = z.object({
  days: z.coerce.number().int().min(1).max(30).default(2).describe('How many days back to look.'),
});

/** A chat that is over. */
export const ClosedChat = z
  .object({
    chatId: z.string(),
    closedAtMs: z.number(),
    disposition: z.string().optional(),
    by: z.string().optional(),
    language: z.string().optional(),
    intent: z.string().optional(),
    flow: z.string().optional(),
  })
  .meta({ id: 'ClosedChat' });
export type ClosedChat = z.infer<typeof ClosedChat>;

/** An event whose work could not be done, kept for somebody to look at. */
export const DeadLetter = z
  .object({
    group: z.enum(['effects', 'archive']),
    event: EventView,
    reason: z.string(),
    atMs: z.number(),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof DeadLetter>;

const Group = z.enum(['effects', 'archive']);

export const DeadLetterRef = z
  .object({ group: Group, shard: z.int().min(0).max(999), eventId: z.string().regex(/^\d+-\d+$/) })
  .meta({ id: 'DeadLetterRef' });

export const DeadLetterChoice = z
  .object({
    untilMs: z.number().describe('What was put aside later than this stays: nobody has seen it yet.'),
    type: z.enum(EVENT_TYPES).optional().describe('Only work that follows from events of this type.'),
  })
  .meta({ id: 'DeadLetterChoice' });
export type DeadLetterChoice = z.infer<typeof DeadLetterChoice>;
