import { Temporal } from 'temporal-polyfill';
import type { Span } from './fold-funnel.ts';

/** The day (YYYY-MM-DD) that a moment belongs to in a time zone. */
export function dayOf(ms: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** From midnight to midnight in a time zone; a day can have 23 or 25 hours. Throws RangeError on what is no day. */
export function spanOfDay(day: string, timeZone: string): Span {
  const date = Temporal.PlainDate.from(day);
  const midnight = (of: Temporal.PlainDate) => of.toZonedDateTime(timeZone).epochMilliseconds;
  return { fromMs: midnight(date), toMs: midnight(date.add({ days: 1 })) };
}
