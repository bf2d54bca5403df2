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

/** The filters of {{name|filter}}; those of times take a number of seconds, milliseconds since 1970, or a moment as ISO 8601. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  digits: (value, { side }) => spellDigits(String(value), side),
  last: (value, { side }, argument) => spellDigits(String(value).slice(-Number(argument ?? 3)), side),
  minutes: (value, scene) => (typeof value === 'number' ? wholeMinutes(value, scene) : String(value)),
  number: (value, { language, formats }) => (isNumeric(value) ? formats.number(language, {}).format(Number(value)) : String(value)),
  money: (value, { language, formats }, currency = 'EUR') =>
    isNumeric(value) ? formats.number(language, { style: 'currency', currency }).format(Number(value)) : String(value),
  duration: (value, scene) => (typeof value === 'number' ? durationInWords(value, scene) : String(value)),
  plural: (value, scene, forms = '') => pluralForm(value, scene, forms),
  date: (value, scene) => moment(value, scene, { weekday: 'long', day: 'numeric', month: 'long' }),
  longDate: (value, scene) => moment(value, scene, { day: 'numeric', month: 'long', year: 'numeric' }),
  time: (value, scene) => moment(value, scene, { hour: 'numeric', minute: '2-digit' }),
  when: (value, scene) => whenSaid(value, scene),
};

/** Filters that only make sense with an argument in a certain form. */
export const FILTER_ARGUMENTS: Readonly<Record<string, RegExp>> = { last: /^[1-9]$/, money: /^[A-Z]{3}$/, plural: /^[^/]+\/[^/]+$/ };

/** The filter that a name has when none is written. */
export const DEFAULT_FILTERS: Readonly<Record<string, string>> = {
  phoneWait: 'minutes',
  chatWait: 'minutes',
  opensAt: 'when',
  answerBy: 'when',
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

/** How long something takes, in hours and minutes; under a minute as a wait is said. */
function durationInWords(seconds: number, scene: FilterScene): string {
  const minutes = Math.max(0, Math.round(seconds / 60));
  if (minutes < 60) return wholeMinutes(seconds, scene);
  const { language, formats } = scene;
  const unit = (name: 'hour' | 'minute', count: number) =>
    formats.number(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
  const parts = [countOfOne(unit('hour', Math.floor(minutes / 60)), language)];
  if (minutes % 60 > 0) parts.push(countOfOne(unit('minute', minutes % 60), language));
  return new Intl.ListFormat(language, { type: 'conjunction', style: 'long' }).format(parts);
}

/** One of something is said with its article: una hora, not 1 hora. */
function countOfOne(text: string, language: string): string {
  const words = ONE_OF[language.slice(0, 2)];
  return words?.[text] ?? text;
}

const ONE_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  es: { '1 hora': 'una hora', '1 minuto': 'un minuto' },
  en: { '1 hour': 'one hour', '1 minute': 'one minute' },
  ca: { '1 hora': 'una hora', '1 minut': 'un minut' },
  eu: { '1 ordu': 'ordu bat', '1 minutu': 'minutu bat' },
  gl: { '1 hora': 'unha hora', '1 minuto': 'un minuto' },
  pt: { '1 hora': 'uma hora', '1 minuto': 'um minuto' },
};

/** "un pedido/# pedidos" by the number, which stands where # is. */
function pluralForm(value: Scalar, { language, formats }: FilterScene, forms: string): string {
  if (!isNumeric(value)) return String(value);
  const [one = '', other = ''] = forms.split('/');
  const count = Number(value);
  return (isOne(count, language) ? one : other).replaceAll('#', formats.number(language, {}).format(count));
}

/** Portuguese of Brazil counts nought as one by the rules; in speech nobody does. */
function isOne(count: number, language: string): boolean {
  return count !== 0 && new Intl.PluralRules(language).select(count) === 'one';
}

/** Read aloud one by one; in writing left as it is. */
function spellDigits(text: string, side: 'call' | 'chat'): string {
  return side === 'chat' ? text : [...text.replace(/[\s+]+/g, '')].join(' ');
}

function isNumeric(value: Scalar): boolean {
  return value !== null && value !== '' && typeof value !== 'boolean' && Number.isFinite(Number(value));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A moment with its zone, as look-ups give it: 2026-11-24T09:30:00+01:00. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A moment in ms or as ISO 8601, as people say it; a day alone has no time and is said as a date. */
function whenSaid(value: Scalar, scene: FilterScene): string {
  if (typeof value === 'number') return whenWords(value, scene);
  const text = String(value);
  const atMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return whenWords(atMs, scene);
  return DAY.test(text) ? moment(text, scene, { weekday: 'long', day: 'numeric', month: 'long' }) : text;
}

/** A moment in ms, or a day as 2026-11-21 (which has no time zone); other text is said as it is. */
function moment(value: Scalar, { language, timeZone, formats }: FilterScene, options: Intl.DateTimeFormatOptions): string {
  const day = typeof value === 'string' && DAY.test(value);
  const at = typeof value === 'number' ? value : Date.parse(String(value));
  if (Number.isNaN(at)) return String(value);
  const format = formats.date(language, { ...options, timeZone: day ? 'UTC' : timeZone });
  return language.slice(0, 2) === 'eu' ? basqueMoment(format.formatToParts(at), options) : format.format(at);
}

/** Basque declines the month and the day; its written form, "azaroa 24(a), asteartea", can’t be read aloud. */
function basqueMoment(parts: readonly Intl.DateTimeFormatPart[], options: Intl.DateTimeFormatOptions): string {
  const value = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const clock = options.hour === undefined ? '' : `${value('hour')}:${value('minute')}`;
  if (options.day === undefined) return clock;
  const date = `${options.year === undefined ? '' : `${value('year')}ko `}${value('month')}ren ${value('day')}a`;
  return [date, value('weekday'), clock].filter(Boolean).join(', ');
}
