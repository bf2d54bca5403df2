import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import type { EventLog } from '../../src/base/event-log.ts';
import type { DomainEvent, NewEvent } from '../../src/base/events.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import type { RedisClient } from '../../src/store/redis/client.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { until } from '../support/redis.ts';
import { type RunningTarget, TARGETS } from './targets.ts';

const SHARDS = 16;
const keyring = createKeyring('a secret key of the tests, 32 bytes and more', SHARDS);
const START_MS = Date.UTC(2026, 10, 21, 9);

function happened(step: string, atMs = START_MS): NewEvent {
  return { type: 'call.step', atMs, step };
}

const steps = (events: readonly DomainEvent[]) => events.map((event) => event.step);

describe.each(TARGETS)('the event log on $name', (target) => {
  let running: RunningTarget;
  let client: RedisClient;
  let store: RedisStore;
  let log: EventLog;
  const clock = createManualClock(START_MS);

  beforeAll(async () => {
    running = await target.start();
    client = await running.connect();
    store = createRedisStore({ client, keyring }, { timeLimitMs: 20_000 });
  });
  beforeEach(async () => {
    await running.flush();
    // Left at once: what one reader holds, the next sweep gives to another.
    log = await createEventLog({ client, shards: SHARDS, clock, timeLimitMs: 20_000, leftAfterMs: 1, sweepEveryMs: 1_000 });
    await log.read('effects', 'a', 1);
    await log.read('archive', 'a', 1);
  });
  afterAll(() => running.stop());

  const readLeft = (reader: string) => {
    clock.advance(1_000);
    return log.read('effects', reader, 100);
  };
  const readUntilSome = async (reader: string) => {
    let events: readonly DomainEvent[] = [];
    await until(async () => {
      events = await readLeft(reader);
      return events.length > 0;
    });
    return events;
  };

  test('each group gets every event once, in the order of its shard, with its place', async () => {
    await store.commit({ shard: 3, events: [happened('one'), happened('two')] });
    await store.commit({ shard: 3, events: [happened('three')] });
    await store.commit({ shard: 11, events: [happened('elsewhere')] });
    const read = await log.read('effects', 'a', 100);
    expect(steps(read.filter((event) => event.shard === 3))).toEqual(['one', 'two', 'three']);
    expect(steps(read.filter((event) => event.shard === 11))).toEqual(['elsewhere']);
    expect(read[0]).toMatchObject({ type: 'call.step', atMs: START_MS, id: expect.stringMatching(/^\d+-\d+$/) });
    expect(await log.read('effects', 'b', 100)).toEqual([]);
    expect(await log.read('archive', 'a', 100)).toHaveLength(4);
  });

  test('an event that is not acknowledged goes to another reader; an acknowledged one to nobody', async () => {
    await store.commit({ shard: 3, events: [happened('done'), happened('left')] });
    const [done] = await log.read('effects', 'a', 100);
    await log.acknowledge('effects', done ? [done] : []);
    const [left, ...more] = await readUntilSome('b');
    expect(left?.step).toBe('left');
    expect(more).toEqual([]);
    expect(left && (await log.deliveries('effects', left))).toBe(2);
    expect(done && (await log.deliveries('effects', done))).toBe(0);
  });

  test('left events are not looked for at every turn', async () => {
    await store.commit({ shard: 3, events: [happened('left')] });
    await readLeft('a');
    expect(await log.read('effects', 'b', 100)).toEqual([]);
    expect(steps(await readUntilSome('b'))).toEqual(['left']);
  });

  test('a dead letter is seen with its reason, is handed to nobody, and is replayed to its group alone', async () => {
    await store.commit({ shard: 5, events: [happened('poison')] });
    const [poison] = await log.read('effects', 'a', 100);
    if (!poison) throw new Error('nothing read');
    await log.bury('effects', poison, 'no such template');
    await log.bury('effects', poison, 'no such template');
    expect(await log.deadLetters('effects')).toEqual([{ event: poison, reason: 'no such template', atMs: clock.nowMs() }]);
    expect(await log.deadLetters('archive')).toEqual([]);
    expect(await readLeft('a')).toEqual([]);

    expect(await log.replay('archive', poison)).toBe(false);
    expect(await log.replay('effects', poison)).toBe(true);
    expect(await log.deadLetters('effects')).toEqual([]);
    expect(await log.read('effects', 'a', 100)).toEqual([poison]);
    expect(await log.deliveries('effects', poison)).toBe(1);
    expect(await log.replay('effects', poison)).toBe(false);
    expect(steps(await log.read('archive', 'a', 100))).toEqual(['poison']);
  });

  test('a tail begins at the present and gives everybody everything that comes after', async () => {
    await store.commit({ shard: 1, events: [happened('before')] });
    const start = await log.tail(undefined, 100);
    expect(start.events).toEqual([]);
    await store.commit({ shard: 1, events: [happened('after')] });
    await store.commit({ shard: 9, events: [happened('other shard')] });
    const next = await log.tail(start.cursor, 100);
    expect(steps(next.events)).toEqual(['after', 'other shard']);
    expect(steps((await log.tail(start.cursor, 100)).events)).toEqual(['after', 'other shard']);
    expect((await log.tail(next.cursor, 100)).events).toEqual([]);
  });

  test('a tail that is longer than one helping goes on where it stopped', async () => {
    const { cursor } = await log.tail(undefined, 1);
    await store.commit({ shard: 1, events: [happened('one'), happened('two')] });
    const first = await log.tail(cursor, 1);
    expect(steps(first.events)).toEqual(['one']);
    expect(steps((await log.tail(first.cursor, 1)).events)).toEqual(['two']);
  });

  test('a span of time holds the events of that time, of every shard, whatever the clocks of other machines say', async () => {
    const at = (second: number) => START_MS + second * 1_000;
    await store.commit({ shard: 2, events: [happened('early', at(0)), happened('in', at(10)), happened('from a slow clock', at(9))] });
    await store.commit({ shard: 2, events: [happened('late', at(21))] });
    await store.commit({ shard: 14, events: [happened('in too', at(20))] });
    const found: string[] = [];
    for await (const page of log.range(at(9), at(20))) for (const event of page) found.push(event.step ?? '');
    expect(found).toEqual(['in', 'from a slow clock', 'in too']);
  });

  test('a span of time longer than a page is whole', async () => {
    const many = Array.from({ length: 300 }, (_, i) => happened(String(i), START_MS + i));
    for (let turn = 0; turn < 4; turn += 1) await store.commit({ shard: 2, events: many });
    let count = 0;
    for await (const page of log.range(START_MS, START_MS + 1_000)) count += page.length;
    expect(count).toBe(1_200);
  });

  test('streams that were emptied by force are read again', async () => {
    await running.flush();
    await store.commit({ shard: 3, events: [happened('first')] });
    expect(steps(await log.read('effects', 'a', 100))).toEqual(['first']);
  });
});
