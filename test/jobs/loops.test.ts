import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { listDeadLetters, settleDeadLetters } from '../../src/base/dead-letters.ts';
import { AppError } from '../../src/base/errors.ts';
import type { DueTimer, EventLog } from '../../src/base/event-log.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { silentLogger } from '../../src/base/log.ts';
import { putTimerAside, timerIn } from '../../src/jobs/put-timer-aside.ts';
import { type RunningLoop, runRelay } from '../../src/jobs/run-relay.ts';
import { runTimers } from '../../src/jobs/run-timers.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { createTimers } from '../../src/store/redis/timers.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';

const SHARDS = 2;
let redis: TestRedis;
let store: RedisStore;
let clock: ReturnType<typeof createManualClock>;
const loops: RunningLoop[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.flush();
  clock = createManualClock(Date.now());
  store = createRedisStore({ client: redis.client(), keyring: createKeyring('a secret of at least thirty-two bytes', SHARDS) });
  return async () => {
    await Promise.all(loops.splice(0).map((loop) => loop.stop(1_000)));
  };
});

const happened = (n: number, shard = 0) => ({ shard, events: [{ type: 'call.step' as const, atMs: clock.nowMs(), step: `step-${n}` }] });

async function startRelay(handle: (event: DomainEvent) => Promise<void>, leftAfterMs = 0) {
  const eventLog = await createEventLog({ client: redis.client(), shards: SHARDS, clock, leftAfterMs, sweepEveryMs: 0 });
  const outcomes: string[] = [];
  const relay = runRelay({
    log: silentLogger,
    eventLog,
    group: 'effects',
    reader: 'one',
    handle,
    onCommit: (listener) => store.onCommit(listener),
    counted: (outcome) => outcomes.push(outcome),
  });
  loops.push(relay);
  return { relay, eventLog, outcomes };
}

describe('runRelay', () => {
  it('hands out each committed event once, and what was committed before it began', async () => {
    await store.commit(happened(1));
    const seen: (string | undefined)[] = [];
    await startRelay(async (event) => void seen.push(event.step), 60_000);
    await store.commit(happened(2, 1));
    await until(() => seen.length === 2);
    expect(seen.toSorted()).toEqual(['step-1', 'step-2']);
  });

  it('brings back what failed, until it succeeds', async () => {
    let tries = 0;
    const { outcomes } = await startRelay(async () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
    });
    await store.commit(happened(1));
    await until(() => outcomes.includes('done'));
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(2);
  });

  it('puts aside what fails again and again, with the reason, and hands it out when it is replayed', async () => {
    let broken = true;
    const { eventLog, outcomes } = await startRelay(async () => {
      if (broken) throw new Error('this can’t be done');
    });
    await store.commit(happened(1));
    await until(() => outcomes.includes('buried'));
    const [letter] = await eventLog.deadLetters('effects');
    expect(letter).toMatchObject({ reason: 'this can’t be done', event: { step: 'step-1' } });
    broken = false;
    if (letter) await eventLog.replay('effects', letter.event);
    await until(() => outcomes.includes('done'));
    expect(await eventLog.deadLetters('effects')).toEqual([]);
  });

  it('one event that hangs does not hold up the others', async () => {
    const seen: (string | undefined)[] = [];
    await startRelay(async (event) => {
      if (event.step === 'step-1') await new Promise(() => {});
      seen.push(event.step);
    }, 60_000);
    await store.commit(happened(1));
    await store.commit(happened(2));
    await until(() => seen.length === 1);
    expect(seen).toEqual(['step-2']);
    const [relay] = loops.splice(0);
    await relay?.stop(50);
  });

  it('stops taking, and lets what is under way finish', async () => {
    let finish = () => {};
    const seen: string[] = [];
    const { relay } = await startRelay(async (event) => {
      seen.push(`${event.step} begun`);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      seen.push(`${event.step} done`);
    }, 60_000);
    await store.commit(happened(1));
    await until(() => seen.length === 1);
    const stopped = relay.stop(20_000);
    await store.commit(happened(2));
    finish();
    await stopped;
    expect(seen).toEqual(['step-1 begun', 'step-1 done']);
  });
});

