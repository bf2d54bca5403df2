import { Temporal } from 'temporal-polyfill';
import { HOLIDAY_TABLES, type HolidayRule } from './holiday-tables.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The public holidays of a year in a country, or in a region of it: the name's key by day, `YYYY-MM-DD`. Pure. */
export function holidaysOfYear(country: string, region: string | undefined, year: number): ReadonlyMap<string, string> {
  const table = HOLIDAY_TABLES[country];
  const found = new Map<string, string>();
  if (!table) return found;
  const rules = table.rules.filter((rule) => holdsIn(rule, region));
  for (const each of [year - 1, year, year + 1]) {
    const days = rules.flatMap((rule) => {
      const day = dayOfRule(rule, each);
      return day ? [[day, rule.id] as const] : [];
    });
    const all = new Map(days.map(([day, id]) => [day.toString(), id]));
    if (table.weekend) addWorkdays(all, days, table.weekend);
    for (const [day, id] of all) if (day.startsWith(`${year}-`) && !found.has(day)) found.set(day, id);
  }
  return found;
}

function holdsIn({ in: regions, notIn }: HolidayRule, region: string | undefined): boolean {
  if (region === undefined) return regions === undefined;
  return (regions === undefined || regions.includes(region)) && !notIn?.includes(region);
}

function dayOfRule({ on, since }: HolidayRule, year: number): Temporal.PlainDate | undefined {
  if (since !== undefined && year < since) return undefined;
  if (/^\d{4}-/.test(on)) return on.startsWith(`${year}-`) ? Temporal.PlainDate.from(on) : undefined;
  const [, days] = /^easter([+-]\d+)$/.exec(on) ?? [];
  if (days !== undefined) return easterSunday(year).add({ days: Number(days) });
  const [, nthDay = '', nth, month] = /^(\w{3})#(-?\d) (\d{2})$/.exec(on) ?? [];
  if (month !== undefined) return nthWeekday(year, Number(month), WEEKDAYS.indexOf(nthDay) + 1, Number(nth));
  const [, weekday = '', limit] = /^(\w{3})<(\d{2}-\d{2})$/.exec(on) ?? [];
  if (limit === undefined) return Temporal.PlainDate.from(`${year}-${on}`);
  const last = Temporal.PlainDate.from(`${year}-${limit}`).subtract({ days: 1 });
  return last.subtract({ days: (last.dayOfWeek - (WEEKDAYS.indexOf(weekday) + 1) + 7) % 7 });
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  if (nth > 0) return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) });
  const last = first.with({ day: first.daysInMonth });
  return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 });
}

/** Easter Sunday of the Western churches, by the Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 });
}

/** A holiday on a weekend also gives a day off in the week; one that is a holiday already goes to the next. */
function addWorkdays(
  all: Map<string, string>,
  days: readonly (readonly [Temporal.PlainDate, string])[],
  rule: 'next-workday' | 'nearest-workday',
): void {
  const inOrder = days.toSorted(([a], [b]) => Temporal.PlainDate.compare(a, b));
  for (const [day, id] of inOrder) {
    if (day.dayOfWeek < 6) continue;
    if (rule === 'nearest-workday') {
      all.set(day.add({ days: day.dayOfWeek === 6 ? -1 : 1 }).toString(), id);
      continue;
    }
    let instead = day;
    while (instead.dayOfWeek > 5 || all.has(instead.toString())) instead = instead.add({ days: 1 });
    all.set(instead.toString(), id);
  }
}
