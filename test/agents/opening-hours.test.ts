import { describe, expect, it } from 'vitest';
import { nextOpening, type OpeningHours } from '../../src/agents/opening-hours.ts';

const office: OpeningHours = {
  timeZone: 'Europe/Madrid',
  days: Object.fromEntries(
    ['1', '2', '3', '4', '5'].map((day) => [
      day,
      [
        ['09:00', '14:00'],
        ['16:00', '19:00'],
      ],
    ]),
  ),
};
const at = (text: string) => Date.parse(text);

describe('when the desk opens next', () => {
  it.each([
    ['while it is open', '2026-11-23T10:00:00+01:00', undefined],
    ['in the morning before', '2026-11-23T08:59:00+01:00', '2026-11-23T09:00:00+01:00'],
    ['over lunch', '2026-11-23T14:00:00+01:00', '2026-11-23T16:00:00+01:00'],
    ['in the evening', '2026-11-23T19:00:00+01:00', '2026-11-24T09:00:00+01:00'],
    ['over the weekend', '2026-11-27T20:00:00+01:00', '2026-11-30T09:00:00+01:00'],
    ['over the change to summer time', '2026-03-28T12:00:00+01:00', '2026-03-30T09:00:00+02:00'],
  ])('%s', (_, now, wanted) => {
    expect(nextOpening(office, at(now))).toBe(wanted === undefined ? undefined : at(wanted));
  });

  it('is never, where no hours are set', () => {
    expect(nextOpening({ timeZone: 'Europe/Madrid', days: {} }, at('2026-11-23T10:00:00Z'))).toBeUndefined();
  });

  it('knows a day that goes on to midnight', () => {
    const late = { timeZone: 'Europe/Madrid', days: { 1: [['20:00', '24:00']] } } as const;
    expect(nextOpening(late, at('2026-11-23T23:59:00+01:00'))).toBeUndefined();
    expect(nextOpening(late, at('2026-11-24T00:00:00+01:00'))).toBe(at('2026-11-30T20:00:00+01:00'));
  });
});
