import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../calendar.ts';
import { HOLIDAY_TABLES } from './holiday-tables.ts';

/** Holidays that a government publishes each year, and that nobody has told this calendar for that year. */
export interface UnknownYear {
  readonly calendar: string;
  readonly country: string;
  readonly year: number;
}

/** From December on the next year matters as well: somebody has to read the gazette. */
const LOOKS_AHEAD_FROM_MONTH = 12;

/**
 * The calendars whose holidays of this year, or in December of the next, are not fully known: the country moves some each
 * year, the table does not reach so far, and the calendar has no own day of that year either. Pure.
 */
export function unknownYears(calendars: Readonly<Record<string, Calendar>>, nowMs: number): readonly UnknownYear[] {
  return Object.entries(calendars).flatMap(([calendar, { timeZone = 'UTC', holidays = [], days = [], exceptions = [] }]) => {
    const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
    const years = today.month >= LOOKS_AHEAD_FROM_MONTH ? [today.year, today.year + 1] : [today.year];
    const own = [...days, ...exceptions.flatMap((each) => each.days ?? [])];
    const named = [...holidays, ...exceptions.flatMap((each) => each.holidays ?? [])];
    const countries = new Set(named.flatMap(({ country, region }) => (region === undefined ? [] : [country])));
    return [...countries].flatMap((country) => {
      const through = HOLIDAY_TABLES[country]?.publishedThrough;
      const unknown = years.filter(
        (year) => through !== undefined && year > through && !own.some(({ date }) => date.startsWith(`${year}-`)),
      );
      return unknown.map((year) => ({ calendar, country, year }));
    });
  });
}
