import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/base/changes.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { shardOfId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { type CallNote, createCallNotes } from '../../src/ivr/call-notes.ts';
import { identifyCall } from '../../src/ivr/identify-call.ts';
import { foldFunnel } from '../../src/reporting/fold-funnel.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const SHARDS = 2;
const shelf = { find: async () => undefined };
const keyring = createKeyring('a secret of at least thirty-two bytes', SHARDS);
let redis: TestRedis;
let store: RedisStore;
let captured: CapturedLog;
beforeAll(async () => {
  redis = await startTestRedis();
  store = createRedisStore({ client: redis.client(), keyring });
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.flush();
  captured = captureLog();
});

const note = (n: number): CallNote => ({
  kind: 'failed-over',
  from: '+34600111222',
  to: '+34910000000',
  providerCallId: `CA${String(n).padStart(32, '0')}`,
  atMs: Date.now(),
  why: 'store-unavailable',
});
/** The real store, of which one commit fails by a bug. */
function storeThatFailsOn(providerId: string): Store {
  return {
    ...store,
    commit: (changes) => {
      if (changes.events?.some((event) => event.providerId === providerId)) throw new TypeError('a bug');
      return store.commit(changes);
    },
  };
}
async function written(): Promise<readonly DomainEvent[]> {
  const log = await createEventLog({ client: redis.client(), shards: SHARDS });
  const all: DomainEvent[] = [];
  for await (const page of log.range(0, Date.now() + 1e9)) all.push(...page);
  return all;
}

describe('notes of calls', () => {
  it('are written in one go, though one of them can’t be: that one is put aside with a line', async () => {
    const bad = note(2).providerCallId;
    const notes = createCallNotes({ store: storeThatFailsOn(bad), clock: systemClock, keyring, log: captured.log, shelf });
    for (const n of [1, 2, 3]) notes.add(note(n));
    await notes.flush();
    expect(notes.pending).toBe(0);
    expect(new Set((await written()).map(({ providerId }) => providerId))).toEqual(
      new Set([note(1).providerCallId, note(3).providerCallId]),
    );
    const errors = captured.lines().filter(({ level }) => level === 50);
    expect(errors).toMatchObject([{ callId: expect.stringContaining(bad), err: { message: 'a bug' } }]);
  });

  it('stay, all of them, while the store is away', async () => {
    const notes = createCallNotes({ store, clock: systemClock, keyring, log: captured.log, shelf });
    for (const n of [1, 2]) notes.add(note(n));
    redis.pause();
    await notes.flush();
    expect(notes.pending).toBe(2);
    redis.resume();
    await expect.poll(() => notes.flush().then(() => notes.pending), { timeout: 20_000 }).toBe(0);
    expect((await written()).filter(({ type }) => type === 'call.failed-over')).toHaveLength(2);
  });

  it('that are there at the end of the process are written, or counted as lost', async () => {
    const notes = createCallNotes({ store, clock: systemClock, keyring, log: captured.log, shelf });
    notes.add(note(1));
    await notes.finish();
    expect((await written()).map(({ type }) => type)).toEqual(['call.started', 'call.failed-over']);
    expect(captured.lines()).toEqual([]);
    for (const n of [2, 3]) notes.add(note(n));
    redis.pause();
    await notes.finish();
    redis.resume();
    expect(captured.lines().filter(({ level }) => level === 50)).toMatchObject([{ pending: 2 }]);
  });

  it('flushed twice at once are written once', async () => {
    const notes = createCallNotes({ store, clock: systemClock, keyring, log: captured.log, shelf });
    for (const n of [1, 2, 3]) notes.add(note(n));
    await Promise.all([notes.flush(), notes.flush()]);
    expect(notes.pending).toBe(0);
    expect((await written()).filter(({ type }) => type === 'call.failed-over')).toHaveLength(3);
  });

  it('tell the beginning of a call that never reached the store, once; of one that did they leave it alone', async () => {
    const notes = createCallNotes({ store, clock: systemClock, keyring, log: captured.log, shelf });
    const unstored = note(1);
    const stored = note(2);
    const { callId } = identifyCall(keyring, stored.from, stored.providerCallId);
    await store.commit({
      shard: shardOfId(callId) ?? 0,
      writes: [{ ref: { kind: 'call', id: callId }, expectedVersion: 0, value: {}, ttlSeconds: 60 }],
    });
    for (const each of [unstored, stored, { ...unstored, atMs: unstored.atMs + 10 }]) notes.add(each);
    await notes.flush();
    const events = await written();
    const typesOf = (providerId: string) => events.filter((event) => event.providerId === providerId).map(({ type }) => type);
    expect(typesOf(unstored.providerCallId)).toEqual(['call.started', 'call.failed-over', 'call.failed-over']);
    expect(typesOf(stored.providerCallId)).toEqual(['call.failed-over']);
    const funnel = foldFunnel(events, { fromMs: unstored.atMs - 1, toMs: unstored.atMs + 1 });
    expect([funnel.stages[0]?.journeys, funnel.voice.failedOver]).toEqual([1, 1]);
  });
});
