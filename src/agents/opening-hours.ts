import { Temporal } from 'temporal-polyfill';

/** When the desk is usually staffed. Weekdays 1 (Monday) to 7; times `HH:MM` in the time zone; "24:00" is midnight at the end. */
export interface OpeningHours {
  readonly timeZone: string;
  readonly days: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
}

/**
 * When the desk opens next by its hours, ms; undefined while it should be open now or when it never opens. Changes of the
 * clock (summer time) are followed. Pure.
 */
export function nextOpening(hours: OpeningHours, nowMs: number): number | undefined {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(hours.timeZone);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = now.toPlainDate().add({ days: ahead });
    const spans = [...(hours.days[String(day.dayOfWeek)] ?? [])].sort();
    for (const [from, to] of spans) {
      const opens = momentOf(day, from, hours.timeZone);
      if (nowMs >= opens && nowMs < momentOf(day, to, hours.timeZone)) return undefined;
      if (opens > nowMs) return opens;
    }
  }
  return undefined;
}

function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const [date, clock] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time];
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
}
