import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Changes, RecordRef, RecordWrite } from '../../src/base/changes.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import type { RedisClient } from '../../src/store/redis/client.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { type RunningTarget, TARGETS } from './targets.ts';

const keyring = createKeyring('a secret key of the tests, 32 bytes and more', 16);
const CALL: RecordRef = { kind: 'call', id: 'c_07_CA1' };
const CHAT: RecordRef = { kind: 'chat', id: 't_07_7K3QX9TB' };
const ELSEWHERE: RecordRef = { kind: 'handoff', id: 'h_12_9XB2' };

function write(value: unknown, expectedVersion: number, ref = CALL): RecordWrite {
  return { ref, expectedVersion, value, ttlSeconds: 60 };
}

/** One of everything a commit can carry. */
function everything(expectedVersion: number): Changes {
  return {
    shard: 7,
    writes: [write({ turn: expectedVersion }, expectedVersion)],
    parts: [{ owner: CHAT, field: '0001', value: { text: 'hola' }, ttlSeconds: 60 }],
    marks: [{ name: `webhook-${expectedVersion}`, value: 'seen', ttlSeconds: 60 }],
    timers: [{ id: 'expire', atMs: 5_000, payload: { type: 'handoff.expire' } }],
    ledger: [{ ledger: 'consent', value: { wording: 'v1' } }],
    events: [{ type: 'call.started', atMs: 1_000 }],
  };
}

