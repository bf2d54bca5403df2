import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../src/base/events.ts';
import { foldFunnel } from '../../src/reporting/fold-funnel.ts';
import { DAY, HAND_MADE, journey, NOON_MS } from './journeys.ts';

const funnel = foldFunnel(HAND_MADE, DAY);
const stages = Object.fromEntries(funnel.stages.map(({ id, journeys }) => [id, journeys]));
const rate = (id: string) => funnel.rates.find((each) => each.id === id);

it('who accepts and gives no number is accepted and not consented, waits for nothing, and is no deflection', () => {
  const said = foldFunnel(
    journey(1, [
      ['call.started', 0],
      ['offer.made', 1, { trigger: 'menu' }],
      ['offer.accepted', 1],
      ['call.ended', 2, { reachedPerson: false }],
    ]),
    DAY,
  );
  const journeys = Object.fromEntries(said.stages.map(({ id, journeys: count }) => [id, count]));
  expect(journeys).toMatchObject({ offered: 1, accepted: 1, consented: 0, sent: 0 });
  const found = (id: string) => said.rates.find((each) => each.id === id);
  expect(found('acceptance')).toMatchObject({ numerator: 1, denominator: 1 });
  expect(found('delivery')).toMatchObject({ numerator: 0, denominator: 1, pending: 0 });
  expect(found('gross-deflection')).toMatchObject({ numerator: 0, denominator: 1, pending: 0 });
});

describe('the funnel of thirteen hand-made calls', () => {
  it('counts journeys by stage', () => {
    expect(stages).toEqual({
      calls: 13, // 1 to 13
      'reached-offer': 10, // all but 9, 10, 13
      offered: 9, // of these, all but 7
      accepted: 5, // 1, 2, 3, 11, 12
      consented: 5,
      sent: 4, // all of these but 3
      delivered: 3, // 1, 2, 12
      read: 1, // 1
      engaged: 1,
      linked: 1,
      assigned: 1,
      replied: 1,
      closed: 1,
    });
  });

  it('measures every stage against one that leads to it', () => {
    const of = Object.fromEntries(funnel.stages.map((stage) => [stage.id, stage.of]));
    expect(of).toMatchObject({
      'reached-offer': 13,
      offered: 10,
      accepted: 9,
      sent: 5,
      delivered: 4,
      read: 3,
      engaged: 3,
      linked: 1,
      replied: 1,
    });
  });

  it('counts the last word on an offer once per call', () => {
    expect(funnel.answers).toEqual([
      { id: 'accepted', journeys: 5 },
      { id: 'abandoned', journeys: 1 },
      { id: 'declined', journeys: 1 }, // 4; that 2 declined first is overtaken
      { id: 'ignored', journeys: 1 },
      { id: 'unanswered', journeys: 1 }, // 8
    ]);
  });

  it('counts reasons in calls that were never offered', () => {
    expect(funnel.withheld).toEqual({
      journeys: 1,
      reasons: [
        { id: 'desk-unstaffed', journeys: 1 },
        { id: 'line-type', journeys: 1 },
      ],
    });
  });

  it('counts failures by class, fallbacks, ways of linking and dispositions', () => {
    expect(funnel.failures).toEqual({ journeys: 1, classes: [{ id: 'unreachable', journeys: 1 }] });
    expect(funnel.fallbacks).toEqual([{ id: 'sms', journeys: 1 }]);
    expect(funnel.linkMethods).toEqual([{ id: 'button-token', journeys: 1 }]);
    expect(funnel.dispositions).toEqual([{ id: 'solved', journeys: 1 }]);
    expect(funnel.directChats).toBe(1);
  });

  it('counts the voice path', () => {
    // Queued: 2, 3, 4, 5, 7, 8. Reached a person: 3, 4, 7. Gave up: 2 and 5.
    expect(funnel.voice).toEqual({ queued: 6, connected: 3, abandoned: 2, failedOver: 1, missed: 0 });
  });

  it.each([
    ['offer-rate', 9, 13, 0],
    ['acceptance', 5, 9, 1], // 8 may still say yes
    ['delivery', 3, 5, 1], // 11 is out
    ['engagement', 1, 3, 2], // 2 and 12 may still answer
    ['linking', 1, 1, 0],
    ['first-human-reply', 1, 1, 0],
    ['gross-deflection', 3, 9, 2], // 1, 2, 12; 8 and 11 are on the line
    ['confirmed', 1, 1, 0],
    ['survey-answers', 1, 1, 0],
    ['satisfaction', 1, 1, 0],
    ['returned-by-voice', 1, 5, 4],
    ['call-abandonment', 2, 6, 1], // 8 waits
    ['within-three-minutes', 1, 2, 0], // 3 after four minutes, 4 after one
    ['opt-out', 1, 3, 0],
  ])('shows the rate %s as %i of %i, with %i pending', (id, numerator, denominator, pending) => {
    expect(rate(id)).toEqual({ id, numerator, denominator, pending });
  });
});

