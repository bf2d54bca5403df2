import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { createKeyring, type Keyring } from '../../src/base/keyring.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { type CarrierForProcesses, PROCESS_SECRET, staffDesk, startCarrierForProcesses } from './carrier-for-processes.ts';
import { startTestRedis, type TestRedis } from './redis.ts';
import { openReplyGate, type ReplyGate } from './reply-gate.ts';

/** What stands beside a service that is run as a process, and outlives it when it is killed. */
export interface BesideProcess {
  readonly redis: TestRedis;
  readonly client: Redis;
  readonly store: RedisStore;
  readonly keyring: Keyring;
  /** Between the service and its Redis; can hold the replies back. */
  readonly gate: ReplyGate;
  readonly beside: CarrierForProcesses;
  /** What the process is started with. */
  readonly environment: Record<string, string>;
  stop(): Promise<void>;
}

/** A Redis, a gate before it, a carrier, and somebody at the desk. */
export async function startBesideProcess(): Promise<BesideProcess> {
  const redis = await startTestRedis({ appendOnly: true });
  const client = redis.client();
  const keyring = createKeyring(PROCESS_SECRET, 16);
  const gate = await openReplyGate(redis.port);
  const dataDir = await mkdtemp(join(tmpdir(), 'relevo-process-'));
  const beside = await startCarrierForProcesses();
  await staffDesk(client);
  return {
    redis,
    client,
    store: createRedisStore({ client, keyring }, { timeLimitMs: 5_000 }),
    keyring,
    gate,
    beside,
    environment: { ...beside.environment, REDIS_URL: gate.url, DATA_DIR: dataDir },
    stop: async () => {
      await beside.carrier.close();
      await gate.close();
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
