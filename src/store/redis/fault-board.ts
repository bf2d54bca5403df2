import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { FLOW_FAULTS_KEY } from './keys.ts';

/** How often a step of each release failed by a bug, over all processes. */
export interface FaultBoard {
  /** The count after this one. */
  add(flowRef: string): Promise<number>;
  all(): Promise<Readonly<Record<string, number>>>;
}

const TTL_SECONDS = 30 * 24 * 3600;

export function createFaultBoard(client: RedisClient): FaultBoard {
  return {
    async add(flowRef) {
      const [count] = await withinLimit(
        Promise.all([client.hincrby(FLOW_FAULTS_KEY, flowRef, 1), client.expire(FLOW_FAULTS_KEY, TTL_SECONDS)]),
        DEFAULT_TIME_LIMIT_MS,
      );
      return count;
    },
    async all() {
      const counts = await withinLimit(client.hgetall(FLOW_FAULTS_KEY), DEFAULT_TIME_LIMIT_MS);
      return Object.fromEntries(Object.entries(counts).map(([flow, count]) => [flow, Number(count)]));
    },
  };
}
