import { describe, expect, it } from 'vitest';
import { nextOpenings } from '../../../src/web/pages/flows/panel/hours/openings.ts';

const at = (text: string) => Date.parse(text);
const HOUR = 3_600_000;

describe('the next openings', () => {
  it('are those of the week, over midnight and without what a holiday closes', () => {
    const calendar = {
      week: { monday: ['09:00-14:00', '16:00-19:30'], tuesday: ['22:00-06:00'] },
      days: [{ date: '2026-03-16', open: [] }],
    };
    // Monday 9 March 2026, 12:00 in Madrid; the Monday after it is an own day.
    const found = nextOpenings(calendar, 'Europe/Madrid', 'es', at('2026-03-09T12:00:00+01:00'), 4);
    expect(found).toEqual([
      { fromMs: at('2026-03-09T12:00:00+01:00'), toMs: at('2026-03-09T14:00:00+01:00') },
      { fromMs: at('2026-03-09T16:00:00+01:00'), toMs: at('2026-03-09T19:30:00+01:00') },
      { fromMs: at('2026-03-10T22:00:00+01:00'), toMs: at('2026-03-11T06:00:00+01:00') },
      { fromMs: at('2026-03-17T22:00:00+01:00'), toMs: at('2026-03-18T06:00:00+01:00') },
    ]);
  });

  it('follow the zone of the calendar and the change to summer time', () => {
    const calendar = { timeZone: 'Atlantic/Canary', week: { sunday: ['00:00-06:00'] } };
    const [first] = nextOpenings(calendar, 'Europe/Madrid', 'es', at('2026-03-28T12:00:00Z'), 1);
    expect((first?.toMs ?? 0) - (first?.fromMs ?? 0)).toBe(5 * HOUR);
  });

  it('have no end where it never closes, and are none where it never opens', () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    const always = { week: Object.fromEntries(days.map((day) => [day, ['00:00-24:00']])) };
    expect(nextOpenings(always, 'UTC', 'en', 0, 3)).toEqual([{ fromMs: 0 }]);
    expect(nextOpenings({ week: {} }, 'UTC', 'en', 0, 3)).toEqual([]);
  });
});
