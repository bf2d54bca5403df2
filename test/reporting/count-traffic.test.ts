import { expect, test } from 'vitest';
import type { DomainEvent } from '../../src/base/events.ts';
import { countTraffic } from '../../src/reporting/count-traffic.ts';

const happened = (type: DomainEvent['type'], atMs: number, callId: string, data: DomainEvent['data'], flow = 'support@1') =>
  ({ id: `${atMs}-0`, shard: 0, type, atMs, callId, flow, data }) as DomainEvent;

const EVENTS = [
  happened('call.step', 10, 'c_00_a', { steps: ['greeting', 'menu'] }),
  happened('call.step', 11, 'c_00_b', { steps: ['greeting', 'menu'] }),
  happened('call.step', 20, 'c_00_a', { steps: ['menu', 'offer'] }),
  happened('call.ended', 30, 'c_00_a', { at: 'input', reachedPerson: false }),
  happened('call.step', 31, 'c_00_b', { steps: ['queue'] }),
  happened('call.ended', 40, 'c_00_b', { at: 'queue', reachedPerson: true }),
  happened('call.step', 41, 'c_00_c', { steps: ['greeting', 'bye'] }, 'support@2'),
  happened('call.ended', 42, 'c_00_c', { at: 'end', reachedPerson: false }, 'support@2'),
  happened('call.step', 43, 'c_00_d', { steps: ['greeting'] }, 'supportive@1'),
];
const log = {
  range: async function* (fromMs: number, toMs: number) {
    yield EVENTS.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  },
  tail: async () => ({ events: [], cursor: [] }),
};
const count = (about: { release?: number; fromMs?: number; toMs?: number } = {}) =>
  countTraffic({ eventLog: log }, { flowId: 'support', fromMs: 0, toMs: 100, ...about });
const moves = ({ moves: all }: Awaited<ReturnType<typeof count>>) =>
  Object.fromEntries(all.map((each) => [`${each.from}>${each.to}`, each.count]));
const hungUp = ({ steps }: Awaited<ReturnType<typeof count>>) =>
  Object.fromEntries(steps.filter((each) => each.hungUp > 0).map((each) => [each.step, each.hungUp]));

test('moves join the steps of one call, across its turns, a repetition included; other flows are not mixed in', async () => {
  const all = await count();
  expect(all.calls).toBe(3);
  expect(moves(all)).toEqual({ 'greeting>menu': 2, 'menu>menu': 1, 'menu>offer': 1, 'menu>queue': 1, 'greeting>bye': 1 });
});

test('a hang-up is an end while the flow waited and nobody had answered', async () => {
  expect(hungUp(await count())).toEqual({ offer: 1 });
});

test('one release only, and a span only', async () => {
  expect(moves(await count({ release: 2 }))).toEqual({ 'greeting>bye': 1 });
  expect(moves(await count({ fromMs: 15, toMs: 30 }))).toEqual({ 'menu>offer': 1 });
});
