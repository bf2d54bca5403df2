import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFaultBoard } from '../../src/store/redis/fault-board.ts';
import { PROCESS_KEY } from '../../src/store/redis/keys.ts';
import { holdProcessLease } from '../../src/store/redis/process-lease.ts';
import { createSenderPace } from '../../src/store/redis/sender-pace.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';

let redis: TestRedis;
let client: ReturnType<TestRedis['client']>;
beforeAll(async () => {
  redis = await startTestRedis();
  client = redis.client();
});
afterAll(() => redis.stop());
beforeEach(() => redis.flush());
const unexpected = (problem: Error) => {
  throw problem;
};

describe('the lease of the one process', () => {
  it('is refused while another process of this machine is alive, with what to do', async () => {
    await client.set(PROCESS_KEY, `${hostname()}:${process.ppid}:1`);
    await expect(holdProcessLease(client, unexpected)).rejects.toThrow(/already uses this Redis.*CLICKHOUSE_URL/s);
  });

  it('is taken over at once from a process of this machine that is gone', async () => {
    await client.set(PROCESS_KEY, `${hostname()}:999999999:1`);
    const lease = await holdProcessLease(client, unexpected);
    expect(await client.get(PROCESS_KEY)).toContain(`${hostname()}:${process.pid}:`);
    await lease.release();
    expect(await client.exists(PROCESS_KEY)).toBe(0);
  });

  it('of another machine is waited for, and refused when it stays', async () => {
    await client.set(PROCESS_KEY, 'elsewhere:1:1');
    await expect(holdProcessLease(client, unexpected, 600)).rejects.toThrow(/elsewhere/);
    await client.set(PROCESS_KEY, 'elsewhere:1:1', 'PX', 300);
    await (await holdProcessLease(client, unexpected, 20_000)).release();
  });

  it('that another holds at the next renewal is told, once, and left to the other', async () => {
    const told: string[] = [];
    const lease = await holdProcessLease(client, ({ message }) => told.push(message));
    await client.set(PROCESS_KEY, 'elsewhere:7:1');
    await until(() => told.length > 0);
    await lease.release();
    expect(told).toEqual([expect.stringMatching(/elsewhere, process 7.*taken this Redis over/)]);
    expect(await client.get(PROCESS_KEY)).toBe('elsewhere:7:1');
  });
});

const to = (sender: string, recipient = 'p_01_X', urgent = true) => ({ sender, recipient, urgent });

describe('the pace of a sender', () => {
  it('gives every message its own place, evenly spaced, over two processes', async () => {
    const [one, other] = [createSenderPace({ client }, 200), createSenderPace({ client: redis.client() }, 200)];
    const key = '{all}:pace:+34910000000';
    const before = await client.time();
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).acquire(to('+34910000000'))));
    const startUs = Number(before[0]) * 1e6 + Number(before[1]);
    expect(Number(await client.get(key))).toBeGreaterThanOrEqual(startUs + 20 * 5_000);
  });

  it('does not hold one sender up for another', async () => {
    const pace = createSenderPace({ client }, 0.0001);
    await pace.acquire(to('+34910000000'));
    await pace.acquire(to('+34910000001'));
    expect(await client.exists('{all}:pace:+34910000001')).toBe(1);
  });
});

describe('the pace of a sender towards one person, and of what is repeated', () => {
  it('lets 45 through at once and the next one six seconds later', async () => {
    const waits: number[] = [];
    const stop = new Error('enough');
    const wait = async (ms: number) => {
      waits.push(ms);
      throw stop;
    };
    const pace = createSenderPace({ client, wait }, 1_000_000);
    for (let n = 0; n < 45; n += 1) await pace.acquire(to('+34910000002'));
    await expect(pace.acquire(to('+34910000002'))).rejects.toBe(stop);
    expect(waits[0]).toBeGreaterThan(4_000);
    expect(waits[0]).toBeLessThanOrEqual(6_000);
    await pace.acquire(to('+34910000002', 'p_01_OTHER'));
  });

  it('what is repeated takes no place while somebody is ahead, and is not put off for ever', async () => {
    let waited = 0;
    const pace = createSenderPace({ client, wait: async () => undefined }, 0.001);
    await pace.acquire(to('+34910000003'));
    const key = '{all}:pace:+34910000003';
    const ahead = await client.get(key);
    const background = createSenderPace(
      {
        client,
        wait: async () => {
          waited += 1;
          if (waited <= 100) expect(await client.get(key)).toBe(ahead);
        },
      },
      0.001,
    );
    await background.acquire(to('+34910000003', 'p_01_Y', false));
    expect(waited).toBe(101);
    expect(Number(await client.get(key))).toBeGreaterThan(Number(ahead));
  });
});

describe('faults of releases', () => {
  it('are counted by release', async () => {
    const faults = createFaultBoard(client);
    expect([await faults.add('support@1'), await faults.add('support@1'), await faults.add('support@2')]).toEqual([1, 2, 1]);
    expect(await faults.all()).toEqual({ 'support@1': 2, 'support@2': 1 });
  });
});
