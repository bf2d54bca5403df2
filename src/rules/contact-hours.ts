import { CONTACT_HOURS, type ContactHours } from './quiet-hours.ts';

/** When people of which country may be written to or called, by ISO 3166. */
export type ContactTable = Readonly<Record<string, ContactHours>>;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const EXAMPLE = 'PT Europe/Lisbon mon-fri 09:00-21:00 sat 10:00-13:00';

type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
type Span = readonly [from: number, to: number];

/** A row as an administrator writes it, or what is wrong with it. */
export type ReadRow = { readonly country: string; readonly hours: ContactHours } | { readonly fault: string };

/**
 * Reads `ES Europe/Madrid mon-fri 09:00-21:00 sat 10:00-13:00 15:00-18:00`: a country, its time zones, then days, each with the
 * hours in which contact is fine. Days that are not named have none. Pure.
 */
export function readContactHours(line: string): ReadRow {
  const fault = (what: string): ReadRow => ({ fault: `${what}. Write it such as: ${EXAMPLE}` });
  const [country = '', ...words] = line.trim().split(/\s+/);
  if (!/^[A-Z]{2}$/.test(country)) return fault('It begins with two capital letters for the country');
  const firstDay = words.findIndex((word) => daysOf(word) !== undefined);
  const zones = firstDay < 0 ? words : words.slice(0, firstDay);
  const unknown = zones.find((zone) => !isZone(zone));
  if (unknown !== undefined) return fault(`"${unknown.slice(0, 40)}" is neither a time zone nor a day`);
  if (zones.length === 0) return fault('A time zone is missing after the country');
  const days: Partial<Record<Weekday, readonly Span[]>> = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
  const named = new Set<Weekday>();
  let open: readonly Weekday[] = [];
  for (const word of words.slice(zones.length)) {
    const next = daysOf(word);
    const span = spanOf(word);
    if (next) {
      if (open.some((day) => days[day]?.length === 0)) return fault('A day has no hours; leave it out instead');
      const twice = next.find((day) => named.has(day));
      if (twice !== undefined) return fault(`"${DAYS[twice - 1]}" is named twice`);
      for (const day of next) named.add(day);
      open = next;
    } else if (span) {
      for (const day of open) {
        if (days[day]?.some(([from, to]) => span[0] < to && from < span[1])) return fault(`"${word}" overlaps other hours of the day`);
        days[day] = [...(days[day] ?? []), span];
      }
    } else return fault(`"${word.slice(0, 40)}" is neither a day such as mon or mon-fri nor hours such as 09:00-21:00`);
  }
  if (named.size === 0) return fault('Days with their hours are missing');
  if (open.some((day) => days[day]?.length === 0)) return fault('A day has no hours; leave it out instead');
  const prefixes = CONTACT_HOURS[country]?.zoneOfPrefix;
  return { country, hours: { zones, days, source: 'as the administrator wrote it', ...(prefixes && { zoneOfPrefix: prefixes }) } };
}

/** `mon`, `mon-fri` or `sat-mon` as weekdays. */
function daysOf(word: string): readonly Weekday[] | undefined {
  const [first = '', last = first, ...more] = word.split('-');
  const from = DAYS.indexOf(first);
  const to = DAYS.indexOf(last);
  if (from < 0 || to < 0 || more.length > 0) return undefined;
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, n) => (((from + n) % 7) + 1) as Weekday);
}

function spanOf(word: string): Span | undefined {
  const found = SPAN.exec(word);
  if (!found) return undefined;
  const from = Number(found[1]) * 60 + Number(found[2]);
  const to = found[3] === '24:00' ? 24 * 60 : Number(found[4]) * 60 + Number(found[5]);
  return from < to ? [from, to] : undefined;
}

function isZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z_+\-/0-9]+$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const tables = new WeakMap<readonly string[], ContactTable>();

/** The table with the rows that an administrator wrote: they go before those that come with it. Rows with faults are left out. */
export function contactTable(rows: readonly string[]): ContactTable {
  const known = tables.get(rows);
  if (known) return known;
  const own = rows.flatMap((row) => {
    const read = readContactHours(row);
    return 'fault' in read ? [] : [[read.country, read.hours] as const];
  });
  const table = { ...CONTACT_HOURS, ...Object.fromEntries(own) };
  tables.set(rows, table);
  return table;
}
