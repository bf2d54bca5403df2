import { z } from 'zod';

/** Who writes in a chat, under how many names they are known, and who else uses the number. */
export const ChatPerson = z
  .object({
    contactId: z.string(),
    address: z.string().describe('The number, masked; "username" for people without one.'),
    current: z.string().optional().describe('The id of the one who writes, where several people use the number.'),
    people: z
      .array(z.object({ id: z.string(), name: z.string(), sinceMs: z.number() }))
      .describe('Who uses the number; empty: one person.'),
    merged: z
      .array(
        z.object({
          contactId: z.string(),
          atMs: z.number(),
          by: z.string().describe('`carrier`: number and username came together. Else who joined them.'),
          chats: z.number().describe('Chats that came from it.'),
        }),
      )
      .describe('Other names under which the person wrote before; an administrator can take one off again.'),
  })
  .meta({ id: 'ChatPerson' });
export type ChatPerson = z.infer<typeof ChatPerson>;

export const WhoWrites = z
  .strictObject({
    personId: z
      .string()
      .regex(/^[1-9]\d?$/)
      .optional()
      .describe('One of the people known.'),
    name: z.string().trim().min(1).max(60).optional().describe('Somebody new; known from now on.'),
  })
  .refine(({ personId, name }) => (personId === undefined) !== (name === undefined), 'must have either personId or name')
  .meta({ id: 'WhoWrites', example: { name: 'Luis' } });

export const ContactSplit = z
  .strictObject({ contactId: z.string().regex(/^p_\d{2}_[0-9A-Z]{1,40}$/, 'must be the id of a contact (p_…)') })
  .meta({ id: 'ContactSplit' });

export const ChatIdParam = z.object({ id: z.string().regex(/^t_\d{2}_[0-9A-Za-z]{1,40}$/, 'must be the id of a chat (t_…)') });
