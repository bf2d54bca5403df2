import { z } from 'zod';
import { ENTRY_MEDIA } from '../../entries/entry-link.ts';

const Word = z.string().min(1).max(40);

/** A link, QR code or button by which somebody writes to us without a call. */
export const EntryLinkView = z
  .object({
    code: z.string(),
    name: z.string(),
    medium: z.enum(ENTRY_MEDIA),
    language: z.string(),
    intent: z.string().optional(),
    team: z.string().optional(),
    skills: z.array(z.string()),
    text: z.string(),
    createdAtMs: z.number(),
    createdBy: z.string(),
    retiredAtMs: z.number().optional().describe('Since then it opens a chat like any other.'),
    prefilled: z.string().describe('What stands in the input field: the text and the code.'),
    url: z.string().describe('The wa.me link.'),
    button: z.string().describe('HTML of a button for a web page: a link, no script.'),
  })
  .meta({ id: 'EntryLink' });
export type EntryLinkView = z.infer<typeof EntryLinkView>;

export const NewEntryLink = z
  .strictObject({
    name: z.string().trim().min(1).max(60).describe('What colleagues call it, such as "Poster in the shop".'),
    medium: z.enum(ENTRY_MEDIA).default('link').describe('Where it stands; reports count the media apart.'),
    language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as es'),
    text: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .regex(/^[^\p{Cc}]*$/u, 'must be one line')
      .describe('What stands in the input field; the code follows it. The customer may change it before sending.'),
    intent: Word.optional().describe('What it is about, as the flow names it.'),
    team: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of a team, such as support')
      .optional()
      .describe('Who answers, instead of what the flow says.'),
    skills: z.array(Word).max(5).default([]),
  })
  .meta({
    id: 'NewEntryLink',
    example: { name: 'Invoice, page 2', medium: 'qr', language: 'es', text: 'Hola, tengo una duda con mi factura', intent: 'billing' },
  });

export const EntryCodeParam = z.object({
  code: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{6}$/, 'must be the code of a link: six letters and digits'),
});
export const QrQuery = z.object({
  scale: z.coerce.number().int().min(1).max(40).default(10).describe('Pixels a module, for PNG.'),
});
