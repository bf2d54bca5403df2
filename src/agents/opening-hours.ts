import { openingAt } from '../base/wall-hours.ts';

/** When the desk is usually staffed. Weekdays 1 (Monday) to 7; times `HH:MM` in the time zone; "24:00" is midnight at the end. */
export interface OpeningHours {
  readonly timeZone: string;
  readonly days: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
}

/** When the desk opens next by its hours, ms; undefined while it should be open now or when it never opens. Pure. */
export function nextOpening({ timeZone, days }: OpeningHours, nowMs: number): number | undefined {
  const opening = openingAt({ timeZone, stretchesOn: (day) => days[String(day.dayOfWeek)] ?? [] }, nowMs, 7);
  return opening.open ? undefined : opening.opensAtMs;
}