describe.each(TARGETS)('the store on $name', (target) => {
  let running: RunningTarget;
  let client: RedisClient;
  let store: RedisStore;

  beforeAll(async () => {
    running = await target.start();
    client = await running.connect();
    store = createRedisStore({ client, keyring }, { timeLimitMs: 20_000 });
  });
  beforeEach(() => running.flush());
  afterAll(() => running.stop());

  const keysOfShard = async () => ({
    events: await client.xlen('{s07}:events'),
    due: await client.zcard('{s07}:due'),
    timers: await client.hlen('{s07}:timers'),
    consent: await client.xlen('{s07}:ledger:consent'),
    parts: await client.hlen('{s07}:parts:chat:t_07_7K3QX9TB'),
  });

  test('a record comes back as it was written, one version higher each time', async () => {
    expect(await store.load([CALL])).toEqual([undefined]);
    await store.commit({ shard: 7, writes: [write({ from: 'ñ', nested: [1, null, 'a|b'] }, 0)] });
    expect(await store.load([CALL])).toEqual([{ version: 1, value: { from: 'ñ', nested: [1, null, 'a|b'] } }]);
    await store.commit({ shard: 7, writes: [write({ turn: 2 }, 1)] });
    expect(await store.load([CALL])).toEqual([{ version: 2, value: { turn: 2 } }]);
  });

  test('a commit writes records, parts, marks, timers, ledger and events together', async () => {
    expect(await store.commit(everything(0))).toEqual({ kind: 'committed' });
    expect(await keysOfShard()).toEqual({ events: 1, due: 1, timers: 1, consent: 1, parts: 1 });
  });

  test('a version clash leaves everything as it was', async () => {
    await store.commit({ shard: 7, writes: [write({ turn: 1 }, 0)] });
    expect(await store.commit(everything(0))).toEqual({ kind: 'conflict' });
    expect(await store.load([CALL])).toEqual([{ version: 1, value: { turn: 1 } }]);
    expect(await keysOfShard()).toEqual({ events: 0, due: 0, timers: 0, consent: 0, parts: 0 });
  });

  test('a clash of the last record of several leaves the first as it was', async () => {
    await store.commit({ shard: 7, writes: [write({}, 0, CHAT)] });
    expect(await store.commit({ shard: 7, writes: [write({}, 0), write({}, 0, CHAT)] })).toEqual({ kind: 'conflict' });
    expect(await store.load([CALL])).toEqual([undefined]);
  });

  test('a mark that is there refuses the commit and says what it holds', async () => {
    await store.commit({ shard: 7, marks: [{ name: 'SM1', value: 'first', ttlSeconds: 60 }] });
    const again: Changes = {
      ...everything(0),
      marks: [
        { name: 'SM0', value: 'x', ttlSeconds: 60 },
        { name: 'SM1', value: 'second', ttlSeconds: 60 },
      ],
    };
    expect(await store.commit(again)).toEqual({ kind: 'duplicate', mark: 'SM1', value: 'first' });
    expect(await store.load([CALL])).toEqual([undefined]);
    expect(await store.commit({ shard: 7, marks: [{ name: 'SM0', value: 'free', ttlSeconds: 60 }] })).toEqual({ kind: 'committed' });
  });

  test('a repeated webhook is a duplicate even when the record has moved on', async () => {
    await store.commit(everything(0));
    expect(await store.commit(everything(0))).toMatchObject({ kind: 'duplicate', mark: 'webhook-0', value: 'seen' });
  });

  test('a deleted record takes its parts along and can be made anew', async () => {
    await store.commit({
      shard: 7,
      writes: [write({}, 0, CHAT)],
      parts: [{ owner: CHAT, field: '1', value: 1, ttlSeconds: 60 }],
    });
    expect(await store.commit({ shard: 7, writes: [write(null, 1, CHAT)] })).toEqual({ kind: 'committed' });
    expect(await store.load([CHAT])).toEqual([undefined]);
    expect(await store.loadParts(CHAT)).toEqual([]);
    expect(await store.commit({ shard: 7, writes: [write({ again: true }, 0, CHAT)] })).toEqual({ kind: 'committed' });
  });

  test('parts come in the order of their fields and are replaced by field', async () => {
    const part = (field: string, value: unknown) => ({ owner: CHAT, field, value, ttlSeconds: 60 });
    await store.commit({ shard: 7, parts: [part('0010', 'ten'), part('0002', 'two'), part('0001', 'one')] });
    await store.commit({ shard: 7, parts: [part('0002', 'TWO')] });
    expect(await store.loadParts(CHAT)).toEqual([
      { field: '0001', value: 'one' },
      { field: '0002', value: 'TWO' },
      { field: '0010', value: 'ten' },
    ]);
  });

  test('records of several shards are loaded at once, in the order asked for', async () => {
    await store.commit({ shard: 12, writes: [write('there', 0, ELSEWHERE)] });
    await store.commit({ shard: 7, writes: [write('here', 0)] });
    expect(await store.load([ELSEWHERE, CHAT, CALL])).toEqual([{ version: 1, value: 'there' }, undefined, { version: 1, value: 'here' }]);
    expect(await store.load([])).toEqual([]);
  });

  test('every record, mark, part and pointer is given its time to live', async () => {
    await store.commit({ ...everything(0), writes: [{ ...write({}, 0), ttlSeconds: 0.2 }] });
    const hash = keyring.hash('SM9');
    await store.point('SM9', 'c_07_CA1', 60);
    const shardTag = `{s${String(keyring.shardOf('SM9')).padStart(2, '0')}}`;
    const ttls = ['{s07}:call:c_07_CA1', '{s07}:mark:webhook-0', '{s07}:parts:chat:t_07_7K3QX9TB', `${shardTag}:name:${hash}`];
    for (const key of ttls) expect(await client.pttl(key), key).toBeGreaterThan(0);
  });

  test('of two instances that commit the same version at once, one wins', async () => {
    const other = createRedisStore({ client: await running.connect(), keyring }, { timeLimitMs: 20_000 });
    await store.commit({ shard: 7, writes: [write({ turn: 0 }, 0)] });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).commit({ shard: 7, writes: [write({ by: i }, 1)] })),
    );
    expect(results.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(19);
    expect((await store.load([CALL]))[0]?.version).toBe(2);
  });

  test('a pointer is found from anywhere and keeps its first value', async () => {
    expect(await store.resolve('ES.1349')).toBeUndefined();
    await store.point('ES.1349', 'p_03_A', 60);
    await store.point('ES.1349', 'p_04_B', 60);
    expect(await store.resolve('ES.1349')).toBe('p_03_A');
  });

  test('a listener hears of commits with events, until it stops', async () => {
    const heard: number[] = [];
    const stop = store.onCommit((shard) => heard.push(shard));
    await store.commit({ shard: 7, writes: [write({}, 0)] });
    await store.commit({ shard: 12, events: [{ type: 'call.ended', atMs: 1 }] });
    await store.commit({ shard: 7, writes: [write({}, 0)], events: [{ type: 'call.ended', atMs: 1 }] });
    stop();
    await store.commit({ shard: 3, events: [{ type: 'call.ended', atMs: 1 }] });
    expect(heard).toEqual([12]);
  });

  test('changes that no store could keep are refused before anything is sent', async () => {
    await expect(store.commit({ shard: 8, writes: [write({}, 0)] })).rejects.toThrow('does not live in shard 8');
    await expect(store.commit({ shard: 7, writes: [{ ...write({}, 0), ttlSeconds: 0 }] })).rejects.toThrow('TTL');
    await expect(store.load([{ kind: 'call', id: 'h_07_X' }])).rejects.toThrow('no id of a call');
    await expect(store.commit({ shard: 7, events: [{ type: 'call.ended', atMs: Number.NaN }] })).rejects.toThrow('no time');
  });

  test('a server that has forgotten the script is given it again', async () => {
    const nodes = 'nodes' in client ? client.nodes('master') : [client];
    await Promise.all(nodes.map((node) => node.script('FLUSH')));
    expect(await store.commit({ shard: 7, writes: [write({}, 0)] })).toEqual({ kind: 'committed' });
  });
});