describe('runTimers', () => {
  const timer = (id: string, inMs: number | null) => ({
    shard: 0,
    timers: [{ id, atMs: inMs === null ? null : clock.nowMs() + inMs, payload: { type: 'test', id } }],
  });
  const start = (handle: (payload: { readonly type: string; readonly [key: string]: unknown }) => Promise<void>) => {
    const timers = createTimers({ client: redis.client(), shards: SHARDS });
    loops.push(runTimers({ log: silentLogger, clock, timers, handle, putAside: (each) => putTimerAside({ store, clock }, each) }));
  };

  it('hands out what is due, when it is due, once; never what was cancelled or put off', async () => {
    const seen: unknown[] = [];
    await store.commit(timer('now', 0));
    await store.commit(timer('later', 60_000));
    await store.commit(timer('cancelled', 0));
    await store.commit(timer('cancelled', null));
    await store.commit(timer('put off', 0));
    await store.commit(timer('put off', 120_000));
    start(async ({ id }) => void seen.push(id));
    await until(() => seen.length === 1);
    clock.advance(60_000);
    await until(() => seen.length === 2);
    expect(seen).toEqual(['now', 'later']);
  });

  it('one whose handling failed comes again when its lease has run out', async () => {
    let tries = 0;
    await store.commit(timer('hard', 0));
    start(async () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
    });
    await until(() => tries === 1);
    clock.advance(31_000);
    await until(() => tries === 2);
    await until(async () => (await redis.client().zcard('{s00}:due')) === 0);
  });
});

describe('a timer that always fails', () => {
  it('becomes work of the log after five times, a dead letter after five more, and is done when it is replayed', async () => {
    let tries = 0;
    let isMended = false;
    const work = async () => {
      tries += 1;
      if (!isMended) throw new Error('broken');
    };
    await store.commit({ shard: 0, timers: [{ id: 'hopeless', atMs: clock.nowMs(), payload: { type: 'test', id: 'hopeless' } }] });
    const timers = createTimers({ client: redis.client(), shards: SHARDS });
    const putAside = (timer: DueTimer) => putTimerAside({ store, clock }, timer);
    loops.push(runTimers({ log: silentLogger, clock, timers, handle: work, putAside }));
    for (let n = 1; n <= 5; n += 1) {
      await until(() => tries === n);
      clock.advance(31_000);
    }
    await until(async () => (await redis.client().zcard('{s00}:due')) === 0);
    const { eventLog, outcomes } = await startRelay(async (event) => {
      expect(timerIn(event)).toEqual({ type: 'test', id: 'hopeless' });
      await work();
    });
    await until(() => outcomes.includes('buried'));
    const [letter] = await listDeadLetters(eventLog);
    expect(letter).toMatchObject({ group: 'effects', reason: 'broken', event: { type: 'timer.failed', shard: 0 } });
    isMended = true;
    expect(letter && (await eventLog.replay('effects', letter.event))).toBe(true);
    await until(() => outcomes.includes('done'));
    expect(await listDeadLetters(eventLog)).toEqual([]);
  });

  it('is not given up while the store is away', async () => {
    let tries = 0;
    await store.commit({ shard: 0, timers: [{ id: 'waits', atMs: clock.nowMs(), payload: { type: 'test' } }] });
    const timers = createTimers({ client: redis.client(), shards: SHARDS });
    const given: unknown[] = [];
    const putAside = async (timer: DueTimer) => void given.push(timer);
    const handle = async () => {
      tries += 1;
      if (tries <= 6) throw new AppError('store-unavailable');
    };
    loops.push(runTimers({ log: silentLogger, clock, timers, handle, putAside }));
    for (let n = 1; n <= 7; n += 1) {
      await until(() => tries === n);
      clock.advance(31_000);
    }
    await until(async () => (await redis.client().zcard('{s00}:due')) === 0);
    expect(given).toEqual([]);
  });
});

