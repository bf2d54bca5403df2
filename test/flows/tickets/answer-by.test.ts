import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Calendar } from '../../../src/flows/calendar.ts';
import { createCalendarReader } from '../../../src/flows/calendar-state.ts';
import { Tickets } from '../../../src/flows/schema/tickets.ts';
import { answerBy, openingOfCalendar, openingOfDesk } from '../../../src/flows/tickets/answer-by.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const promise = (given: object = {}) => Tickets.parse({ promise: given }).promise;
const OFFICE = Calendar.parse({
  week: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, ['09:00-14:00', '16:00-19:00']])),
  holidays: [{ country: 'ES', region: 'MD' }],
});
const office = openingOfCalendar(createCalendarReader(OFFICE, 'Europe/Madrid'), { language: 'es' });
const say = (made: ReturnType<typeof answerBy>) => ({ ...made, dueAtMs: new Date(made.dueAtMs).toISOString() });

describe('by when it is answered', () => {
  test('within the hours promised, by the clock, to the earlier quarter of an hour', () => {
    const made = answerBy({ nowMs: at('2026-11-24T22:07:00Z'), promise: promise(), openingAt: office, mayWriteLate: true });
    expect(say(made)).toMatchObject({ kind: 'by', dueAtMs: '2026-11-25T22:00:00.000Z' });
  });

  test('where the next opening lies beyond that, the opening is told and some time after it promised', () => {
    const friday = at('2026-11-20T18:30:00Z');
    const made = answerBy({ nowMs: friday, promise: promise(), openingAt: office, mayWriteLate: true });
    expect(say(made)).toMatchObject({ kind: 'opening', opensAtMs: at('2026-11-23T08:00:00Z'), dueAtMs: '2026-11-23T10:00:00.000Z' });
  });

  test('counted by opening hours, over the weekend and a holiday', () => {
    const friday = at('2026-12-04T17:00:00Z');
    const made = answerBy({ nowMs: friday, promise: promise({ hours: 8, counted: 'opening' }), openingAt: office, mayWriteLate: true });
    // An hour on Friday; Monday the 7th is a moved holiday of Madrid, Tuesday the 8th one of Spain; seven hours on Wednesday.
    expect(say(made)).toMatchObject({ kind: 'by', dueAtMs: '2026-12-09T17:00:00.000Z' });
  });

  test('opening hours that nobody wrote down are all hours', () => {
    const made = answerBy({ nowMs: at('2026-11-21T10:00:00Z'), promise: promise({ hours: 8, counted: 'opening' }), mayWriteLate: true });
    expect(say(made)).toMatchObject({ kind: 'by', dueAtMs: '2026-11-21T18:00:00.000Z' });
  });

  test('without a template it is never later than an hour before the window of WhatsApp closes', () => {
    const nowMs = at('2026-11-24T10:00:00Z');
    const windowUntilMs = nowMs + 24 * HOUR - 5 * 60_000;
    const made = answerBy({ nowMs, promise: promise(), openingAt: office, windowUntilMs, mayWriteLate: false });
    expect(say(made)).toMatchObject({ kind: 'by', dueAtMs: '2026-11-25T08:45:00.000Z' });
  });

  test('where it opens only after the window has closed and there is no template, the customer is asked to write again', () => {
    const nowMs = at('2026-11-20T18:30:00Z');
    const made = answerBy({ nowMs, promise: promise(), openingAt: office, windowUntilMs: nowMs + 24 * HOUR, mayWriteLate: false });
    expect(made).toMatchObject({ kind: 'write-again', opensAtMs: at('2026-11-23T08:00:00Z') });
  });

  test('the hours that are set for the desk count where the flow names no calendar', () => {
    const desk = openingOfDesk({ open: false, waiting: 0, hours: { timeZone: 'Europe/Madrid', days: { '1': [['09:00', '18:00']] } } });
    const made = answerBy({ nowMs: at('2026-11-24T10:00:00Z'), promise: promise(), openingAt: desk, mayWriteLate: true });
    expect(say(made)).toMatchObject({ kind: 'opening', dueAtMs: '2026-11-30T10:00:00.000Z' });
  });
});

test('whatever is promised can be kept: not in the past, not before it opens, not after the window where nothing may be written then', () => {
  const settings = fc.record({
    hours: fc.integer({ min: 1, max: 240 }),
    counted: fc.constantFrom('clock', 'opening'),
    afterOpeningMinutes: fc.integer({ min: 15, max: 600 }),
  });
  const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') });
  fc.assert(
    fc.property(moment, settings, fc.integer({ min: 2, max: 24 }), fc.boolean(), (nowMs, given, left, mayWriteLate) => {
      const windowUntilMs = nowMs + left * HOUR;
      const made = answerBy({ nowMs, promise: promise(given), openingAt: office, windowUntilMs, mayWriteLate });
      expect(made.dueAtMs).toBeGreaterThan(nowMs);
      if (made.opensAtMs !== undefined) expect(made.dueAtMs).toBeGreaterThanOrEqual(made.opensAtMs);
      if (!mayWriteLate && made.kind !== 'write-again') expect(made.dueAtMs).toBeLessThanOrEqual(windowUntilMs - HOUR);
      if (made.kind === 'write-again') expect(mayWriteLate).toBe(false);
    }),
    { seed: 20261121, numRuns: 300 },
  );
});
