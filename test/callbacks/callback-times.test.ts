import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { AgentPresence } from '../../src/agents/agent.ts';
import { zoneOfNumber } from '../../src/base/number-zone.ts';
import { isCallable, nextCallable } from '../../src/callbacks/callable-hours.ts';
import { callbackSlots, type SlotQuestion } from '../../src/callbacks/callback-slots.ts';
import { agentsFor, turnOf } from '../../src/callbacks/choose-agent.ts';

const HOUR_MS = 3_600_000;
const MADRID = 'Europe/Madrid';
const DAY = { from: '09:00', to: '21:00' };
const WEEK = {
  timeZone: MADRID,
  days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [String(day), [['09:00', '18:00']] as [string, string][]])),
};

/** Monday, 11:10 in Madrid. */
const MONDAY = Date.parse('2026-11-23T10:10:00Z');
const ask = (more: Partial<SlotQuestion> = {}) =>
  callbackSlots({
    nowMs: MONDAY,
    zone: MADRID,
    callable: DAY,
    hours: WEEK,
    open: true,
    leadMinutes: 60,
    most: 3,
    apartMinutes: 180,
    days: 7,
    ...more,
  });
const iso = (slots: readonly number[]) => slots.map((atMs) => new Date(atMs).toISOString());

describe('the times that are offered', () => {
  it('are on the half hour, not too soon, apart, and while the team is there for half an hour', () => {
    expect(iso(ask().slots)).toEqual(['2026-11-23T11:30:00.000Z', '2026-11-23T14:30:00.000Z', '2026-11-24T08:00:00.000Z']);
  });

  it('are within the hours of both clocks: of whoever is called and of the team', () => {
    // 11:10 in Madrid is 07:10 in Buenos Aires; 09:00 there is 13:00 in Madrid.
    expect(iso(ask({ zone: 'America/Argentina/Buenos_Aires' }).slots)[0]).toBe('2026-11-23T12:00:00.000Z');
    expect(ask({ zone: 'America/Argentina/Buenos_Aires' }).asap).toBe(false);
    expect(ask({ zone: 'Pacific/Auckland', days: 1 }).slots).toEqual([]);
  });

  it('“as soon as somebody is free” needs the team to be there, and an hour at which the person may be called', () => {
    expect([ask().asap, ask({ open: false }).asap, ask({ nowMs: Date.parse('2026-11-23T21:00:00Z') }).asap]).toEqual([true, false, false]);
  });

  it('without hours of the desk are those of working days', () => {
    const friday = Date.parse('2026-11-27T19:10:00Z');
    expect(iso(ask({ hours: undefined, nowMs: friday, most: 1 }).slots)).toEqual(['2026-11-30T08:00:00.000Z']);
  });

  test('whatever the clock, the zone and the hours: callable, staffed, far enough and in order', () => {
    const zones = [MADRID, 'Atlantic/Canary', 'America/Bogota', 'Europe/London', 'America/Santiago'];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') }),
        fc.constantFrom(...zones),
        fc.constantFrom('2026-03-29', '2026-10-25', undefined),
        (anyMs, zone, change) => {
          const nowMs = change === undefined ? anyMs : Date.parse(change) + (anyMs % (24 * HOUR_MS));
          const { slots } = ask({ nowMs, zone, days: 14 });
          slots.forEach((atMs, n) => {
            expect(isCallable(DAY, zone, atMs)).toBe(true);
            expect(atMs).toBeGreaterThanOrEqual(nowMs + HOUR_MS);
            if (n > 0) expect(atMs - (slots[n - 1] as number)).toBeGreaterThanOrEqual(3 * HOUR_MS);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('hours at which people may be called', () => {
  test('the next one is the same moment, the evening’s next morning, and right over a change of the clock', () => {
    const at = (text: string) => new Date(nextCallable(DAY, MADRID, Date.parse(text))).toISOString();
    expect(at('2026-11-23T10:00:00Z')).toBe('2026-11-23T10:00:00.000Z');
    expect(at('2026-11-23T20:00:00Z')).toBe('2026-11-24T08:00:00.000Z');
    expect(at('2026-11-23T04:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(at('2026-10-24T20:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
    expect(at('2026-03-28T21:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
  });
});

test.each([
  ['+34600111222', 'Europe/Madrid'],
  ['+34922111222', 'Atlantic/Canary'],
  ['+351291111222', 'Atlantic/Madeira'],
  ['+573001112222', 'America/Bogota'],
  ['+12025550123', undefined],
  ['+5215512345678', undefined],
])('the clock of %s is %s', (number, zone) => {
  expect(zoneOfNumber(number)).toBe(zone);
});

describe('whose phone rings', () => {
  const agent = (userId: string, more: Partial<AgentPresence> = {}): AgentPresence => ({
    userId,
    name: userId,
    teams: ['support'],
    skills: [],
    languages: ['es'],
    status: 'available',
    capacity: 2,
    load: 0,
    seenAtMs: MONDAY,
    ...more,
  });
  const wanted = { team: 'support', skills: [], language: 'es', origin: { kind: 'chat', chatId: 'c_00_X' }, asked: [] } as never;
  const whose = (agents: readonly AgentPresence[], more: object = {}) =>
    agentsFor({ ...(wanted as object), ...more } as never, agents, MONDAY).map(({ userId }) => userId);

  it('of those who are there, of the team, with the skills and a free place; who speaks the language first, then the least loaded', () => {
    const agents = [
      agent('busy', { load: 2 }),
      agent('other-team', { teams: ['sales'] }),
      agent('paused', { status: 'paused' as never }),
      agent('half', { load: 1 }),
      agent('english', { languages: ['en'] }),
      agent('free'),
    ];
    expect(whose(agents)).toEqual(['free', 'half', 'english']);
    expect(whose(agents, { asked: ['free'] })).toEqual(['half', 'english']);
    expect(whose(agents, { skills: ['gas'] })).toEqual([]);
  });

  it('the place in the turn is that of the moment of asking, and of one team', () => {
    const entry = (id: string, promisedAtMs: number, more: object = {}) =>
      ({ id, promisedAtMs, dueAtMs: promisedAtMs, state: 'scheduled', team: 'support', origin: { kind: 'call' }, ...more }) as never;
    const open = [
      entry('third', 30),
      entry('first', 10),
      entry('ringing', 5, { state: 'calling-agent' }),
      entry('later', 1, { dueAtMs: 500 }),
      entry('sales', 1, { team: 'sales' }),
    ];
    expect([turnOf('first', open, 100), turnOf('third', open, 100)]).toEqual([0, 1]);
  });
});
