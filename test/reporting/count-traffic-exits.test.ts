import { expect, test } from 'vitest';
import type { DomainEvent } from '../../src/base/events.ts';
import { countTraffic } from '../../src/reporting/count-traffic.ts';

const happened = (atMs: number, callId: string, data: DomainEvent['data']) =>
  ({ id: `${atMs}-0`, shard: 0, type: 'call.step', atMs, callId, flow: 'support@1', data }) as DomainEvent;

test('arrows between the same two steps are told apart by their exit; going back is none; what was kept before exits were says so', async () => {
  const events = [
    happened(1, 'c_00_a', { steps: ['menu'], exits: [''] }),
    happened(2, 'c_00_a', { steps: ['team'], exits: ['key 1'] }),
    happened(3, 'c_00_b', { steps: ['menu', 'team', 'menu'], exits: ['', 'key 2', ''] }),
    happened(4, 'c_00_b', { steps: [], exits: [], by: 'silence' }),
    happened(5, 'c_00_old', { steps: ['menu', 'team'] }),
    happened(6, 'c_00_b', { steps: ['bye'], exits: ['ask, button end'] }),
  ];
  const log = {
    range: async function* () {
      yield events;
    },
    tail: async () => ({ events: [], cursor: [] }),
  };
  const { moves } = await countTraffic({ eventLog: log }, { flowId: 'support', fromMs: 0, toMs: 100 });
  expect(moves.map(({ from, to, exit, count }) => [from, to, exit, count])).toEqual([
    ['menu', 'team', 'key 1', 1],
    ['menu', 'team', 'key 2', 1],
    ['team', 'menu', '', 1],
    ['menu', 'team', undefined, 1],
    ['ask', 'bye', 'button end', 1],
  ]);
});
