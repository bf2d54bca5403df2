import { Redis } from 'ioredis';
import { createRedisServer } from 'js-redis-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../../src/base/log.ts';
import { tryProgram } from '../../src/store/redis/find-server.ts';
import { startInMemoryRedis } from '../../src/store/redis/in-memory-redis.ts';
import { startTestRedis } from '../support/redis.ts';
import { type Point, pointsFor } from './exercise.ts';

interface Server {
  readonly client: Redis;
  stop(): Promise<void>;
}

function exercise(points: readonly Point[], start: () => Promise<Server>): void {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());
  test.each(points)('$name', ({ run }) => run(server.client));
}

for (const program of ['redis-server', 'valkey-server']) {
  const found = await tryProgram('embedded', [program]);
  if (!found) continue;
  describe(`${program} can do what we ask of it`, () => {
    exercise(pointsFor('real', / v=(\S+)/.exec(found.version)?.[1] ?? ''), async () => {
      const redis = await startTestRedis({ program, appendOnly: true });
      return { client: redis.client(), stop: redis.stop };
    });
  });
}

describe('the in-memory server can do what we ask of it', async () => {
  const look = await createRedisServer();
  const version = /redis_version:(\S+)/.exec(await askInfo(look.port))?.[1] ?? '';
  await look.close();
  exercise(pointsFor('in-memory', version), async () => {
    const server = await startInMemoryRedis(silentLogger);
    const client = new Redis(server.address);
    return {
      client,
      stop: async () => {
        client.disconnect();
        await server.close();
      },
    };
  });
});

test('our scripts do without what not every server can', () => {
  expect(pointsFor('in-memory', '7.0.0').map(({ name }) => name)).not.toContain('HEXPIRE');
  expect(pointsFor('real', '7.4.1').map(({ name }) => name)).toContain('HEXPIRE');
});

async function askInfo(port: number): Promise<string> {
  const client = new Redis(port);
  const info = await client.info('server');
  client.disconnect();
  return info;
}
