import type { PresenceBoard, Present } from '../../flows/studio/presence.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { presentKey } from './keys.ts';

const KEPT_SECONDS = 3_600;

/** Who has which draft open, on Redis. Throws `store-unavailable`. */
export function createPresenceBoard(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): PresenceBoard {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    put: async (flowId, present) => {
      const key = presentKey(flowId);
      await within(Promise.all([client.hset(key, present.connection, JSON.stringify(present)), client.expire(key, KEPT_SECONDS)]));
    },
    remove: async (flowId, connection) => void (await within(client.hdel(presentKey(flowId), connection))),
    list: async (flowId, sinceMs) => {
      const all = Object.values(await within(client.hgetall(presentKey(flowId)))).map((text) => JSON.parse(text) as Present);
      const gone = all.filter(({ seenAtMs }) => seenAtMs < sinceMs);
      if (gone.length > 0) await within(client.hdel(presentKey(flowId), ...gone.map(({ connection }) => connection)));
      return all.filter((each) => !gone.includes(each)).sort((a, b) => a.sinceMs - b.sinceMs);
    },
  };
}
