import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactTable, readContactHours } from '../../src/rules/contact-hours.ts';
import { CONTACT_HOURS, isContactHour, zonesOf } from '../../src/rules/quiet-hours.ts';
import { checkParameters } from '../../src/rules/settings.ts';
import { nextSuitableHour } from '../../src/rules/suitable-hour.ts';

const fault = (row: string) => {
  const read = readContactHours(row);
  return 'fault' in read ? read.fault : undefined;
};

describe('hours of contact that an administrator writes', () => {
  it('are a country, its zones, and days with their hours; days that are not named have none', () => {
    expect(readContactHours('PT Europe/Lisbon mon-fri 09:00-13:00 14:00-21:00 sat 10:00-13:00')).toMatchObject({
      country: 'PT',
      hours: {
        zones: ['Europe/Lisbon'],
        days: {
          1: [
            [540, 780],
            [840, 1260],
          ],
          6: [[600, 780]],
          7: [],
        },
      },
    });
    expect(readContactHours('BR America/Sao_Paulo America/Manaus sat-mon 08:00-24:00')).toMatchObject({
      hours: { zones: ['America/Sao_Paulo', 'America/Manaus'], days: { 1: [[480, 1440]], 2: [], 6: [[480, 1440]], 7: [[480, 1440]] } },
    });
  });

  it.each([
    ['Portugal Europe/Lisbon mon 09:00-21:00', /two capital letters/],
    ['PT mon 09:00-21:00', /time zone is missing/],
    ['PT Europe/Lisboa mon 09:00-21:00', /"Europe\/Lisboa" is neither/],
    ['PT Europe/Lisbon', /Days with their hours are missing/],
    ['PT Europe/Lisbon mon', /has no hours/],
    ['PT Europe/Lisbon mon tue 09:00-21:00', /has no hours/],
    ['PT Europe/Lisbon mon 21:00-09:00', /neither a day/],
    ['PT Europe/Lisbon mon 9-21', /neither a day/],
    ['PT Europe/Lisbon mon-fri 09:00-21:00 fri 10:00-11:00', /"fri" is named twice/],
    ['PT Europe/Lisbon mon 09:00-13:00 12:00-14:00', /overlaps/],
    ['', /two capital letters/],
  ])('%s is refused, with what is wrong and how it is written', (row, what) => {
    expect(fault(row)).toMatch(what);
    expect(fault(row)).toContain('PT Europe/Lisbon mon-fri');
    expect(checkParameters('do-not-disturb', { countries: [row] }).ok).toBe(false);
  });

  it('whatever is written never throws', () => {
    const words = fc.constantFrom('PT', 'ES', 'Europe/Lisbon', 'mon', 'mon-fri', '09:00-21:00', '24:00-25:00', '-', 'x');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(' ')),
        ),
        (row) => void readContactHours(row),
      ),
    );
  });

  it('go before the table that comes with the service, country by country; a country is named once', () => {
    const table = contactTable(['ES Atlantic/Canary mon-sun 10:00-12:00', 'PT Europe/Lisbon mon 09:00-10:00']);
    expect(table.FR).toBe(CONTACT_HOURS.FR);
    expect(isContactHour('ES', { weekday: 7, minutes: 660 }, table)).toBe(true);
    expect(isContactHour('ES', { weekday: 1, minutes: 900 }, table)).toBe(false);
    expect(zonesOf('ES', '928111222', table)).toEqual(['Atlantic/Canary']);
    const twice = { countries: ['PT Europe/Lisbon mon 09:00-10:00', 'PT Europe/Lisbon tue 09:00-10:00'] };
    expect(checkParameters('do-not-disturb', twice)).toMatchObject({ ok: false });
  });

  it('hold for reminders and messages after a call to a country that had no row', () => {
    const rules = { fromHour: 8, toHour: 20, timeZone: 'Europe/Madrid' };
    const place = { to: '+351912345678', entryNumber: '+34910000000', rules };
    const monday = Date.parse('2026-11-23T06:00:00Z');
    expect(nextSuitableHour(place, monday, monday + 86_400_000)).toBe('zone-unknown');
    const table = contactTable(['PT Europe/Lisbon mon-fri 09:30-21:00']);
    expect(nextSuitableHour({ ...place, table }, monday, monday + 86_400_000)).toBe(Date.parse('2026-11-23T09:30:00Z'));
  });
});
