import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOpeningHours, isTimeZone } from '../../src/agents/check-opening-hours.ts';
import { nextOpening } from '../../src/agents/opening-hours.ts';

const clock = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((n) => {
  return `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;
});

describe('hours', () => {
  it('that touch each other are no overlap', () => {
    const touching = [
      ['14:00', '18:00'],
      ['09:00', '14:00'],
    ] as const;
    expect(checkOpeningHours({ 1: touching })).toEqual([]);
  });

  it('are told by their place as they were given', () => {
    const given = [
      ['12:00', '15:00'],
      ['20:00', '19:00'],
      ['09:00', '13:00'],
      ['later', '24:00'],
    ] as const;
    expect(checkOpeningHours({ 3: given })).toEqual([
      { day: '3', index: 0, code: 'overlap' },
      { day: '3', index: 1, code: 'backwards' },
      { day: '3', index: 3, code: 'not-a-time' },
    ]);
  });

  it('without a problem open at their beginning', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), clock, fc.oneof(clock, fc.constant('24:00')), (day, from, to) => {
        const hours = { timeZone: 'UTC', days: { [day]: [[from, to] as const] } };
        expect(checkOpeningHours(hours.days).length > 0).toBe(from >= to);
        if (from >= to) return;
        // A Monday at midnight, so many days on: the first moment of that weekday.
        const midnight = Date.UTC(2026, 10, 22 + day);
        const opens = midnight + Number(from.slice(0, 2)) * 3_600_000 + Number(from.slice(3)) * 60_000;
        expect(nextOpening(hours, opens)).toBeUndefined();
        expect(nextOpening(hours, opens - 1)).toBe(opens);
      }),
    );
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Madrid', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Europe/Nowhere', false],
    ['', false],
  ])('"%s": %s', (name, is) => {
    expect(isTimeZone(name)).toBe(is);
  });
});
