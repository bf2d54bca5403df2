import { RE2JS } from 're2js';
import { parsePhone } from '../base/phone.ts';
import { isDni, isIban, isLuhn } from './check-digits.ts';
import type { Scalar } from './outcomes.ts';
import { tameText } from './plain-text.ts';
import type { Validator } from './schema/fields.ts';

export type Answer =
  | { readonly ok: true; readonly value: Scalar }
  | { readonly ok: false; readonly reason: 'empty' | 'length' | 'range' | 'check-digit' | 'format' | 'not-mobile' };

/** What an answer is judged by beside its text. */
export interface AnswerScene {
  readonly nowMs: number;
  readonly timeZone: string;
  /** ISO country of national numbers. */
  readonly country?: string;
}

export type AnswerCheck = (text: string, scene: AnswerScene) => Answer;

const bad = (reason: Extract<Answer, { ok: false }>['reason']): Answer => ({ ok: false, reason });
const good = (value: Scalar): Answer => ({ ok: true, value });

/** The judge of one question, made once per flow; it normalises what it accepts. Throws when the pattern is no RE2 pattern. */
export function createAnswerCheck(as: Validator): AnswerCheck {
  const judge = createJudge(as);
  return (text, scene) => {
    const tame = tameText(text, 1000);
    return tame === '' ? bad('empty') : judge(tame, scene);
  };
}

function createJudge(as: Validator): AnswerCheck {
  switch (as.kind) {
    case 'digits':
      return (text) => checkDigits(text, as);
    case 'integer':
      return (text) => checkInteger(text, as);
    case 'date':
      return (text, scene) => checkDate(text, as, scene);
    case 'phone':
      return (text, scene) => checkPhone(text, as.mobileOnly, scene.country);
    case 'pattern': {
      const pattern = RE2JS.compile(as.pattern);
      return (text) => (pattern.matcher(text).matches() ? good(text) : bad('format'));
    }
    case 'text':
      return (text) => (text.length >= (as.min ?? 1) && text.length <= as.max ? good(text) : bad('length'));
    case 'name':
      return checkName;
    case 'email':
      return checkEmail;
    case 'postal-code':
      return (text) => checkPostalCode(text, as.country);
  }
}

function checkDigits(text: string, as: Extract<Validator, { kind: 'digits' }>): Answer {
  const bare = text.replace(/[\s.\-/]+/g, '').toUpperCase();
  const lettered = as.checkDigit === 'iban' || as.checkDigit === 'dni';
  if (!(lettered ? /^[A-Z0-9]+$/ : /^\d+$/).test(bare)) return bad('format');
  const { length, min = length ?? 1, max = length ?? 32 } = as;
  if (bare.length < min || bare.length > max) return bad('length');
  if (as.checkDigit === 'luhn' && !isLuhn(bare)) return bad('check-digit');
  if (as.checkDigit === 'iban' && !isIban(bare)) return bad('check-digit');
  if (as.checkDigit === 'dni' && !isDni(bare)) return bad('check-digit');
  return good(bare);
}

function checkInteger(text: string, as: Extract<Validator, { kind: 'integer' }>): Answer {
  const bare = text.replace(/\s+/g, '');
  if (!/^-?\d{1,15}$/.test(bare)) return bad('format');
  // Minus nought is nought.
  const value = Number(bare) || 0;
  if (value < (as.min ?? -Infinity) || value > (as.max ?? Infinity)) return bad('range');
  return good(value);
}

/** Two, two and four (or two) digits, with or without separators; kept as 2026-11-21. */
function checkDate(text: string, as: Extract<Validator, { kind: 'date' }>, scene: AnswerScene): Answer {
  const parts = splitDate(text, as.order);
  if (!parts) return bad('format');
  const iso = `${parts.y}-${parts.m}-${parts.d}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return bad('format');
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: scene.timeZone }).format(scene.nowMs);
  if (as.past && iso > today) return bad('range');
  if (as.future && iso < today) return bad('range');
  return good(iso);
}

function splitDate(text: string, order: 'dmy' | 'mdy' | 'ymd'): { d: string; m: string; y: string } | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return { y: iso[1] ?? '', m: two(iso[2]), d: two(iso[3]) };
  const compact = order === 'ymd' ? /^(\d{4}|\d{2})(\d{2})(\d{2})$/ : /^(\d{2})(\d{2})(\d{4}|\d{2})$/;
  const spaced = /^(\d{1,4})[\s./\-*](\d{1,2})[\s./\-*](\d{1,4})$/;
  const match = compact.exec(text) ?? spaced.exec(text);
  if (!match) return undefined;
  const [, a = '', b = '', c = ''] = match;
  const [d, m, y] = order === 'dmy' ? [a, b, c] : order === 'mdy' ? [b, a, c] : [c, b, a];
  if (d.length > 2 || m.length > 2 || (y.length !== 2 && y.length !== 4)) return undefined;
  return { d: two(d), m: two(m), y: y.length === 2 ? `20${y}` : y };
}

function two(text = ''): string {
  return text.padStart(2, '0');
}

function checkPhone(text: string, mobileOnly: boolean, country: string | undefined): Answer {
  const parsed = parsePhone(text, country);
  if (!parsed) return bad('format');
  if (mobileOnly && parsed.type !== 'mobile' && parsed.type !== 'unknown') return bad('not-mobile');
  return good(parsed.e164);
}

/** Letters of any alphabet, at least two of them, with what stands between the parts of a name. */
function checkName(text: string): Answer {
  const name = text.replace(/\s+/g, ' ');
  if (!/^[\p{L}\p{M}'’.\- ]+$/u.test(name)) return bad('format');
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 2 && name.length <= 80 ? good(name) : bad('length');
}

/** One address, nothing around it; the domain in small letters. */
function checkEmail(text: string): Answer {
  const match =
    /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})$/.exec(
      text.replace(/^mailto:/i, ''),
    );
  if (!match) return bad('format');
  const [, local = '', domain = ''] = match;
  return local.length <= 64 && domain.length <= 253 ? good(`${local}@${domain.toLowerCase()}`) : bad('length');
}

/** The form of the code where we know it; elsewhere letters, digits and blanks. */
const POSTAL_CODES: Readonly<Record<string, RegExp>> = {
  ES: /^(0[1-9]|[1-4]\d|5[0-2])\d{3}$/,
  AD: /^AD\d{3}$/,
  PT: /^\d{4}-?\d{3}$/,
  FR: /^\d{5}$/,
  DE: /^\d{5}$/,
  IT: /^\d{5}$/,
  MX: /^\d{5}$/,
  US: /^\d{5}(-?\d{4})?$/,
  BR: /^\d{5}-?\d{3}$/,
  CO: /^\d{6}$/,
  CL: /^\d{7}$/,
  AR: /^([A-Z]\d{4}[A-Z]{3}|\d{4})$/,
  PE: /^\d{5}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/,
};

function checkPostalCode(text: string, country: string): Answer {
  const bare = text.replace(/\s+/g, '').toUpperCase();
  const form = POSTAL_CODES[country] ?? /^[A-Z0-9][A-Z0-9-]{1,9}$/;
  return form.test(bare) ? good(bare) : bad('format');
}
