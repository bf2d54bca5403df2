import { type Clock, systemClock } from '../../base/clock.ts';
import type { EventCursor, EventGroup, EventLog } from '../../base/event-log.ts';
import type { DomainEvent } from '../../base/events.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { BURY, REPLAY } from './event-scripts.ts';
import { deadKey, eventsKey } from './keys.ts';
import { runScript } from './script.ts';
import { claimLeft, ensureGroups, readEvents, readGroup, readOwn, readStream, type StreamEntry, shardsUpTo, toEvent } from './streams.ts';

export interface EventLogDeps {
  readonly client: RedisClient;
  readonly shards: number;
  readonly clock?: Clock;
  readonly timeLimitMs?: number;
  /** After how long without an acknowledgement an event goes to another reader, ms; 30,000 by default. */
  readonly leftAfterMs?: number;
  /** How often left events are looked for, ms; 5,000 by default. */
  readonly sweepEveryMs?: number;
}

const DEAD_TTL_SECONDS = 30 * 24 * 3600;
/** How far an event's place in the stream may lie behind its own time: clocks of several machines differ. */
const CLOCK_SLACK_MS = 300_000;
const PAGE = 500;

/**
 * The event log over the streams of all shards. `read` and `tail` give at most `count` events of each shard; a reader's
 * name is best the same after a restart; a tail without a cursor begins at the present and brings nothing but a cursor.
 */
export async function createEventLog(deps: EventLogDeps): Promise<EventLog> {
  const { client, shards, clock = systemClock, leftAfterMs = 30_000, sweepEveryMs = 5_000 } = deps;
  const timeLimitMs = deps.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
  const limited = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  await limited(ensureGroups(client, shardsUpTo(shards)));
  const sweptAtMs = new Map<EventGroup, number>();

  return {
    read: async (group, reader, count) => {
      const nowMs = clock.nowMs();
      const isSweep = nowMs - (sweptAtMs.get(group) ?? Number.NEGATIVE_INFINITY) >= sweepEveryMs;
      if (isSweep) sweptAtMs.set(group, nowMs);
      const left = isSweep ? await limited(claimLeft(client, shards, group, reader, leftAfterMs, count)) : [];
      const fresh = await limited(readGroup(client, shards, group, reader, count));
      return [...left, ...fresh].map(toEvent);
    },
    unacknowledged: async (group, reader, count) => (await limited(readOwn(client, shards, group, reader, count))).map(toEvent),
    acknowledge: async (group, events) => {
      const ids = new Map<number, string[]>();
      for (const event of events) ids.set(event.shard, [...(ids.get(event.shard) ?? []), event.id]);
      await limited(Promise.all([...ids].map(([shard, own]) => client.xack(eventsKey(shard), group, ...own))));
    },
    deliveries: async (group, event) => {
      const [entry] = (await limited(client.xpending(eventsKey(event.shard), group, event.id, event.id, 1))) as [
        unknown,
        unknown,
        unknown,
        number,
      ][];
      return entry?.[3] ?? 0;
    },
    bury: async (group, event, reason) => {
      const letter = JSON.stringify({ event, reason, atMs: clock.nowMs() });
      await limited(runScript(client, BURY, [eventsKey(event.shard), deadKey(event.shard)], [group, event.id, letter, DEAD_TTL_SECONDS]));
    },
    deadLetters: async (group) => {
      const perShard = await limited(Promise.all(shardsUpTo(shards).map((shard) => client.hgetall(deadKey(shard)))));
      const letters = perShard.flatMap((letters) => Object.entries(letters)).filter(([field]) => field.startsWith(`${group}:`));
      return letters.map(([, json]) => JSON.parse(json) as DeadLetter).sort((a, b) => a.atMs - b.atMs);
    },
    replay: async (group, { id, shard }) => {
      const reply = await limited(runScript(client, REPLAY, [eventsKey(shard), deadKey(shard)], [group, id, leftAfterMs]));
      sweptAtMs.delete(group);
      return reply === 1;
    },
    discard: async (group, { id, shard }) => (await limited(client.hdel(deadKey(shard), `${group}:${id}`))) === 1,
    tail: (cursor, count) => limited(readTail(client, shards, cursor, count)),
    range: (fromMs, toMs, only) => rangeOfTime(client, only ?? shardsUpTo(shards), fromMs, toMs, limited),
    oldestMs: async () => {
      const first = await limited(Promise.all(shardsUpTo(shards).map((shard) => client.xrange(eventsKey(shard), '-', '+', 'COUNT', 1))));
      const times = first.flatMap(([entry]) => (entry ? [Number.parseInt(entry[0], 10)] : []));
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}

interface DeadLetter {
  readonly event: DomainEvent;
  readonly reason: string;
  readonly atMs: number;
}

async function readTail(client: RedisClient, shards: number, cursor: EventCursor | undefined, count: number) {
  const from = cursor ?? (await lastPositions(client, shards));
  const entries = cursor ? await readEvents(client, from, count) : [];
  const next = [...from];
  for (const { shard, id } of entries) next[shard] = id;
  return {
    cursor: next,
    // Read when they are asked for: a desk with nobody at it only follows.
    get events() {
      return entries.map(toEvent);
    },
  };
}

async function lastPositions(client: RedisClient, shards: number): Promise<string[]> {
  const last = shardsUpTo(shards).map((shard) => client.xrevrange(eventsKey(shard), '+', '-', 'COUNT', 1));
  return (await Promise.all(last)).map((entries) => entries[0]?.[0] ?? '0-0');
}

async function* rangeOfTime(
  client: RedisClient,
  shards: readonly number[],
  fromMs: number,
  toMs: number,
  limited: <T>(work: Promise<T>) => Promise<T>,
): AsyncIterable<readonly DomainEvent[]> {
  for (const shard of shards) {
    let start = String(Math.max(0, Math.floor(fromMs)));
    for (;;) {
      const page: StreamEntry[] = await limited(readStream(client, shard, start, String(Math.floor(toMs) + CLOCK_SLACK_MS), PAGE));
      const events = page.map(toEvent).filter((event) => event.atMs >= fromMs && event.atMs <= toMs);
      if (events.length > 0) yield events;
      if (page.length < PAGE) break;
      start = `(${page.at(-1)?.id}`;
    }
  }
}
