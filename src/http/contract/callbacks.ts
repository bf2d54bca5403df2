import { z } from 'zod';

/** A call that was promised and is not over, as the desk lists it. */
export const PromisedCall = z
  .object({
    id: z.string(),
    address: z.string().describe('The number that is called, masked.'),
    team: z.string(),
    language: z.string(),
    intent: z.string().optional(),
    state: z.enum(['scheduled', 'calling-agent', 'calling-customer', 'talking']),
    asap: z.boolean().describe('As soon as somebody is free; otherwise at the time that was promised.'),
    requestedAtMs: z.number(),
    promisedAtMs: z.number(),
    dueAtMs: z.number().describe('When it is tried next.'),
    tries: z.number().describe('How often the customer was called.'),
    zone: z.string().describe('The clock the customer goes by.'),
    chatId: z.string().optional().describe('The chat it was asked for in.'),
    agent: z.object({ userId: z.string(), name: z.string() }).optional().describe('Who is rung, or talks.'),
  })
  .meta({ id: 'PromisedCall' });
export type PromisedCall = z.infer<typeof PromisedCall>;

export const CallbackIdParam = z.object({ id: z.string().regex(/^b_\d{2}_[0-9A-Za-z]{1,40}$/, 'must be the id of a callback (b_…)') });

/** A call that was promised from the desk. */
export const CallPromise = z
  .object({
    callbackId: z.string(),
    asap: z.boolean().describe('As soon as an agent’s phone is free; otherwise at `atMs`, when they may be called.'),
    atMs: z.number(),
  })
  .meta({ id: 'CallPromise' });
