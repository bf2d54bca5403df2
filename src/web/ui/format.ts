import { useMemo } from 'react';
import { useIntl } from 'react-intl';

/** Numbers, times and spans as the language of the page writes them. */
export interface Format {
  number(value: number): string;
  /** 14:05 */
  clock(atMs: number): string;
  dateTime(atMs: number): string;
  /** By the clock of a time zone, with the day of the week: Mon 9 Mar, 09:00. */
  dateTimeIn(atMs: number, timeZone: string): string;
  day(atMs: number): string;
  /** 1 is Monday, 7 Sunday; as it begins a line. */
  weekday(day: number): string;
  /** 45 s, 3 min, 2 h 05 min: for how long. */
  span(seconds: number): string;
  /** 0:45, 12:07: a time that runs. */
  stopwatch(seconds: number): string;
  /** The share as a percentage with at most one decimal. */
  percent(share: number): string;
  language(tag: string): string;
}

/** Noon of a Sunday, UTC. */
const A_SUNDAY_MS = Date.UTC(2024, 0, 7, 12);
const DAY_MS = 86_400_000;

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

const pad = (n: number) => String(n).padStart(2, '0');

function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.round(whole / 60)} min`;
  const hours = Math.floor(whole / 3600);
  if (hours >= 48) return `${Math.round(hours / 24)} d`;
  return `${hours} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}

function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

export function useFormat(): Format {
  const intl = useIntl();
  return useMemo(() => {
    const languages = new Intl.DisplayNames([intl.locale], { type: 'language', fallback: 'code' });
    return {
      number: (value) => intl.formatNumber(value),
      clock: (atMs) => intl.formatTime(atMs, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      dateTime: (atMs) => intl.formatDate(atMs, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
      dateTimeIn: (atMs, timeZone) =>
        intl.formatDate(atMs, {
          timeZone,
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }),
      day: (atMs) => intl.formatDate(atMs, { dateStyle: 'medium' }),
      weekday: (day) => capital(intl.formatDate(A_SUNDAY_MS + day * DAY_MS, { weekday: 'long', timeZone: 'UTC' })),
      span,
      stopwatch,
      percent: (share) => intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 1 }),
      language: (tag) => languages.of(tag) ?? tag,
    };
  }, [intl]);
}
