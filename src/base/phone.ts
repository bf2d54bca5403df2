import { type CountryCode, type NumberType, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What the number plan says of a line; `unreachable` can never be written to (toll-free, premium, shared cost, pager…). */
export type LineType = 'mobile' | 'landline' | 'unknown' | 'unreachable';

export interface ParsedPhone {
  /** As it was written, in E.164. */
  readonly e164: string;
  /** One form per person; see canonicalPhone. */
  readonly canonical: string;
  /** ISO 3166 two letters; absent for numbers of no country (satellite, international networks). */
  readonly country?: string;
  readonly type: LineType;
}

/** Why a caller id that is not withheld can't be written to. */
export type UnusableReason = 'sip' | 'client' | 'short' | 'not-international' | 'not-a-number' | 'invalid';

export type Caller =
  | ({ readonly kind: 'number' } & ParsedPhone)
  | { readonly kind: 'withheld' }
  | { readonly kind: 'unusable'; readonly reason: UnusableReason };

/** Words spelt on a telephone keypad that carriers send instead of a number; some look like valid foreign numbers. */
const LOOK_ALIKES = new Set(['266696687', '7378742833', '86282452253', '2562533', '8656696', '7748283']);
const WITHHELD_WORDS = new Set(['', 'anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'blocked', 'withheld']);

const TYPES: Partial<Record<NonNullable<NumberType>, LineType>> = {
  MOBILE: 'mobile',
  PERSONAL_NUMBER: 'mobile',
  FIXED_LINE: 'landline',
  VOIP: 'unknown',
  FIXED_LINE_OR_MOBILE: 'unknown',
  TOLL_FREE: 'unreachable',
  PREMIUM_RATE: 'unreachable',
  SHARED_COST: 'unreachable',
  UAN: 'unreachable',
  PAGER: 'unreachable',
  VOICEMAIL: 'unreachable',
};

/**
 * One text per person, the form WhatsApp is written to: Mexico without the old mobile 1, Brazil's mobiles with the
 * ninth digit, Argentina with the mobile 9. In Argentina a fixed line gets the 9 too, since caller ids leave it out for
 * mobiles: compare and write with it, never dial it. Takes E.164; other text comes back unchanged.
 */
export function canonicalPhone(e164: string): string {
  const mexico = /^\+521(\d{10})$/.exec(e164);
  if (mexico) return `+52${mexico[1]}`;
  const brazil = /^\+55([1-9][1-9])([6-9]\d{7})$/.exec(e164);
  if (brazil) return `+55${brazil[1]}9${brazil[2]}`;
  const argentina = /^\+54((?:11|[23]\d)\d{8})$/.exec(e164);
  if (argentina) return `+549${argentina[1]}`;
  const argentina15 = /^\+549?(11(?=15\d{8}$)|[23]\d{2}(?=15\d{7}$)|[23]\d{3}(?=15\d{6}$))15(\d{6,8})$/.exec(e164);
  if (argentina15) return `+549${argentina15[1]}${argentina15[2]}`;
  return e164;
}

/**
 * A number that a plan of numbers knows, or undefined. National text needs `defaultCountry` (ISO 3166); blanks, dots,
 * dashes, brackets and a leading 00 are understood.
 */
export function parsePhone(text: string, defaultCountry?: string): ParsedPhone | undefined {
  const written = asInternational(text, defaultCountry);
  if (written === undefined) return undefined;
  const canonical = canonicalPhone(written);
  const plain = canonical === written ? undefined : parsePhoneNumberFromString(written);
  const known = [plain, parsePhoneNumberFromString(canonical)].find((phone) => phone?.isValid());
  if (!known) return undefined;
  return { e164: written, canonical, ...(known.country && { country: known.country }), type: typeOf(written, canonical, known) };
}

/** What a caller id is worth: a number, withheld, or something nobody can write to. The look-alikes come before the plan. */
export function classifyCaller(from: string): Caller {
  const text = from.trim();
  const bare = text.replace(/^whatsapp:/i, '');
  if (isWithheld(bare)) return { kind: 'withheld' };
  if (/^sips?:/i.test(bare) || bare.includes('@')) return { kind: 'unusable', reason: 'sip' };
  if (/^client:/i.test(bare)) return { kind: 'unusable', reason: 'client' };
  if (!/^\+?\d+$/.test(bare)) return { kind: 'unusable', reason: 'not-a-number' };
  const digits = bare.replace('+', '');
  if (digits.length < 8) return { kind: 'unusable', reason: 'short' };
  if (!bare.startsWith('+')) return { kind: 'unusable', reason: 'not-international' };
  if (!/^[1-9]\d{7,14}$/.test(digits)) return { kind: 'unusable', reason: 'invalid' };
  const parsed = parsePhone(bare);
  return parsed ? { kind: 'number', ...parsed } : { kind: 'unusable', reason: 'invalid' };
}

/** ISO 3166 country of an E.164 number; undefined when no plan knows it. */
export function countryOf(e164: string): string | undefined {
  return parsePhone(e164)?.country;
}

/** The last `n` digits, for reading back. */
export function lastDigits(e164: string, n: number): string {
  return e164.replace(/\D/g, '').slice(-n);
}

/** The number with all but its prefix and last three digits hidden: `+34 ••• ••• 222`. */
export function maskPhone(e164: string): string {
  const digits = e164.replace(/\D/g, '');
  if (digits.length < 8) return '•••';
  const prefix = parsePhoneNumberFromString(`+${digits}`)?.countryCallingCode ?? digits.slice(0, 2);
  return `+${prefix} ••• ••• ${digits.slice(-3)}`;
}

function isWithheld(text: string): boolean {
  const word = text
    .replace(/^(sips?|client):/i, '')
    .replace(/@.*$/, '')
    .toLowerCase();
  return WITHHELD_WORDS.has(word) || LOOK_ALIKES.has(word.replace(/^\+/, ''));
}

function asInternational(text: string, defaultCountry: string | undefined): string | undefined {
  const trimmed = text.trim();
  if (!/^[\d\s().+/-]+$/.test(trimmed) || trimmed.length > 40) return undefined;
  const digits = trimmed.replace(/\D/g, '');
  if (trimmed.startsWith('+')) return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
  if (/^00[1-9]\d{6,14}$/.test(digits)) return `+${digits.slice(2)}`;
  if (defaultCountry === undefined) return undefined;
  const oldMexican = defaultCountry === 'MX' ? /^(?:01|044|045)(\d{10})$/.exec(digits) : null;
  if (oldMexican) return `+52${oldMexican[1]}`;
  return parsePhoneNumberFromString(digits, defaultCountry as CountryCode)?.number;
}

function typeOf(written: string, canonical: string, known: PhoneNumber): LineType {
  // The dialled form said more than the canonical one: 521 and 549 are mobiles.
  if (/^\+521\d{10}$/.test(written)) return 'mobile';
  if (known.country === 'AR' && written !== canonical) return written.length > 13 ? 'mobile' : 'unknown';
  return TYPES[known.getType() ?? 'VOIP'] ?? 'unknown';
}
