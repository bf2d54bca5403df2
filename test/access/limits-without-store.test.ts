import { expect, it } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { createAttemptLimits } from '../../src/store/redis/attempt-limits.ts';
import { createServerClient } from '../../src/store/redis/client.ts';
import { startTestRedis } from '../support/redis.ts';

it('attempts are still counted, in memory, while the store is gone', async () => {
  const redis = await startTestRedis();
  const client = createServerClient(redis.url, { timeLimitMs: 300, name: 'relevo-test' });
  client.on('error', () => undefined);
  await client.connect();
  const keyring = createKeyring('a secret key of the tests, 32 bytes and more', 4);
  const limits = createAttemptLimits({ client, keyring }, { perNameAndAddress: 2 });
  try {
    await redis.kill();
    const attempt = { username: 'ana', address: '203.0.113.7' };
    const answers = [await limits.take(attempt), await limits.take(attempt), await limits.take(attempt)];
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  } finally {
    client.disconnect();
    await redis.stop();
  }
});
