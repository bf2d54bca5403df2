import { Temporal } from 'temporal-polyfill';

/** A stretch of one day on the wall clock, `HH:MM` to `HH:MM`; "24:00" is midnight at the end. It ends after it begins. */
export type Stretch = readonly [from: string, to: string];

/** Hours as they are written down: by the day and by the clock on the wall. */
export interface WallHours {
  readonly timeZone: string;
  /** The stretches of a day, in any order. */
  readonly stretchesOn: (day: Temporal.PlainDate) => readonly Stretch[];
}

/** Moments are ms; absent when nothing changes within the days that were looked at. */
export type Opening = { readonly open: true; readonly closesAtMs?: number } | { readonly open: false; readonly opensAtMs?: number };

/**
 * Open or closed at a moment, and until when; stretches that touch are one, also across midnight. Changes of the clock
 * (summer time) are followed: a time that does not exist is an hour later, of a time that comes twice the first counts. Pure.
 */
export function openingAt(hours: WallHours, nowMs: number, daysAhead: number): Opening {
  const today = dayOf(nowMs, hours.timeZone);
  let closesAtMs: number | undefined;
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    const day = today.add({ days: ahead });
    for (const [from, to] of [...hours.stretchesOn(day)].sort()) {
      const opens = momentOf(day, from, hours.timeZone);
      const closes = momentOf(day, to, hours.timeZone);
      if (closes <= nowMs) continue;
      if (closesAtMs === undefined && opens > nowMs) return { open: false, opensAtMs: opens };
      if (closesAtMs !== undefined && opens > closesAtMs) return { open: true, closesAtMs };
      closesAtMs = Math.max(closesAtMs ?? 0, closes);
    }
    if (closesAtMs !== undefined && closesAtMs < momentOf(day, '24:00', hours.timeZone)) return { open: true, closesAtMs };
  }
  return { open: closesAtMs !== undefined };
}

/** The day on the wall at a moment. */
export function dayOf(nowMs: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The moment at which a clock on the wall shows this time of this day, ms. */
export function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const [date, clock] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time];
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
}
