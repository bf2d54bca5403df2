import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DomainEvent, EventType } from '../../src/base/events.ts';
import { foldFunnel } from '../../src/reporting/fold-funnel.ts';

const DAY = { fromMs: 1_000, toMs: 2_000 };
const event = (type: EventType, callbackId: string, atMs: number, data = {}): DomainEvent => ({
  id: `${atMs}-${callbackId}-${type}`,
  shard: 0,
  type,
  atMs,
  data: { callbackId, ...data },
});

const EVENTS = [
  event('callback.booked', 'talked', 1_100),
  event('callback.calling', 'talked', 1_200),
  event('callback.agent-answered', 'talked', 1_201),
  event('callback.connected', 'talked', 1_202),
  // Closed on the next day, counted on that of asking.
  event('callback.closed', 'talked', 2_300, { reason: 'talked' }),
  event('callback.booked', 'unreached', 1_300),
  event('callback.agent-answered', 'unreached', 1_301),
  event('callback.agent-answered', 'unreached', 1_401),
  event('callback.closed', 'unreached', 1_500, { reason: 'unreached' }),
  event('callback.booked', 'cancelled', 1_300),
  event('callback.closed', 'cancelled', 1_310, { reason: 'cancelled-by-customer' }),
  event('callback.booked', 'waits', 1_999),
  event('callback.booked', 'the day before', 999),
  event('callback.connected', 'the day before', 1_500),
];

it('counts the calls that were promised that day, whatever the order of the events and how often they come', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...EVENTS, ...EVENTS], { minLength: EVENTS.length * 2 }), (events) => {
      expect(foldFunnel(events, DAY).callbacks).toEqual({
        asked: 4,
        placed: 2,
        connected: 1,
        failed: [
          { id: 'cancelled-by-customer', journeys: 1 },
          { id: 'unreached', journeys: 1 },
        ],
      });
    }),
    { numRuns: 50 },
  );
});
