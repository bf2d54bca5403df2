import { z } from 'zod';
import { CANNED_BLANKS } from '../../agents/canned-replies.ts';
import { checkOpeningHours, type HoursProblem, isTimeZone } from '../../agents/check-opening-hours.ts';
import { MAX_MESSAGE_LENGTH } from './desk.ts';

export { CANNED_BLANKS } from '../../agents/canned-replies.ts';
export { checkOpeningHours, type HoursProblem } from '../../agents/check-opening-hours.ts';

const Shortcut = z
  .string()
  .regex(/^[\p{Ll}\p{N}][\p{Ll}\p{N}-]{0,19}$/u, 'must be 1 to 20 small letters, digits or hyphens')
  .describe('What an agent types after the slash.');

export const ShortcutParam = z.object({ shortcut: Shortcut });

function hasKnownBlanks(text: string): boolean {
  return [...text.matchAll(/\{\{(.*?)\}\}/g)].every(([, name]) => CANNED_BLANKS.some((known) => known === name));
}

/** What a ready-made reply says in one language. */
export const CannedWording = z
  .object({
    language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as es'),
    title: z.string().trim().min(1).max(60),
    text: z
      .string()
      .trim()
      .min(1)
      .max(MAX_MESSAGE_LENGTH)
      .refine(hasKnownBlanks, `may hold no other blanks than ${CANNED_BLANKS.map((name) => `{{${name}}}`).join(', ')}`)
      .describe('{{customer}}, {{caseNumber}} and {{agent}} are filled in when it is picked.'),
  })
  .meta({ id: 'CannedWording' });
export type CannedWording = z.infer<typeof CannedWording>;

export const CannedReplyEntry = z.object({ shortcut: Shortcut, wordings: z.array(CannedWording) }).meta({ id: 'CannedReply' });
export type CannedReplyEntry = z.infer<typeof CannedReplyEntry>;

export const CannedReplies = z.object({ items: z.array(CannedReplyEntry) }).meta({ id: 'CannedReplies' });

export const CannedReplyChange = z
  .object({
    wordings: z
      .array(CannedWording)
      .min(1)
      .max(20)
      .refine((all) => new Set(all.map(({ language }) => language)).size === all.length, 'must have each language once'),
  })
  .meta({ id: 'CannedReplyChange' });

const WRONG_HOURS: Record<HoursProblem['code'], string> = {
  'not-a-time': 'must be two times HH:MM; midnight at the end is 24:00',
  backwards: 'must end after it begins',
  overlap: 'overlaps the hours before it',
};

const Weekday = z.enum(['1', '2', '3', '4', '5', '6', '7']);
const Span = z.tuple([z.string(), z.string()]).describe('From and to, HH:MM.');

/** When the desk is usually staffed: by it a customer is told when somebody answers. */
export const OpeningHours = z
  .object({
    timeZone: z.string().refine(isTimeZone, 'must be a time zone, such as Europe/Madrid'),
    days: z
      .partialRecord(Weekday, z.array(Span).max(6))
      .superRefine((days, context) => {
        for (const { day, index, code } of checkOpeningHours(days)) {
          context.addIssue({ code: 'custom', path: [day, index], message: WRONG_HOURS[code] });
        }
      })
      .describe('By weekday, 1 (Monday) to 7.'),
  })
  .meta({ id: 'OpeningHours' });
export type OpeningHours = z.infer<typeof OpeningHours>;
