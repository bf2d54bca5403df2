import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../src/flows/calendar.ts';
import { createCalendarReader } from '../../src/flows/calendar-state.ts';

const at = (text: string) => Date.parse(text);
const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const office = Object.fromEntries(WORKDAYS.map((day) => [day, ['09:00-14:00', '16:00-19:00']]));
const nights = { ...office, friday: ['22:00-06:00'] };

function reader(calendar: Record<string, unknown>) {
  const read = createCalendarReader(Calendar.parse(calendar), 'Europe/Madrid');
  return (now: string, about: { queue?: string; language?: string } = {}) => read.stateAt(at(now), { language: 'es', ...about });
}

const shut = (opens: string) => ({ open: false, opensAtMs: at(opens) });

describe('a calendar', () => {
  it.each([
    ['in the morning', '2026-11-23T09:00:00+01:00', { open: true }],
    ['at lunch', '2026-11-23T14:00:00+01:00', shut('2026-11-23T16:00:00+01:00')],
    ['in the afternoon', '2026-11-23T18:59:59+01:00', { open: true }],
    ['in the evening', '2026-11-23T19:00:00+01:00', shut('2026-11-24T09:00:00+01:00')],
    ['at the weekend', '2026-11-28T12:00:00+01:00', shut('2026-11-30T09:00:00+01:00')],
    ['before summer time begins', '2026-03-27T20:00:00+01:00', shut('2026-03-30T09:00:00+02:00')],
    ['before it ends', '2026-10-23T20:00:00+02:00', shut('2026-10-26T09:00:00+01:00')],
  ])('knows several intervals a day: %s', (_, now, state) => {
    expect(reader({ week: office })(now)).toEqual(state);
  });

  it('runs across midnight, also from Sunday into Monday', () => {
    const night = reader({ week: { ...nights, sunday: ['22:00-02:00'] } });
    expect(night('2026-11-28T05:59:00+01:00')).toEqual({ open: true });
    expect(night('2026-11-28T06:00:00+01:00')).toEqual(shut('2026-11-29T22:00:00+01:00'));
    expect(night('2026-11-30T01:59:00+01:00')).toEqual({ open: true });
  });

  it('may be open day and night', () => {
    const always = reader({ week: Object.fromEntries([...WORKDAYS, 'saturday', 'sunday'].map((day) => [day, ['00:00-24:00']])) });
    for (const now of ['2026-11-22T23:59:59+01:00', '2026-11-23T00:00:00+01:00', '2026-03-29T02:30:00+01:00']) {
      expect(always(now)).toEqual({ open: true });
    }
  });

  it('follows the changes of the clock: a night shift has an hour less or more', () => {
    const night = reader({ week: { saturday: ['22:00-06:00'] } });
    const minutesOpen = (from: string, until: string) => {
      let minutes = 0;
      for (let ms = at(from); ms < at(until); ms += 60_000) if (night(new Date(ms).toISOString()).open) minutes += 1;
      return minutes;
    };
    expect(minutesOpen('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(7 * 60);
    expect(minutesOpen('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(9 * 60);
    expect(minutesOpen('2026-11-21T12:00:00Z', '2026-11-22T12:00:00Z')).toBe(8 * 60);
  });

  it('keeps its own time zone', () => {
    const canaries = reader({ week: office, timeZone: 'Atlantic/Canary' });
    expect(canaries('2026-11-23T09:30:00+01:00')).toEqual(shut('2026-11-23T09:00:00+00:00'));
  });

  it('is closed on the public holidays of its country and region, all day', () => {
    const madrid = reader({ week: nights, holidays: [{ country: 'ES', region: 'MD' }] });
    expect(madrid('2026-12-08T10:00:00+01:00')).toEqual({
      open: false,
      special: { name: 'la Inmaculada Concepción' },
      opensAtMs: at('2026-12-09T09:00:00+01:00'),
    });
    expect(madrid('2026-12-08T10:00:00+01:00', { language: 'en' })).toMatchObject({ special: { name: 'the Immaculate Conception' } });
    // The night shift of Friday 1 May does not begin, that of 24 April does not run into a holiday.
    expect(madrid('2026-05-01T23:00:00+02:00')).toMatchObject({ open: false });
    expect(madrid('2026-05-02T03:00:00+02:00')).toMatchObject({ open: false, special: { name: 'la Fiesta de la Comunidad de Madrid' } });
    expect(reader({ week: office, holidays: [{ country: 'ES', region: 'CT' }] })('2026-12-07T10:00:00+01:00')).toEqual({ open: true });
  });

  it('works on a holiday that it is told to', () => {
    const open = reader({ week: office, holidays: [{ country: 'ES', open: ['epiphany'] }] });
    expect(open('2026-01-06T10:00:00+01:00')).toEqual({ open: true });
  });

  it('has own days: closed, at other hours, every year, several in a row', () => {
    const own = reader({
      week: office,
      holidays: [{ country: 'ES' }],
      days: [
        { date: '12-24', open: ['09:00-12:00'], name: { es: 'Nochebuena' } },
        { date: '2026-10-12', open: ['10:00-11:00'] },
        { date: '12-30', until: '01-02' },
      ],
    });
    expect(own('2026-12-24T11:59:00+01:00')).toEqual({ open: true, special: { name: 'Nochebuena' } });
    expect(own('2027-12-24T12:00:00+01:00')).toMatchObject({ open: false, special: { name: 'Nochebuena' } });
    expect(own('2026-10-12T10:30:00+02:00')).toEqual({ open: true, special: {} });
    expect(own('2026-12-29T20:00:00+01:00')).toEqual(shut('2027-01-04T09:00:00+01:00'));
    expect(own('2027-01-01T10:00:00+01:00')).toMatchObject({ open: false, special: {} });
  });

  it('has exceptions by queue and language; the first that fits counts', () => {
    const read = reader({
      week: office,
      exceptions: [
        { queues: ['billing'], languages: ['ca'], week: { monday: ['09:00-10:00'] } },
        { queues: ['billing'], week: { monday: ['09:00-12:00'] } },
        { languages: ['ca'], holidays: [{ country: 'ES', region: 'CT' }] },
      ],
    });
    const monday = '2026-11-23T11:00:00+01:00';
    expect(read(monday, { queue: 'billing', language: 'ca' })).toMatchObject({ open: false });
    expect(read(monday, { queue: 'billing' })).toEqual({ open: true });
    expect(read('2026-09-11T11:00:00+02:00', { queue: 'support', language: 'ca' })).toMatchObject({
      open: false,
      special: { name: 'la Diada' },
    });
    expect(read('2026-09-11T11:00:00+02:00', { queue: 'support' })).toEqual({ open: true });
  });

  it('says nothing of an opening that does not come within a year', () => {
    expect(reader({ week: {}, days: [{ date: '2020-01-07', open: ['09:00-10:00'] }] })('2026-11-23T10:00:00Z')).toEqual({ open: false });
  });

  it('gives the same answer from memory as at first, whatever the order of the questions', () => {
    const plan = { week: nights, holidays: [{ country: 'ES', region: 'MD' }], days: [{ date: '11-24', open: ['10:00-23:00'] }] };
    const kept = reader(plan);
    const minute = fc.integer({ min: 0, max: 60 * 24 * 400 }).map((n) => new Date(at('2026-01-01T00:00:00Z') + n * 60_000).toISOString());
    fc.assert(
      fc.property(minute, (now) => {
        const state = kept(now);
        expect(state).toEqual(reader(plan)(now));
        if (state.open || state.opensAtMs === undefined) return;
        expect(kept(new Date(state.opensAtMs).toISOString()).open).toBe(true);
        expect(kept(new Date(state.opensAtMs - 1000).toISOString()).open).toBe(false);
      }),
    );
  });

  it('opens exactly when the wall clock shows one of its intervals', () => {
    const read = reader({ week: nights });
    const minute = fc.integer({ min: 0, max: 60 * 24 * 400 }).map((n) => at('2026-01-01T00:00:00Z') + n * 60_000);
    fc.assert(
      fc.property(minute, (ms) => {
        const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('Europe/Madrid');
        const time = wall.toPlainTime().toString().slice(0, 5);
        const daytime = (time >= '09:00' && time < '14:00') || (time >= '16:00' && time < '19:00');
        const wanted = wall.dayOfWeek <= 4 ? daytime : wall.dayOfWeek === 5 ? time >= '22:00' : wall.dayOfWeek === 6 && time < '06:00';
        expect(read(new Date(ms).toISOString()).open).toBe(wanted);
      }),
    );
  });
});
