import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordRef } from '../../src/base/changes.ts';
import { AppError } from '../../src/base/errors.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { createClusterClient, createServerClient, OWNER_NAME, type RedisClient } from '../../src/store/redis/client.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { createTimers } from '../../src/store/redis/timers.ts';
import { startTestCluster, startTestRedis, type TestRedis, until } from '../support/redis.ts';
import { readyClient } from './targets.ts';

const keyring = createKeyring('a secret key of the tests, 32 bytes and more', 16);
const SHARD = 7;
let redis: TestRedis;
let client: RedisClient;
let store: RedisStore;

beforeEach(async () => {
  redis = await startTestRedis({ appendOnly: true });
  client = await readyClient(() => createServerClient(redis.url, { timeLimitMs: 300, name: OWNER_NAME }));
  store = createRedisStore({ client, keyring });
});
afterEach(async () => {
  client.disconnect();
  await redis.stop();
});

const call = (n: number): RecordRef => ({ kind: 'call', id: `c_07_CA${n}` });

function step(n: number) {
  return store.commit({
    shard: SHARD,
    writes: [{ ref: call(n), expectedVersion: 0, value: { n, padding: 'x'.repeat(500) }, ttlSeconds: 3_600 }],
    marks: [{ name: `m${n}`, value: String(n), ttlSeconds: 3_600 }],
    timers: [{ id: `t${n}`, atMs: 1, payload: { type: 'sweep' } }],
    events: [{ type: 'call.started', atMs: 1_000 + n, providerId: `CA${n}` }],
  });
}

async function storeAnswers(): Promise<boolean> {
  return store.load([call(0)]).then(
    () => true,
    () => false,
  );
}

const unavailable = expect.objectContaining({ code: 'store-unavailable' });

test('a frozen server makes every call end with store-unavailable, and works again when it thaws', async () => {
  await step(1);
  redis.pause();
  try {
    await expect(store.load([call(1)])).rejects.toEqual(unavailable);
    await expect(step(2)).rejects.toEqual(unavailable);
    await expect(store.loadParts(call(1))).rejects.toEqual(unavailable);
    await expect(store.resolve('SM1')).rejects.toEqual(unavailable);
    await expect(store.point('SM1', 'x', 60)).rejects.toEqual(unavailable);
  } finally {
    redis.resume();
  }
  await until(storeAnswers);
  expect((await store.load([call(1)]))[0]?.version).toBe(1);
});

test('a commit whose answer came too late is found done, and its repetition is a duplicate', async () => {
  await step(0);
  redis.pause();
  await expect(step(1)).rejects.toEqual(unavailable);
  redis.resume();
  await until(storeAnswers);
  await until(async () => (await store.load([call(1)]))[0]?.version === 1);
  expect(await step(1)).toEqual({ kind: 'duplicate', mark: 'm1', value: '1' });
});

test('a server that is gone is told at once, not waited for, and used again when it is back', async () => {
  await step(1);
  await redis.kill();
  await until(async () => !(await storeAnswers()));
  await expect(step(2)).rejects.toBeInstanceOf(AppError);
  await redis.start();
  await until(storeAnswers);
  expect(await step(3)).toEqual({ kind: 'committed' });
});

test('a server killed under load has lost no acknowledged commit and holds none by halves', async () => {
  const acknowledged: number[] = [];
  let stopped = false;
  const writer = async (from: number) => {
    for (let n = from; !stopped; n += 8) {
      const result = await step(n).catch(() => undefined);
      if (result?.kind !== 'committed') return;
      acknowledged.push(n);
    }
  };
  const writers = Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer));
  await until(() => acknowledged.length > 500);
  await redis.kill();
  stopped = true;
  await writers;
  await redis.start();
  await until(storeAnswers);

  const look = redis.client();
  const eventsOf = (await look.xrange('{s07}:events', '-', '+')).map(([, fields]) => JSON.parse(fields[1] ?? '{}').providerId.slice(2));
  const kept = async (pattern: string) => (await look.keys(pattern)).map((key) => key.replace(/^.*(:CA|_CA|:m)/, ''));
  const records = (await kept('{s07}:call:*')).sort();
  expect(records).toEqual(expect.arrayContaining(acknowledged.map(String)));
  expect(eventsOf.sort()).toEqual(records);
  expect((await kept('{s07}:mark:*')).sort()).toEqual(records);
  expect((await look.hkeys('{s07}:timers')).map((id) => id.slice(1)).sort()).toEqual(records);
  expect((await look.zrange('{s07}:due', '0', '-1')).map((id) => id.slice(1)).sort()).toEqual(records);
});

test('a server that is full refuses a commit whole', async () => {
  await step(1);
  const look = redis.client();
  await look.config('SET', 'maxmemory', '1');
  await expect(step(2)).rejects.toEqual(unavailable);
  await expect(store.commit({ shard: SHARD, events: [{ type: 'call.ended', atMs: 1 }] })).rejects.toEqual(unavailable);
  await look.config('SET', 'maxmemory', '0');
  expect(await store.load([call(2)])).toEqual([undefined]);
  expect(await look.xlen('{s07}:events')).toBe(1);
  expect(await step(2)).toEqual({ kind: 'committed' });
});

test('a command that is wrong is a bug, not an outage', async () => {
  await redis.client().set('{s07}:parts:call:c_07_CA1', 'no hash');
  await expect(store.loadParts(call(1))).rejects.toThrow('WRONGTYPE');
});

test('one node of a Cluster that is gone stops its own shards and no others', async () => {
  const cluster = await startTestCluster();
  try {
    const clustered = await readyClient(() => createClusterClient(cluster.url.split(','), { timeLimitMs: 300, name: OWNER_NAME }));
    const shared = createRedisStore({ client: clustered, keyring });
    const log = await createEventLog({ client: clustered, shards: 16 });
    const timers = createTimers({ client: clustered, shards: 16 });
    const happen = async (shard: number) => {
      const changes = { shard, timers: [{ id: 't', atMs: 1, payload: { type: 'x' } }], events: [{ type: 'call.ended' as const, atMs: 1 }] };
      return shared.commit(changes).then(
        () => shard,
        (thrown) => {
          expect(thrown).toEqual(unavailable);
          return undefined;
        },
      );
    };
    await cluster.nodes[1]?.kill();
    const served = (await Promise.all(Array.from({ length: 16 }, (_, shard) => happen(shard)))).filter((shard) => shard !== undefined);
    expect(served.length).toBeGreaterThan(0);
    expect(served.length).toBeLessThan(16);
    const sorted = (found: readonly { shard: number }[]) => found.map(({ shard }) => shard).sort((a, b) => a - b);
    expect(sorted(await log.read('effects', 'a', 10))).toEqual(served);
    expect(sorted(await timers.lease(2, 100, 1_000))).toEqual(served);
    clustered.disconnect();
  } finally {
    await cluster.stop();
  }
});