describe('folding', () => {
  it('gives the same funnel in any order and with any event twice', () => {
    const shuffled = fc.shuffledSubarray([...HAND_MADE], { minLength: HAND_MADE.length });
    const repeated = fc.subarray([...HAND_MADE]);
    fc.assert(
      fc.property(shuffled, repeated, (events, again) => {
        expect(foldFunnel([...events, ...again], DAY)).toEqual(funnel);
      }),
    );
  });

  it('never shows a stage wider than the one it is measured against, nor a rate that can pass one', () => {
    const type = fc.constantFrom(...new Set(HAND_MADE.map((event) => event.type)));
    const line = fc.tuple(type, fc.integer({ min: 0, max: 60 }));
    const story = fc.array(line, { maxLength: 12 });
    const coherent = (n: number, lines: [DomainEvent['type'], number][]) => journey(n, [['call.started', 0], ...lines]);
    fc.assert(
      fc.property(fc.array(story, { maxLength: 6 }), (stories) => {
        const { rates, stages } = foldFunnel(
          stories.flatMap((lines, n) => coherent(n, lines)),
          DAY,
        );
        for (const { numerator, denominator, pending } of rates) expect(numerator + pending).toBeLessThanOrEqual(denominator);
        for (const { journeys, of } of stages) expect(journeys).toBeLessThanOrEqual(of);
      }),
    );
  });

  it('does not credit a call with what the chat did before it was linked', () => {
    const earlier = journey(1, [
      ['call.started', 0],
      ['offer.made', 1],
      ['offer.accepted', 1],
      ['handoff.requested', 1],
      ['handoff.engaged', 9],
      ['handoff.linked', 9],
    ]);
    const chat = { chatId: 't_01_CHAT1' } as Pick<DomainEvent, 'chatId'>;
    const before: DomainEvent[] = [{ id: '1-1', shard: 1, type: 'chat.replied', atMs: NOON_MS + 60_000, ...chat } as DomainEvent];
    const after: DomainEvent[] = [{ id: '2-1', shard: 1, type: 'chat.replied', atMs: NOON_MS + 600_000, ...chat } as DomainEvent];
    const replied = (events: readonly DomainEvent[]) => foldFunnel(events, DAY).stages.find(({ id }) => id === 'replied')?.journeys;
    expect(replied([...earlier, ...before])).toBe(0);
    expect(replied([...earlier, ...before, ...after])).toBe(1);
  });

  it('counts a message after a missed call as a door, whatever comes of it, and never in the stages of the call', () => {
    const id = 'h_01_re-0000ABCD' as DomainEvent['handoffId'];
    const events = journey(1, [
      ['call.started', 0],
      ['call.missed', 1, { why: 'out-of-hours' }],
      ['call.ended', 1],
      ['handoff.requested', 3, { entry: 'missed-call' }],
      ['handoff.sent', 3],
      ['handoff.delivered', 3],
      ['handoff.engaged', 5],
      ['handoff.linked', 5],
      ['chat.replied', 6],
      ['chat.confirmed', 7],
    ]).map((event) => (event.handoffId ? { ...event, handoffId: id } : event)) as DomainEvent[];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        const { entries, stages, voice, rates } = foldFunnel(shuffled, DAY);
        expect(entries).toMatchObject([{ kind: 'missed-call', started: 1, delivered: 1, chats: 1, replied: 1, confirmed: 1 }]);
        expect(stages.filter(({ journeys }) => journeys > 0).map((stage) => stage.id)).toEqual(['calls']);
        expect(voice.missed).toBe(1);
        expect(rates.every(({ numerator }) => numerator === 0)).toBe(true);
      }),
    );
  });

  it('does not count as missed what a person answered, or who left a message, whichever is told first', () => {
    const missed = (...more: readonly [DomainEvent['type'], number][]) =>
      foldFunnel(journey(1, [['call.started', 0], ['call.missed', 1], ...more]), DAY).voice.missed;
    expect([missed(), missed(['call.connected', 1]), missed(['voicemail.left', 2])]).toEqual([1, 0, 0]);
  });

  it('counts why nobody was written to after a call, once a call', () => {
    const reason = (rule: string) => ({ reasons: [{ rule, saw: '' }] });
    const events = [1, 2].flatMap((n) =>
      journey(n, [
        ['call.started', 0],
        ['recovery.withheld', 2, reason('no-consent')],
      ]),
    );
    expect(foldFunnel([...events, ...events], DAY).unwritten).toEqual({ journeys: 2, reasons: [{ id: 'no-consent', journeys: 2 }] });
  });

  it('keeps what never started, or started on another day, out', () => {
    expect(foldFunnel(journey(1, [['offer.made', 1]]), DAY).stages.every(({ journeys }) => journeys === 0)).toBe(true);
    expect(foldFunnel(journey(1, [['call.started', 24 * 60]]), DAY).stages[0]).toEqual({ id: 'calls', journeys: 0, of: 0 });
  });
});
