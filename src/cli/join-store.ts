import { createLogger } from '../base/log.ts';
import { type Config, readConfig } from '../config.ts';
import type { RedisClient } from '../store/redis/client.ts';
import { connectRedis } from '../store/redis/connect.ts';

const EX_CONFIG = 78;

/**
 * Works on the store that the service uses (REDIS_URL, DATA_DIR), also while it runs, and lets go of it afterwards. Throws
 * when what is written would be kept nowhere.
 */
export async function joinStore(work: (client: RedisClient, config: Config) => Promise<void>): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) {
    for (const problem of read.problems) console.error(problem);
    process.exitCode = EX_CONFIG;
    return;
  }
  const { redisUrl, redisServerBin, dataDir } = read.config;
  const connection = await connectRedis({
    dataDir,
    joinRunning: true,
    // What a command prints may be taken away by a pipe.
    logger: createLogger('warn', process.stderr),
    ...(redisUrl && { redisUrl }),
    ...(redisServerBin && { serverBinary: redisServerBin }),
  });
  try {
    if (connection.kind === 'in-memory')
      throw new Error(
        'There is no Redis on this machine, so nothing would be kept. Install redis-server or valkey-server, or set REDIS_URL.',
      );
    await work(connection.client, read.config);
  } finally {
    await connection.close();
  }
}
