import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../src/base/in-time.ts';
import { createServerClient, type RedisClient, withinLimit } from '../../src/store/redis/client.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const LIMIT_MS = 60;

let redis: TestRedis;
let client: RedisClient;
beforeAll(async () => {
  redis = await startTestRedis();
  client = createServerClient(redis.url, { timeLimitMs: LIMIT_MS, name: 'test' });
  await client.connect();
  await client.set('who', 'Ana');
});
afterAll(async () => {
  client?.disconnect();
  await redis?.stop();
});

/** The process does not get to run, as on a busy machine or in a long collection of garbage. */
async function standStill(): Promise<void> {
  // The commands have left by then.
  await new Promise((resolve) => setImmediate(resolve));
  const until = performance.now() + 4 * LIMIT_MS;
  while (performance.now() < until) {}
}

describe('an answer that came while the process stood still', () => {
  it('is taken, though its time limit has passed meanwhile', async () => {
    const answers = Promise.all([client.get('who'), withinLimit(client.get('who'), LIMIT_MS)]);
    await standStill();
    expect(await answers).toEqual(['Ana', 'Ana']);
  });

  it('is refused when it is not there by then', async () => {
    redis.pause();
    try {
      const answers = Promise.allSettled([client.get('who'), withinLimit(client.get('who'), LIMIT_MS)]);
      await standStill();
      const [bare, limited] = await answers;
      expect(bare).toMatchObject({ status: 'rejected', reason: { message: 'Command timed out' } });
      expect(limited).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable' } });
    } finally {
      redis.resume();
    }
  });

  it('is told from an answer that never comes', async () => {
    const never = inTime(new Promise(() => {}), 1, () => new Error('too late'));
    await expect(never).rejects.toThrow('too late');
  });
});
