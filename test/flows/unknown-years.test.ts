import { expect, it } from 'vitest';
import { Calendar } from '../../src/flows/calendar.ts';
import { unknownYears } from '../../src/flows/holidays/unknown-years.ts';

const week = { monday: ['09:00-14:00'] };
const of = (more: object) => ({ office: Calendar.parse({ timeZone: 'Europe/Madrid', week, ...more }) });
const at = (iso: string) => Date.parse(iso);
const MADRID = { holidays: [{ country: 'ES', region: 'MD' }] };

it('the days that a community moves are known through 2026; in December, and after it, the next year is asked for', () => {
  expect(unknownYears(of(MADRID), at('2026-11-30T22:59:00Z'))).toEqual([]);
  // Midnight in Madrid.
  expect(unknownYears(of(MADRID), at('2026-11-30T23:00:00Z'))).toEqual([{ calendar: 'office', country: 'ES', year: 2027 }]);
  expect(unknownYears(of(MADRID), at('2027-06-01T10:00:00Z'))).toEqual([{ calendar: 'office', country: 'ES', year: 2027 }]);
  expect(unknownYears(of(MADRID), at('2027-12-31T10:00:00Z')).map(({ year }) => year)).toEqual([2027, 2028]);
});

it('an own day of that year says that somebody wrote them; one of every year does not', () => {
  expect(unknownYears(of({ ...MADRID, days: [{ date: '2027-03-19' }] }), at('2027-06-01T10:00:00Z'))).toEqual([]);
  expect(unknownYears(of({ ...MADRID, days: [{ date: '12-24' }] }), at('2027-06-01T10:00:00Z'))).toHaveLength(1);
});

it('countries whose days are all computed, and Spain without a community, are never asked for', () => {
  expect(unknownYears(of({ holidays: [{ country: 'DE', region: 'BY' }, { country: 'ES' }] }), at('2031-12-05T10:00:00Z'))).toEqual([]);
  expect(unknownYears(of({}), at('2031-12-05T10:00:00Z'))).toEqual([]);
});

it('the holidays of an exception count as well', () => {
  const exceptions = [{ queues: ['billing'], ...MADRID }];
  expect(unknownYears(of({ exceptions }), at('2027-06-01T10:00:00Z'))).toHaveLength(1);
});
