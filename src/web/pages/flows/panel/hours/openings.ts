import type { Calendar } from '../../../../../flows/calendar.ts';
import { createCalendarReader } from '../../../../../flows/calendar-state.ts';

/** A time that it is open, ms; without an end it is open for as long as was looked. */
export interface OpenTime {
  readonly fromMs: number;
  readonly toMs?: number;
}

const MINUTE_MS = 60_000;
const LOOK_AHEAD_MS = 8 * 24 * 60 * MINUTE_MS;

/**
 * The next times that a calendar is open, as the service itself reads it: the one that lasts now first. Closing times are found
 * to the minute, which is as finely as calendars are written. Pure.
 */
export function nextOpenings(calendar: Calendar, flowZone: string, language: string, nowMs: number, count: number): readonly OpenTime[] {
  const reader = createCalendarReader(calendar, flowZone);
  const stateAt = (atMs: number) => reader.stateAt(atMs, { language });
  const found: OpenTime[] = [];
  let atMs = nowMs;
  while (found.length < count) {
    const state = stateAt(atMs);
    const fromMs = state.open ? atMs : state.opensAtMs;
    if (fromMs === undefined) break;
    const until = closingAfter(fromMs, (ms) => stateAt(ms).open);
    found.push({ fromMs, ...(until !== undefined && { toMs: until }) });
    if (until === undefined) break;
    atMs = until;
  }
  return found;
}

function closingAfter(fromMs: number, isOpen: (atMs: number) => boolean): number | undefined {
  const first = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (let atMs = first; atMs < fromMs + LOOK_AHEAD_MS; atMs += MINUTE_MS) if (!isOpen(atMs)) return atMs;
  return undefined;
}
