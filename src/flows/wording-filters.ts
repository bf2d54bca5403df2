import type { Scalar } from './outcomes.ts';
import { whenWords } from './when-words.ts';

/** What a filter knows of the place where its value is put. */
export interface FilterScene {
  /** BCP 47 of the wording. */
  readonly language: string;
  readonly timeZone: string;
  readonly side: 'call' | 'chat';
  readonly nowMs: number;
  readonly formats: Formats;
}

/** Number and date formats, made once each: making one costs a hundred times as much as using it. */
export interface Formats {
  number(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat;
  date(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat;
}

/** A store of formats, for one flow. */
export function createFormats(): Formats {
  const numbers = new Map<string, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();
  return {
    number: (language, options) => once(numbers, `${language}${JSON.stringify(options)}`, () => new Intl.NumberFormat(language, options)),
    date: (language, options) => once(dates, `${language}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(language, options)),
  };
}

function once<T>(store: Map<string, T>, key: string, make: () => T): T {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}

export type Filter = (value: Scalar, scene: FilterScene, argument: string | undefined) => string;

/** The filters of {{name|filter}}; those of `times` take a number of seconds or of milliseconds since 1970. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  digits: (value, { side }) => spellDigits(String(value), side),
  last: (value, { side }, argument) => spellDigits(String(value).slice(-Number(argument ?? 3)), side),
  minutes: (value, scene) => (typeof value === 'number' ? wholeMinutes(value, scene) : String(value)),
  number: (value, { language, formats }) => (isNumeric(value) ? formats.number(language, {}).format(Number(value)) : String(value)),
  money: (value, { language, formats }, currency = 'EUR') =>
    isNumeric(value) ? formats.number(language, { style: 'currency', currency }).format(Number(value)) : String(value),
  date: (value, scene) => moment(value, scene, { weekday: 'long', day: 'numeric', month: 'long' }),
  time: (value, scene) => moment(value, scene, { hour: 'numeric', minute: '2-digit' }),
  when: (value, scene) => (typeof value === 'number' ? whenWords(value, scene) : String(value)),
};

/** Filters that only make sense with an argument in a certain form. */
export const FILTER_ARGUMENTS: Readonly<Record<string, RegExp>> = { last: /^[1-9]$/, money: /^[A-Z]{3}$/ };

/** The filter that a name has when none is written. */
export const DEFAULT_FILTERS: Readonly<Record<string, string>> = {
  phoneWait: 'minutes',
  chatWait: 'minutes',
  opensAt: 'when',
  lastDigits: 'digits',
};

const MINUTES: Readonly<Record<string, { readonly less: string; readonly one: string }>> = {
  es: { less: 'menos de un minuto', one: 'un minuto' },
  en: { less: 'less than a minute', one: 'one minute' },
  ca: { less: 'menys d’un minut', one: 'un minut' },
  eu: { less: 'minutu bat baino gutxiago', one: 'minutu bat' },
  gl: { less: 'menos dun minuto', one: 'un minuto' },
  pt: { less: 'menos de um minuto', one: 'um minuto' },
  fr: { less: 'moins d’une minute', one: 'une minute' },
  de: { less: 'weniger als eine Minute', one: 'eine Minute' },
  it: { less: 'meno di un minuto', one: 'un minuto' },
};

/** A wait as it is said: whole minutes, rounded up so that nothing is promised too soon. */
export function wholeMinutes(seconds: number, { language, formats }: Pick<FilterScene, 'language' | 'formats'>): string {
  const words = MINUTES[language.slice(0, 2)];
  if (seconds < 60 && words) return words.less;
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes === 1 && words) return words.one;
  return formats.number(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);
}

/** Read aloud one by one; in writing left as it is. */
function spellDigits(text: string, side: 'call' | 'chat'): string {
  return side === 'chat' ? text : [...text.replace(/[\s+]+/g, '')].join(' ');
}

function isNumeric(value: Scalar): boolean {
  return value !== null && value !== '' && typeof value !== 'boolean' && Number.isFinite(Number(value));
}

/** A moment in ms, or a day as 2026-11-21 (which has no time zone); other text is said as it is. */
function moment(value: Scalar, { language, timeZone, formats }: FilterScene, options: Intl.DateTimeFormatOptions): string {
  if (typeof value === 'number') return formats.date(language, { ...options, timeZone }).format(value);
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  const at = Date.parse(String(value));
  if (Number.isNaN(at)) return String(value);
  return formats.date(language, { ...options, timeZone: day ? 'UTC' : timeZone }).format(at);
}
