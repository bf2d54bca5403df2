import { z } from 'zod';

/** Something an operator should look at. */
export const ALARM_CODES = [
  'store-in-memory',
  'store-not-durable',
  'carrier-unreachable',
  'webhooks-refused',
  'webhooks-malformed',
  'offers-stopped',
  'sender-offline',
  'sender-quality-low',
  'sender-stopped',
  'messaging-limit',
  'carrier-code',
  'carrier-code-unknown',
  'notes-pending',
  'flow-refused',
  'release-failing',
  'scheduled-refused',
  'published-alone',
  'template-not-approved',
  'template-recategorised',
  'dead-letters',
  'tickets-urgent',
  'tickets-due-soon',
  'tickets-overdue',
  'agent-phone-refused',
  'holidays-unknown',
] as const;
export type AlarmCode = (typeof ALARM_CODES)[number];

export const Alarm = z
  .object({
    code: z.enum(ALARM_CODES),
    severity: z.enum(['warning', 'critical']),
    message: z.string().describe('What is wrong and what to do, in English.'),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('What the message names, for wording it in another language.'),
    sinceMs: z.number().optional(),
  })
  .meta({ id: 'Alarm' });
export type Alarm = z.infer<typeof Alarm>;

/** What is going on at this moment. A figure that is not known is absent, never 0. */
export const Overview = z
  .object({
    atMs: z.number(),
    environment: z.enum(['sandbox', 'live']),
    calls: z.object({
      inFlows: z.number().describe('Calls that are neither queued nor over.'),
      queued: z.number().describe('Calls that are queued, or with the person who answered: the carrier tells that only afterwards.'),
    }),
    handoffs: z.object({
      underWay: z.number().describe('Accepted in the last day, and neither engaged, failed nor expired.'),
      waitingForDelivery: z.number(),
    }),
    chats: z.object({
      waiting: z.number(),
      assigned: z.number(),
      oldestWaitSeconds: z.number().optional(),
    }),
    agents: z.object({ present: z.number(), available: z.number() }),
    desk: z.object({ open: z.boolean(), waitSeconds: z.number().optional() }),
    store: z.object({ kind: z.string(), durable: z.boolean(), description: z.string() }),
    alarms: z.array(Alarm),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;
