import { describe, expect, it } from 'vitest';
import { holidayName } from '../../src/flows/holidays/holiday-names.ts';
import { HOLIDAY_TABLES } from '../../src/flows/holidays/holiday-tables.ts';
import { holidaysOfYear } from '../../src/flows/holidays/holidays-of-year.ts';

const daysOf = (country: string, region: string | undefined, year: number) =>
  [...holidaysOfYear(country, region, year).keys()].sort().map((day) => day.slice(5));

describe('public holidays', () => {
  it.each([
    // BOE-A-2025-21667; what falls on a Sunday is closed as well.
    ['ES', 'MD', 2026, '01-01 01-06 04-02 04-03 05-01 05-02 08-15 10-12 11-01 11-02 12-06 12-07 12-08 12-25'],
    ['ES', 'CT', 2026, '01-01 01-06 04-03 04-06 05-01 06-24 08-15 09-11 10-12 11-01 12-06 12-08 12-25 12-26'],
    ['ES', undefined, 2026, '01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25'],
    ['PT', '30', 2026, '01-01 04-03 04-05 04-25 05-01 06-04 06-10 07-01 08-15 10-05 11-01 12-01 12-08 12-25 12-26'],
    ['FR', '67', 2027, '01-01 03-26 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25 12-26'],
    ['DE', 'SN', 2026, '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26'],
    ['DE', 'BY', 2026, '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26'],
    ['IT', undefined, 2026, '01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26'],
    // gov.uk/bank-holidays, with the substitute days of weekends.
    ['GB', 'ENG', 2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28'],
    ['GB', 'SCT', 2028, '01-01 01-02 01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26'],
    ['GB', 'NIR', 2026, '01-01 03-17 04-03 04-06 05-04 05-25 07-12 07-13 08-31 12-25 12-26 12-28'],
    // opm.gov: Saturday is observed on Friday, Sunday on Monday, also across the year.
    ['US', undefined, 2027, '01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31'],
  ])('of %s %s in %i', (country, region, year, days) => {
    expect(daysOf(country, region, year).join(' ')).toBe(days);
  });

  it('begin in the year from which the law has them', () => {
    expect(daysOf('IT', undefined, 2025)).not.toContain('10-04');
  });

  it('all have a name, and rules that give a day, in every country and region', () => {
    for (const [country, { rules, regions }] of Object.entries(HOLIDAY_TABLES)) {
      for (const { id } of rules) expect(holidayName(id, 'en'), `${country} ${id}`).toBeTruthy();
      for (const { in: only = [], notIn = [] } of rules) expect(regions).toEqual(expect.arrayContaining([...only, ...notIn]));
      for (const region of [undefined, ...regions]) expect(holidaysOfYear(country, region, 2027).size).toBeGreaterThan(5);
    }
  });

  it('are named in the language that is asked for, else in one of the country', () => {
    expect(holidayName('christmas', 'ca')).toBe('Nadal');
    expect(holidayName('christmas', 'pt-BR')).toBe('Natal');
    expect(holidayName('es-andalusia', 'de')).toBe('el Día de Andalucía');
  });
});
