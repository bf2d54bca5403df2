import { expect, it } from 'vitest';
import { dayOf, spanOfDay } from '../../src/reporting/day-span.ts';

const HOUR_MS = 3_600_000;

it('a day begins and ends at midnight of its time zone', () => {
  expect(spanOfDay('2026-11-20', 'Europe/Madrid')).toEqual({
    fromMs: Date.parse('2026-11-19T23:00Z'),
    toMs: Date.parse('2026-11-20T23:00Z'),
  });
  expect(dayOf(Date.parse('2026-11-19T23:00Z'), 'Europe/Madrid')).toBe('2026-11-20');
  expect(dayOf(Date.parse('2026-11-19T22:59:59.999Z'), 'Europe/Madrid')).toBe('2026-11-19');
});

it.each([
  ['2026-03-29', 23],
  ['2026-10-25', 25],
  ['2026-06-01', 24],
])('%s has %i hours in Madrid', (day, hours) => {
  const { fromMs, toMs } = spanOfDay(day, 'Europe/Madrid');
  expect((toMs - fromMs) / HOUR_MS).toBe(hours);
});
