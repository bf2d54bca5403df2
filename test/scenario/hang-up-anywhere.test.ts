import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventType } from '../../src/base/events.ts';
import type { Behaviour } from '../../src/http/contract/sandbox-carrier.ts';
import type { CallDriver } from '../../src/sandbox/call-driver.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

interface Point {
  /** What the caller did before hanging up. */
  readonly until: (call: CallDriver) => Promise<void>;
  readonly mood?: Behaviour;
  /** What the call had become, and what it counts as; without the steps walked. */
  readonly events: readonly EventType[];
  /** Where the caller was, by `call.ended`. */
  readonly at: string;
  /** What became of the message in the end; undefined: none was sent. */
  readonly delivery?: string;
}

const MADE: readonly EventType[] = ['call.started', 'offer.made'];
const SENT: readonly EventType[] = [...MADE, 'offer.accepted', 'consent.recorded', 'handoff.requested'];
const SLOW: Behaviour = { kind: 'slow', delaySeconds: 12, times: 1 };
const press = (keys: string) => (call: CallDriver) => call.press(keys);
const then = (keys: string, ms: number, more?: string) => async (call: CallDriver) => {
  await call.press(keys);
  await t.pass(ms);
  if (more !== undefined) await call.press(more);
};

/** Every point of the offer at which a caller can hang up, and what it then counts as. */
const POINTS: Readonly<Record<string, Point>> = {
  'while the offer is being asked at the menu': { until: press('12'), events: [...MADE, 'offer.abandoned', 'call.ended'], at: 'input' },
  'after a wrong key at the offer': { until: press('127'), events: [...MADE, 'offer.abandoned', 'call.ended'], at: 'input' },
  'while another number is asked for': {
    until: press('123'),
    events: [...MADE, 'offer.accepted', 'call.ended'],
    at: 'input',
  },
  'while the typed number is read back': {
    until: press('123600999001#'),
    events: [...MADE, 'offer.accepted', 'call.ended'],
    at: 'input',
  },
  'at once after accepting, while the message is being sent': {
    until: press('121'),
    mood: SLOW,
    events: [...SENT, 'handoff.sent', 'call.ended', 'handoff.delivered'],
    at: 'hold',
    delivery: 'delivered',
  },
  'while the line is held for delivery': {
    until: then('121', 6_000),
    mood: SLOW,
    events: [...SENT, 'handoff.sent', 'call.ended', 'handoff.delivered'],
    at: 'hold',
    delivery: 'delivered',
  },
  'while the line is held for a message that will fail': {
    until: then('121', 6_000),
    mood: { kind: 'fail', code: '63024', delaySeconds: 12, times: 1 },
    events: [...SENT, 'call.ended', 'handoff.failed', 'contact.undeliverable', 'handoff.fellback'],
    at: 'hold',
    delivery: 'failed',
  },
  'after hearing that the message has arrived': {
    until: then('121', 4_000),
    events: [...SENT, 'handoff.sent', 'handoff.delivered', 'call.ended'],
    at: 'input',
    delivery: 'delivered',
  },
  'in the queue, having stayed on the line after the message': {
    until: then('121', 4_000, '1'),
    events: [...SENT, 'handoff.sent', 'handoff.delivered', 'call.queued', 'call.abandoned', 'call.ended'],
    at: 'queue',
    delivery: 'delivered',
  },
  'in the queue, after the message failed': {
    until: then('121', 6_000),
    mood: { kind: 'fail', code: '63033', times: 1 },
    events: [...SENT, 'handoff.failed', 'contact.opted-out', 'handoff.fellback', 'call.queued', 'call.abandoned', 'call.ended'],
    at: 'queue',
    delivery: 'failed',
  },
  'in the queue, having declined': {
    until: press('122'),
    events: [...MADE, 'offer.declined', 'call.queued', 'call.abandoned', 'call.ended', 'call.missed'],
    at: 'queue',
  },
  'in the queue, while the offer is made again': {
    until: then('122', 61_000),
    events: [...MADE, 'offer.declined', 'call.queued', 'offer.made', 'offer.abandoned', 'call.abandoned', 'call.ended', 'call.missed'],
    at: 'queue',
  },
  'in the queue, while the message accepted there is on its way': {
    until: then('122', 61_000, '1'),
    mood: SLOW,
    events: [
      ...MADE,
      'offer.declined',
      'call.queued',
      'offer.made',
      'offer.accepted',
      'consent.recorded',
      'handoff.requested',
      'handoff.sent',
      'call.abandoned',
      'call.ended',
      'handoff.delivered',
    ],
    at: 'queue',
    delivery: 'delivered',
  },
};

describe('a caller who hangs up', () => {
  it.each(Object.entries(POINTS))('%s', async (_, point) => {
    await t.pass(121_000);
    people += 1;
    const from = `+346005${String(20_000 + people)}`;
    if (point.mood) t.sandbox.behave(point.mood, from);
    const call = await t.sandbox.call({ from });
    await point.until(call);
    await t.settle();
    await call.hangUp();
    await t.settle();
    await t.pass(60_000);
    const contactId = t.keyring.contactId(from);
    const events = (await t.events()).filter((event) => event.contactId === contactId && event.type !== 'call.step');
    expect(events.map((event) => event.type)).toEqual(point.events);
    const ended = events.find((event) => event.type === 'call.ended');
    expect(ended?.data).toMatchObject({ at: point.at, reachedPerson: false });
    const handoff = (await t.handoffs()).find((each) => each.callId.endsWith(call.sid));
    expect(handoff?.delivery).toBe(point.delivery);
    expect(t.sandbox.messages().filter((message) => message.to === `whatsapp:${from}`)).toHaveLength(point.delivery ? 1 : 0);
    expect((await t.call(call.sid, from))?.ended).toBeDefined();
    expect(call.view().problems).toEqual([]);
  });

  it('and calls again finds the offer of before in the new call’s history', async () => {
    people += 1;
    const from = `+346005${String(20_000 + people)}`;
    const first = await t.sandbox.call({ from });
    await first.press('122');
    await first.hangUp();
    const second = await t.sandbox.call({ from });
    await second.press('121');
    await t.pass(4_000);
    const handoff = (await t.handoffs()).find((each) => each.callId.endsWith(second.sid));
    expect(handoff?.card).toMatchObject({ offersBefore: 1 });
    expect(handoff?.card.earlierCalls).toHaveLength(1);
    await second.hangUp();
  });
});
