import type { ApiKey, ApiKeyStore } from '../../access/api-key.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { API_KEY_USES_KEY, API_KEYS_KEY } from './keys.ts';

function keyFrom(text: string, lastUse: string | null | undefined): ApiKey {
  const key = JSON.parse(text) as ApiKey;
  return lastUse ? { ...key, lastUsedAtMs: Number(lastUse) } : key;
}

/** The API keys on Redis; their uses stand apart, so that noting one never brings back a revoked key. Throws `store-unavailable`. */
export function createApiKeyStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): ApiKeyStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    byId: async (id) => {
      const [text, lastUse] = await within(Promise.all([client.hget(API_KEYS_KEY, id), client.hget(API_KEY_USES_KEY, id)]));
      return text === null ? undefined : keyFrom(text, lastUse);
    },
    list: async () => {
      const [keys, uses] = await within(Promise.all([client.hgetall(API_KEYS_KEY), client.hgetall(API_KEY_USES_KEY)]));
      return Object.entries(keys)
        .map(([id, text]) => keyFrom(text, uses[id]))
        .sort((a, b) => a.createdAtMs - b.createdAtMs);
    },
    put: async ({ lastUsedAtMs: _, ...key }) => {
      await within(client.hset(API_KEYS_KEY, key.id, JSON.stringify(key)));
    },
    noteUse: async (id, atMs) => {
      await within(client.hset(API_KEY_USES_KEY, id, atMs));
    },
    remove: async (id) => {
      const [removed] = await within(Promise.all([client.hdel(API_KEYS_KEY, id), client.hdel(API_KEY_USES_KEY, id)]));
      return removed === 1;
    },
  };
}
