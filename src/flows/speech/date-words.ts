import { plainText } from '../plain-text.ts';
import { bareLanguage, readSpokenNumbers } from './spoken-numbers.ts';

/** Months by language, in plain text; a month may have several names. */
const MONTHS: Readonly<Record<string, readonly string[]>> = {
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre'.split(' '),
  en: 'january february march april may june july august september october november december'.split(' '),
  ca: 'gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre'.split(' '),
  gl: 'xaneiro febreiro marzo abril maio xuno xullo agosto setembro outubro novembro decembro'.split(' '),
  eu: 'urtarril otsail martxo apiril maiatz ekain uztail abuztu irail urri azaro abendu'.split(' '),
  pt: 'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro'.split(' '),
};

/** Days by their distance from today; the longer name first, so that "pasado mañana" is not taken for "mañana". */
const DAYS: Readonly<Record<string, readonly (readonly [name: string, days: number])[]>> = {
  es: [
    ['pasado manana', 2],
    ['antes de ayer', -2],
    ['anteayer', -2],
    ['hoy', 0],
    ['manana', 1],
    ['ayer', -1],
  ],
  en: [
    ['day after tomorrow', 2],
    ['day before yesterday', -2],
    ['today', 0],
    ['tomorrow', 1],
    ['yesterday', -1],
  ],
  ca: [
    ['dema passat', 2],
    ['abans d ahir', -2],
    ['avui', 0],
    ['dema', 1],
    ['ahir', -1],
  ],
  gl: [
    ['pasado mana', 2],
    ['antonte', -2],
    ['hoxe', 0],
    ['mana', 1],
    ['onte', -1],
  ],
  eu: [
    ['etzi', 2],
    ['herenegun', -2],
    ['gaur', 0],
    ['bihar', 1],
    ['atzo', -1],
  ],
  pt: [
    ['depois de amanha', 2],
    ['anteontem', -2],
    ['hoje', 0],
    ['amanha', 1],
    ['ontem', -1],
  ],
};

/** Endings that Basque puts behind a month: martxoaren, martxoak. */
const MONTH_ENDING = /(?:aren|ren|ak|an|a)$/;

export interface DateScene {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly order: 'dmy' | 'mdy' | 'ymd';
  /** Only days in the past, or in the future, are asked for: they settle a year that was not said. */
  readonly past?: boolean | undefined;
  readonly future?: boolean | undefined;
}

const DAY_MS = 24 * 3_600_000;

/** A spoken day as 2026-03-15; whether there is such a day is for the check to say. Undefined when no day was understood. */
export function readSpokenDate(text: string, language: string, scene: DateScene): string | undefined {
  const plain = plainText(text);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: scene.timeZone }).format(scene.nowMs);
  const relative = DAYS[bareLanguage(language)]?.find(([name]) => ` ${plain} `.includes(` ${name} `));
  const words = plain.split(' ');
  const at = words.findIndex((word) => monthOf(word, language) !== undefined);
  if (at < 0 && relative) return new Date(Date.parse(`${today}T00:00:00Z`) + relative[1] * DAY_MS).toISOString().slice(0, 10);
  const before = readSpokenNumbers(words.slice(0, Math.max(0, at)).join(' '), language).groups.map(Number);
  const after = readSpokenNumbers(words.slice(at + 1).join(' '), language).groups.map(Number);
  const parts = at < 0 ? ordered(after, scene.order) : split(before, after);
  if (!parts) return undefined;
  const month = at < 0 ? parts.month : monthOf(words[at] ?? '', language);
  return month === undefined ? undefined : withYear(parts.day, month, parts.year, today, scene);
}

function monthOf(word: string, language: string): number | undefined {
  const bare = bareLanguage(language) === 'eu' ? word.replace(MONTH_ENDING, '') : word;
  const index = (MONTHS[bareLanguage(language)] ?? []).findIndex((names) => names.split('/').includes(bare));
  return index < 0 ? undefined : index + 1;
}

interface Parts {
  readonly day: number;
  readonly month?: number;
  readonly year?: number;
}

/** Day and year around the name of a month: whatever can't be a day is the year. */
function split(before: readonly number[], after: readonly number[]): Parts | undefined {
  const all = [...before, ...after];
  const long = all.find((value) => value >= 1000);
  if (long !== undefined) {
    const [day] = all.filter((value) => value !== long);
    return day === undefined ? undefined : { day, year: long };
  }
  const [day, rest] = before.length > 0 ? [before.at(-1), after] : [after[0], after.slice(1)];
  if (day === undefined) return undefined;
  return rest.length === 0 ? { day } : { day, year: yearOf(rest) };
}

/** Nineteen eighty-four: two numbers of two digits. */
function yearOf(parts: readonly number[]): number {
  return Number(parts.map((part, index) => (index > 0 ? String(part).padStart(2, '0') : String(part))).join(''));
}

/** Three numbers in the order that is asked for. */
function ordered(values: readonly number[], order: DateScene['order']): Parts | undefined {
  if (values.length < 3 || values.length > 4) return undefined;
  const year = order === 'ymd' ? values.slice(0, values.length - 2) : values.slice(2);
  const [a = 0, b = 0] = order === 'ymd' ? values.slice(-2) : values;
  return order === 'dmy' ? { day: a, month: b, year: yearOf(year) } : { day: b, month: a, year: yearOf(year) };
}

function withYear(day: number, month: number, said: number | undefined, today: string, scene: DateScene): string {
  const thisYear = Number(today.slice(0, 4));
  const iso = (year: number) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (said === undefined) {
    if (scene.past && iso(thisYear) > today) return iso(thisYear - 1);
    return iso(scene.future && iso(thisYear) < today ? thisYear + 1 : thisYear);
  }
  if (said >= 100) return iso(said);
  const century = thisYear - (thisYear % 100);
  return iso(scene.past && iso(century + said) > today ? century - 100 + said : century + said);
}
