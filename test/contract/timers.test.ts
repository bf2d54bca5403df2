import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Timers } from '../../src/base/event-log.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { createTimers } from '../../src/store/redis/timers.ts';
import { type RunningTarget, TARGETS } from './targets.ts';

const SHARDS = 16;
const keyring = createKeyring('a secret key of the tests, 32 bytes and more', SHARDS);
const LEASE_MS = 1_000;

describe.each(TARGETS)('timers on $name', (target) => {
  let running: RunningTarget;
  let store: RedisStore;
  let timers: Timers;

  beforeAll(async () => {
    running = await target.start();
    const client = await running.connect();
    store = createRedisStore({ client, keyring }, { timeLimitMs: 20_000 });
    timers = createTimers({ client, shards: SHARDS, timeLimitMs: 20_000 });
  });
  beforeEach(() => running.flush());
  afterAll(() => running.stop());

  const set = (shard: number, id: string, atMs: number | null, note = '') =>
    store.commit({ shard, timers: [{ id, atMs, ...(atMs !== null && { payload: { type: 'remind', note } }) }] });

  test('what is due is handed out once, from every shard, with what it was written with', async () => {
    await set(2, 'a', 100, 'first');
    await set(13, 'b', 150);
    await set(2, 'later', 201);
    const leased = await timers.lease(200, 10, LEASE_MS);
    expect(leased).toHaveLength(2);
    expect(leased).toContainEqual({ shard: 2, id: 'a', atMs: 100, payload: { type: 'remind', note: 'first' } });
    expect(leased).toContainEqual({ shard: 13, id: 'b', atMs: 150, payload: { type: 'remind', note: '' } });
    expect(await timers.lease(200, 10, LEASE_MS)).toEqual([]);
  });

  test('of several workers at once, one gets each timer', async () => {
    for (let i = 0; i < 30; i += 1) await set(i % 16, `t${i}`, 100);
    const leased = await Promise.all([1, 2, 3].map(() => timers.lease(200, 30, LEASE_MS)));
    const ids = leased.flat().map((timer) => timer.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(30);
  });

  test('never more than asked for, and a full shard does not starve another', async () => {
    for (let i = 0; i < 20; i += 1) await set(1, `busy${i}`, 100);
    await set(8, 'quiet', 100);
    const leased = await timers.lease(200, 5, LEASE_MS);
    expect(leased).toHaveLength(5);
    expect(leased.map((timer) => timer.id)).toContain('quiet');
  });

  test('a lease that runs out gives the timer to another; an acknowledged one is gone', async () => {
    await set(2, 'lost', 100);
    await set(2, 'done', 100);
    const leased = await timers.lease(200, 10, LEASE_MS);
    await timers.acknowledge(leased.filter((timer) => timer.id === 'done'));
    expect(await timers.lease(200 + LEASE_MS - 1, 10, LEASE_MS)).toEqual([]);
    expect(await timers.lease(200 + LEASE_MS, 10, LEASE_MS)).toEqual(leased.filter((timer) => timer.id === 'lost'));
  });

  test('the same id replaces, and nothing cancels', async () => {
    await set(2, 'moved', 100, 'old');
    await set(2, 'moved', 300, 'new');
    await set(2, 'cancelled', 100);
    await set(2, 'cancelled', null);
    expect(await timers.lease(200, 10, LEASE_MS)).toEqual([]);
    expect(await timers.lease(300, 10, LEASE_MS)).toMatchObject([{ id: 'moved', atMs: 300, payload: { note: 'new' } }]);
  });

  test('an acknowledgement does not take away the timer that was set in its place meanwhile', async () => {
    await set(2, 'again', 100);
    const leased = await timers.lease(200, 10, LEASE_MS);
    await set(2, 'again', 400);
    await timers.acknowledge(leased);
    expect(await timers.lease(400, 10, LEASE_MS)).toMatchObject([{ id: 'again', atMs: 400 }]);
  });
});
