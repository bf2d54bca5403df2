import { createRedisServer } from 'js-redis-server';
import type { Logger } from '../../base/log.ts';

const CLOSE_LIMIT_MS = 1_000;

/** The last resort where no real server can be had: the same commands from memory, and nothing kept after the process. */
export async function startInMemoryRedis(logger: Logger): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = await createRedisServer({ logger: { error: (cause) => logger.error({ cause }, 'the in-memory Redis failed') } });
  logger.warn(
    {},
    '*** NOTHING IS KEPT: no Redis was found on this machine, so everything lives in memory and is lost when this process ends. ' +
      'Install redis-server or valkey-server, or set REDIS_URL. ***',
  );
  return {
    address: `redis://${server.host}:${server.port}`,
    // It waits for connections that others have left open; nothing is lost by not waiting with it.
    close: () => Promise.race([server.close(), new Promise<void>((done) => setTimeout(done, CLOSE_LIMIT_MS).unref())]),
  };
}
