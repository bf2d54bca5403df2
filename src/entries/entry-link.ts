import type { RandomBytes } from '../base/random.ts';

/** Where a link stands: reports count the media apart. */
export const ENTRY_MEDIA = ['link', 'qr', 'button'] as const;
export type EntryMedium = (typeof ENTRY_MEDIA)[number];

/** A door that no call leads to: a wa.me link whose text carries a reference code. */
export interface EntryLink {
  /** Six letters; in the text as `W-7K3QX9`. */
  readonly code: string;
  /** What colleagues call it: "Poster in the shop". */
  readonly name: string;
  readonly medium: EntryMedium;
  readonly language: string;
  readonly intent?: string;
  readonly team?: string;
  readonly skills?: readonly string[];
  /** What stands in the input field when the link is opened; the code follows it. */
  readonly text: string;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** From then on it opens a chat like any other: printed codes can't be taken back. */
  readonly retiredAtMs?: number;
}

/** The port to the links. */
export interface EntryLinkStore {
  /** Newest first. */
  list(): Promise<readonly EntryLink[]>;
  byCode(code: string): Promise<EntryLink | undefined>;
  /** False if the code is taken already. */
  add(link: EntryLink): Promise<boolean>;
  replace(link: EntryLink): Promise<void>;
}

/** No I, L, O, U: what is typed by hand is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BODY_LETTERS = 5;

/** A new code: five letters of chance, and one by which a mistyped one is known. */
export function makeEntryCode(random: RandomBytes): string {
  const body = [...random(BODY_LETTERS)].map((byte) => ALPHABET[byte & 31]).join('');
  return body + checkLetter(body);
}

function checkLetter(body: string): string {
  const sum = [...body].reduce((all, letter, i) => all + (i + 2) * ALPHABET.indexOf(letter), 0);
  return ALPHABET[sum % 31] ?? '0';
}

/** The first code in a text that can be one of ours; look-alike letters are read as meant. */
export function findEntryCode(text: string): string | undefined {
  for (const match of text
    .slice(0, 2000)
    .toUpperCase()
    .matchAll(/\bW-([0-9A-Z]{6})\b/g)) {
    const code = (match[1] ?? '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
    const body = code.slice(0, BODY_LETTERS);
    if (![...code].some((letter) => !ALPHABET.includes(letter)) && checkLetter(body) === code.slice(BODY_LETTERS)) return code;
  }
  return undefined;
}

/** What stands in the input field: the text and the code. */
export function prefilledText({ text, code }: Pick<EntryLink, 'text' | 'code'>): string {
  return `${text} (W-${code})`;
}

/** Where the link leads. `sender`: our WhatsApp number, E.164. Source: https://faq.whatsapp.com/5913398998672934 */
export function entryAddress(sender: string, link: Pick<EntryLink, 'text' | 'code'>): string {
  return `https://wa.me/${sender.slice(1)}?text=${encodeURIComponent(prefilledText(link))}`;
}

/** The link that a message came through, if its text still says so. */
export async function findEntryLink(store: Pick<EntryLinkStore, 'byCode'>, text: string): Promise<EntryLink | undefined> {
  const code = findEntryCode(text);
  return code === undefined ? undefined : store.byCode(code);
}
