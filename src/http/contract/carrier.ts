import { z } from 'zod';

/** Our sender in an address: E.164, `+` as it is or as %2B, or the id of a messaging service. */
export const SenderParam = z.object({
  sender: z.string().regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/, 'must be a number in E.164 or the id of a messaging service (MG…)'),
});

export const SenderView = z
  .object({
    sender: z.string(),
    channel: z.enum(['whatsapp', 'sms']),
    stopped: z
      .object({
        code: z.string().describe('The carrier’s code that stopped it.'),
        sinceMs: z.number(),
        untilMs: z.number().optional().describe('Absent: until an administrator lifts it.'),
      })
      .optional()
      .describe('Nothing is offered or begun from it.'),
    status: z.string().optional().describe('As the carrier says: ONLINE, OFFLINE …'),
    quality: z.enum(['low', 'medium', 'high']).optional().describe('WhatsApp’s opinion.'),
    limitPerDay: z.number().optional().describe('With how many different people conversations may be begun in a moving day.'),
    usedToday: z.number().optional().describe('With how many it was done in the last day.'),
  })
  .meta({ id: 'Sender' });
export type SenderView = z.infer<typeof SenderView>;

export const CarrierFailure = z
  .object({
    code: z.string(),
    class: z.string(),
    meaning: z.string().optional().describe('Absent for reasons of our own.'),
    count: z.number(),
    lastAtMs: z.number(),
  })
  .meta({ id: 'CarrierFailure' });

/** How our senders are doing at the carrier. */
export const CarrierState = z
  .object({
    senders: z.array(SenderView),
    failures: z.array(CarrierFailure).describe('Codes of failed messages of the last week, newest first.'),
  })
  .meta({ id: 'CarrierState' });
export type CarrierState = z.infer<typeof CarrierState>;
