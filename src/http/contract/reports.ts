import { z } from 'zod';
import { RATES, STAGES } from '../../reporting/funnel.ts';

/** A share, never without what it is a share of. */
export const Rate = z
  .object({
    id: z.enum(RATES),
    numerator: z.number(),
    denominator: z.number(),
    pending: z.number().describe('How many of the denominator may still join the numerator.'),
  })
  .meta({ id: 'Rate' });
export type Rate = z.infer<typeof Rate>;

/** A stage of the journey and how many journeys reached it. */
export const FunnelStage = z
  .object({
    id: z.enum(STAGES),
    journeys: z.number(),
    of: z.number().describe('Journeys that reached the stage before.'),
  })
  .meta({ id: 'FunnelStage' });
export type FunnelStage = z.infer<typeof FunnelStage>;

const Count = z.object({ id: z.string(), journeys: z.number() }).meta({ id: 'Count' });

/** What became of those who came through one other door. */
const EntryCount = z
  .object({
    kind: z
      .enum(['api', 'recovery', 'missed-call', 'callback', 'link', 'qr', 'button'])
      .describe(
        '`api`: invited by another IVR; `recovery`, `missed-call`: written to after a call that was cut off or missed; `callback`: promised a call, not reached, and written to.',
      ),
    code: z.string().optional().describe('Of the link.'),
    started: z.number().describe('Invites asked for, or chats in which the code was used.'),
    delivered: z.number().optional().describe('Of invites.'),
    chats: z.number(),
    assigned: z.number(),
    replied: z.number(),
    closed: z.number(),
    confirmed: z.number(),
  })
  .meta({ id: 'EntryCount' });

/** The funnel of the calls that started on one day, in journeys: what happened twice in a call counts once. */
export const Funnel = z
  .object({
    day: z.string().describe('YYYY-MM-DD in the time zone.'),
    timeZone: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    atMs: z.number().describe('When it was read.'),
    stages: z.array(FunnelStage),
    answers: z.array(Count).describe('What became of the offers: accepted, declined, ignored, abandoned, unanswered.'),
    withheld: z.object({
      journeys: z.number().describe('Calls that reached an offer and were never made one.'),
      reasons: z.array(Count).describe('A call can have several reasons; they do not add up.'),
    }),
    failures: z.object({ journeys: z.number(), classes: z.array(Count) }),
    fallbacks: z.array(Count),
    linkMethods: z.array(Count),
    dispositions: z.array(Count),
    voice: z.object({ queued: z.number(), connected: z.number(), abandoned: z.number(), failedOver: z.number(), missed: z.number() }),
    unwritten: z
      .object({ journeys: z.number(), reasons: z.array(Count) })
      .describe('Calls that ended too early and whose callers were not written to, in flows that do; why not.'),
    directChats: z.number().describe('Chats opened that day that neither a call nor a link of ours led to; in no rate.'),
    callbacks: z
      .object({
        asked: z.number().describe('Calls that were promised that day, on the phone or in a chat.'),
        placed: z.number().describe('Of those, the customer’s phone was rung.'),
        connected: z.number().describe('Customer and agent talked.'),
        failed: z.array(Count).describe('How the others ended; what is in none is still to be made.'),
      })
      .describe('In none of the stages and rates.'),
    entries: z.array(EntryCount).describe('Those who came through another door that day, by door; in none of the stages and rates.'),
    rates: z.array(Rate),
  })
  .meta({ id: 'Funnel' });
export type Funnel = z.infer<typeof Funnel>;

export const FunnelQuery = z.object({
  day: z.iso.date('must be a day such as 2026-11-21').optional().describe('The day, YYYY-MM-DD; today if absent.'),
});
