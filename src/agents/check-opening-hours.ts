import type { OpeningHours } from './opening-hours.ts';

/** What is wrong with one span of a day: `backwards` ends before it begins, `overlap` runs into the one before it. */
export interface HoursProblem {
  readonly day: string;
  /** Of the span in its day, from 0. */
  readonly index: number;
  readonly code: 'not-a-time' | 'backwards' | 'overlap';
}

const BEGINS = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Every span that can't be: times are `HH:MM`, "24:00" only at the end; spans of a day don't overlap, in any order. Pure. */
export function checkOpeningHours(days: OpeningHours['days']): HoursProblem[] {
  return Object.entries(days).flatMap(([day, spans]) => {
    const sorted = spans.map(([from, to], index) => ({ from, to, index })).sort((a, b) => a.from.localeCompare(b.from));
    return sorted.flatMap(({ from, to, index }, place): HoursProblem[] => {
      if (!BEGINS.test(from) || !(BEGINS.test(to) || to === '24:00')) return [{ day, index, code: 'not-a-time' }];
      if (from >= to) return [{ day, index, code: 'backwards' }];
      const before = sorted[place - 1];
      return before && before.to > from ? [{ day, index, code: 'overlap' }] : [];
    });
  });
}

/** Is it a time zone by its IANA name, such as Europe/Madrid? */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