describe('a store that freezes in the middle', () => {
  const away = () => new AppError('store-unavailable');

  it('an event that it counted as read and that never arrived is fetched at once, not after the time of a dead reader', async () => {
    const own = await createEventLog({ client: redis.client(), shards: SHARDS, clock, leftAfterMs: 3_600_000 });
    const seen: (string | undefined)[] = [];
    let freezes = 1;
    const eventLog: EventLog = {
      ...own,
      // The server hands the events out; the answer comes too late to be taken.
      read: async (...args) => {
        const events = await own.read(...args);
        if (events.length === 0 || freezes === 0) return events;
        freezes -= 1;
        throw away();
      },
    };
    const relay = runRelay({
      log: silentLogger,
      eventLog,
      group: 'effects',
      reader: 'one',
      handle: async (event) => void seen.push(event.step),
      onCommit: () => () => undefined,
    });
    loops.push(relay);
    await store.commit(happened(1));
    await store.commit(happened(2, 1));
    await until(() => seen.length === 2);
    expect(freezes).toBe(0);
    expect(seen.toSorted()).toEqual(['step-1', 'step-2']);
  });

  it('work that fails because of it is tried again in the process, and counts as done', async () => {
    let tries = 0;
    const { outcomes } = await startRelay(async () => {
      tries += 1;
      if (tries < 3) throw away();
    }, 3_600_000);
    await store.commit(happened(1));
    await until(() => outcomes.includes('done'));
    expect(outcomes).toEqual(['done']);
    expect(tries).toBe(3);
  });

  it('what is under way is not begun a second time by the fetching', async () => {
    const own = await createEventLog({ client: redis.client(), shards: SHARDS, clock, leftAfterMs: 3_600_000 });
    const begun: (string | undefined)[] = [];
    let finish = (): void => undefined;
    let fails = false;
    const eventLog: EventLog = {
      ...own,
      read: async (...args) => {
        if (!fails) return own.read(...args);
        fails = false;
        throw away();
      },
    };
    const relay = runRelay({
      log: silentLogger,
      eventLog,
      group: 'effects',
      reader: 'one',
      handle: async (event) => {
        begun.push(event.step);
        if (event.step === 'step-1')
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
      },
      onCommit: () => () => undefined,
    });
    loops.push(relay);
    await store.commit(happened(1));
    await until(() => begun.length === 1);
    fails = true;
    await until(() => !fails);
    await store.commit(happened(2));
    await until(() => begun.includes('step-2'));
    finish();
    expect(begun).toEqual(['step-1', 'step-2']);
  });
});

describe('dead letters settled together', () => {
  async function putAside(steps: number): Promise<EventLog> {
    const eventLog = await createEventLog({ client: redis.client(), shards: SHARDS, clock, leftAfterMs: 0, sweepEveryMs: 0 });
    for (let n = 1; n <= steps; n += 1) await store.commit(happened(n, n % SHARDS));
    for (const event of await eventLog.read('effects', 'one', 100)) await eventLog.bury('effects', event, 'no');
    return eventLog;
  }

  it('are handed out again once, whoever else replays them at the same time', async () => {
    const eventLog = await putAside(5);
    const choice = { untilMs: clock.nowMs() };
    const counts = await Promise.all([settleDeadLetters(eventLog, 'replay', choice), settleDeadLetters(eventLog, 'replay', choice)]);
    expect(counts[0] + counts[1]).toBe(5);
    expect(await listDeadLetters(eventLog)).toEqual([]);
    const again = await eventLog.read('effects', 'two', 100);
    expect(again.map(({ step }) => step).toSorted()).toEqual(['step-1', 'step-2', 'step-3', 'step-4', 'step-5']);
  });

  it('are given up: gone from the list, handed to nobody', async () => {
    const eventLog = await putAside(3);
    expect(await settleDeadLetters(eventLog, 'discard', { untilMs: clock.nowMs() })).toBe(3);
    expect(await listDeadLetters(eventLog)).toEqual([]);
    expect(await eventLog.read('effects', 'two', 100)).toEqual([]);
  });

  it('what was put aside after somebody looked, or is of another type, stays', async () => {
    const eventLog = await putAside(2);
    expect(await settleDeadLetters(eventLog, 'discard', { untilMs: clock.nowMs() - 1 })).toBe(0);
    expect(await settleDeadLetters(eventLog, 'discard', { untilMs: clock.nowMs(), type: 'handoff.failed' })).toBe(0);
    expect(await listDeadLetters(eventLog)).toHaveLength(2);
  });
});
