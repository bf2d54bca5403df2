import { createRedisServer } from 'js-redis-server';
import { createClusterClient, createServerClient, OWNER_NAME, type RedisClient } from '../../src/store/redis/client.ts';
import { startTestCluster, startTestRedis } from '../support/redis.ts';

/** A server that the store must run on, and how to reach it. */
export interface Target {
  readonly name: string;
  start(): Promise<RunningTarget>;
}

export interface RunningTarget {
  /** A client as the product makes it, ready. */
  connect(timeLimitMs?: number): Promise<RedisClient>;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

function stopAfter(disconnect: () => void, server: { stop(): Promise<void> }) {
  return async () => {
    disconnect();
    await server.stop();
  };
}

const PATIENT_MS = 20_000;

export async function readyClient(make: () => RedisClient): Promise<RedisClient> {
  const client = make();
  client.on('error', () => {});
  await client.connect();
  return client;
}

function collector(make: (timeLimitMs: number) => RedisClient) {
  const clients: RedisClient[] = [];
  return {
    connect: async (timeLimitMs = PATIENT_MS) => {
      const client = await readyClient(() => make(timeLimitMs));
      clients.push(client);
      return client;
    },
    disconnect: () => {
      for (const client of clients) client.disconnect();
    },
  };
}

/** One real Redis, a Redis Cluster of three nodes, the in-memory server. */
export const TARGETS: readonly Target[] = [
  {
    name: 'one Redis',
    start: async () => {
      const redis = await startTestRedis();
      const { connect, disconnect } = collector((timeLimitMs) => createServerClient(redis.url, { timeLimitMs, name: OWNER_NAME }));
      return { connect, flush: redis.flush, stop: stopAfter(disconnect, redis) };
    },
  },
  {
    name: 'a Redis Cluster of three nodes',
    start: async () => {
      const cluster = await startTestCluster();
      const addresses = cluster.url.split(',');
      const { connect, disconnect } = collector((timeLimitMs) => createClusterClient(addresses, { timeLimitMs, name: OWNER_NAME }));
      return { connect, flush: cluster.flush, stop: stopAfter(disconnect, cluster) };
    },
  },
  {
    name: 'the in-memory server',
    start: async () => {
      const server = await createRedisServer();
      const address = `redis://${server.host}:${server.port}`;
      const { connect, disconnect } = collector((timeLimitMs) => createServerClient(address, { timeLimitMs, name: OWNER_NAME }));
      const flush = async () => {
        const client = await connect();
        await client.flushall();
      };
      return { connect, flush, stop: stopAfter(disconnect, { stop: () => server.close() }) };
    },
  },
];
