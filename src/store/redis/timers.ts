import type { TimerPayload } from '../../base/changes.ts';
import type { DueTimer, Timers } from '../../base/event-log.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, whatAnswered, withinLimit } from './client.ts';
import { dueKey, timersKey } from './keys.ts';
import { runScript } from './script.ts';
import { shardsUpTo } from './streams.ts';
import { ACKNOWLEDGE, LEASE } from './timer-scripts.ts';

export interface TimersDeps {
  readonly client: RedisClient;
  readonly shards: number;
  readonly timeLimitMs?: number;
}

/** The due timers of every shard: looked for in all at once, leased only where something is due. */
export function createTimers(deps: TimersDeps): Timers {
  const { client, shards } = deps;
  const timeLimitMs = deps.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
  return {
    lease: async (nowMs, max, leaseMs) => {
      const counts = shardsUpTo(shards).map(async (shard) => ({ shard, count: await client.zcount(dueKey(shard), '-inf', nowMs) }));
      const wanted = shareOut(await withinLimit(whatAnswered(counts), timeLimitMs), max);
      const leases = wanted.map(({ shard, most }) => leaseShard(client, shard, nowMs, leaseMs, most));
      const leased = await withinLimit(whatAnswered(leases), timeLimitMs);
      return leased.flat();
    },
    acknowledge: async (timers) => {
      const byShard = groupByShard(timers);
      const done = [...byShard].map(([shard, own]) =>
        runScript(
          client,
          ACKNOWLEDGE,
          [dueKey(shard), timersKey(shard)],
          own.flatMap((timer) => [timer.id, bodyOf(timer)]),
        ),
      );
      await withinLimit(Promise.all(done), timeLimitMs);
    },
  };
}

/** As the commit wrote it: the due time, a bar, the payload. */
function bodyOf(timer: DueTimer): string {
  return `${timer.atMs}|${JSON.stringify(timer.payload)}`;
}

/** How many to take from which shard, so that all together are `max` at most and no shard starves another. */
function shareOut(counts: readonly { shard: number; count: number }[], max: number): { shard: number; most: number }[] {
  const waiting = counts.filter(({ count }) => count > 0);
  waiting.sort((a, b) => a.count - b.count);
  let left = max;
  return waiting
    .map(({ shard, count }, i) => {
      const most = Math.min(count, Math.ceil(left / (waiting.length - i)));
      left -= most;
      return { shard, most };
    })
    .filter(({ most }) => most > 0);
}

async function leaseShard(client: RedisClient, shard: number, nowMs: number, leaseMs: number, most: number): Promise<DueTimer[]> {
  const reply = (await runScript(client, LEASE, [dueKey(shard), timersKey(shard)], [nowMs, leaseMs, most])) as string[];
  const timers: DueTimer[] = [];
  for (let i = 0; i < reply.length; i += 2) {
    const [id = '', body = ''] = reply.slice(i, i + 2);
    const bar = body.indexOf('|');
    timers.push({ shard, id, atMs: Number(body.slice(0, bar)), payload: JSON.parse(body.slice(bar + 1)) as TimerPayload });
  }
  return timers;
}

function groupByShard(timers: readonly DueTimer[]): Map<number, DueTimer[]> {
  const byShard = new Map<number, DueTimer[]>();
  for (const timer of timers) {
    const own = byShard.get(timer.shard) ?? [];
    own.push(timer);
    byShard.set(timer.shard, own);
  }
  return byShard;
}
