import { dayOf, momentOf, openingAt } from '../../base/wall-hours.ts';
import type { DeskHours } from '../../channels/outlook.ts';
import { createCalendarReader } from '../calendar-state.ts';
import { calendarsNamed } from '../calendar-uses.ts';
import type { Flow } from '../flow.ts';

/** A stretch of one weekday, 1 (Monday) to 7, in minutes from midnight. */
export interface WeekStretch {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** Hours are compared at every quarter of an hour. */
const STEP_MINUTES = 15;
const DAYS = 7;
const DAY_MS = 24 * 3_600_000;

/** When a moment of the coming seven days is asked: is it open then? */
export type IsOpen = (atMs: number) => boolean;

/** The hours of the telephone: those calendars that the call side asks; a flow that asks none answers at any hour. */
export function phoneHours(flow: Flow): IsOpen {
  const readers = [...calendarsNamed(flow.call)].flatMap((name) => {
    const calendar = flow.calendars?.[name];
    return calendar ? [createCalendarReader(calendar, flow.timeZone)] : [];
  });
  const language = flow.languages[0] ?? 'en';
  return (atMs) => readers.length === 0 || readers.some((reader) => reader.stateAt(atMs, { language }).open);
}

/** The hours of the desk, known for the coming seven days. */
export function deskHours({ timeZone, days }: DeskHours, nowMs: number): IsOpen {
  const hours = { timeZone, stretchesOn: (day: { readonly dayOfWeek: number }) => days[String(day.dayOfWeek)] ?? [] };
  const untilMs = nowMs + (DAYS + 1) * DAY_MS;
  const opened: (readonly [fromMs: number, toMs: number])[] = [];
  for (let atMs: number | undefined = nowMs - DAY_MS; atMs !== undefined && atMs < untilMs; ) {
    const opening = openingAt(hours, atMs, DAYS);
    if (opening.open) opened.push([atMs, opening.closesAtMs ?? untilMs]);
    atMs = opening.open ? opening.closesAtMs : opening.opensAtMs;
  }
  return (atMs) => opened.some(([fromMs, toMs]) => atMs >= fromMs && atMs < toMs);
}

/** The stretches of the coming seven days in which something holds, by the clock of the zone. Pure. */
export function stretchesWhere(holds: IsOpen, nowMs: number, timeZone: string): readonly WeekStretch[] {
  const found: WeekStretch[] = [];
  for (let ahead = 0; ahead < DAYS; ahead += 1) {
    const day = dayOf(nowMs, timeZone).add({ days: ahead });
    const midnight = momentOf(day, '00:00', timeZone);
    const isWhole = momentOf(day, '24:00', timeZone) - midnight === DAY_MS;
    // On the day on which the clock changes, every time is looked up on the wall.
    const atMinute = (minute: number) => (isWhole ? midnight + minute * 60_000 : momentOf(day, clock(minute), timeZone));
    let from: number | undefined;
    for (let minute = 0; minute <= 24 * 60; minute += STEP_MINUTES) {
      const isIn = minute < 24 * 60 && holds(atMinute(minute));
      if (isIn) from ??= minute;
      else if (from !== undefined) {
        found.push({ day: day.dayOfWeek, from, to: minute });
        from = undefined;
      }
    }
  }
  return found.sort((a, b) => a.day - b.day || a.from - b.from);
}

/** `Mon–Fri 08:00–09:00, Sat 08:00–14:00` in a language. */
export function weekText(stretches: readonly WeekStretch[], language: string): string {
  const byTime = new Map<string, number[]>();
  for (const { day, from, to } of stretches) {
    const time = `${clock(from)}–${clock(to)}`;
    byTime.set(time, [...(byTime.get(time) ?? []), day]);
  }
  return [...byTime].map(([time, days]) => `${daysText(days, language)} ${time}`).join(', ');
}

function daysText(days: readonly number[], language: string): string {
  const runs: number[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day: number) => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
  return runs.map((run) => (run.length > 2 ? `${name(run[0] ?? 1)}–${name(run.at(-1) ?? 1)}` : run.map(name).join(', '))).join(', ');
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
