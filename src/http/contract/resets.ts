import { z } from 'zod';

const RESET_ITEMS = ['bot', 'handoffs', 'holds', 'invites', 'unreachable', 'declines'] as const;
const RESET_EFFECTS = [
  'bot.now',
  'bot.leaves-queue',
  'bot.later',
  'bot.handed-back',
  'handoffs',
  'holds',
  'invites',
  'unreachable',
  'declines',
] as const;

const ResetItem = z
  .enum(RESET_ITEMS)
  .describe(
    'bot: its place in the flow. handoffs: invites that wait for a first message. holds: marks of a chat or a promised call that is over. ' +
      'invites: “invited too often”. unreachable: “could not be reached before”. declines: “declined before”.',
  );

/** What of a person can be reset now. */
export const ResetChoices = z
  .object({
    address: z.string().describe('The number, masked; "username" for people without one.'),
    onCall: z.boolean().describe('They are on the phone now: that call goes on, and what belongs to it is not listed.'),
    optedOut: z.boolean().describe('They asked not to be written to; a reset does not change that.'),
    options: z.array(
      z.object({
        item: ResetItem,
        effect: z.enum(RESET_EFFECTS).describe('What will happen.'),
        values: z
          .record(z.string(), z.union([z.string(), z.number()]))
          .describe('How many, until when (ms), in which step, of which release.'),
      }),
    ),
  })
  .meta({ id: 'ResetChoices' });
export type ResetChoices = z.infer<typeof ResetChoices>;

const chosen = {
  items: z.array(ResetItem).min(1).max(RESET_ITEMS.length),
  reason: z.string().trim().min(3).max(200).describe('Why, for colleagues and the event log; nothing personal.'),
};

export const ChatReset = z
  .strictObject(chosen)
  .meta({ id: 'ChatReset', example: { items: ['bot'], reason: 'The bot repeated its question' } });

/** The number stands in the body, so that no log of addresses has it. */
const number = { number: z.string().min(5).max(40).describe('E.164, the person’s.') };
export const ResetNumber = z.strictObject(number).meta({ id: 'ResetNumber' });
export const PersonReset = z.strictObject({ ...number, ...chosen }).meta({ id: 'PersonReset' });
