import type { KeyLimits } from '../../access/key-limits.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { requestsKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const WINDOW_SECONDS = 60;

/** KEYS count. ARGV window in seconds. Returns the requests so far in the window, and the seconds left of it. */
const COUNT = defineScript(`
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('TTL', KEYS[1])}
`);

/** Counts the requests of each key in windows of a minute, for all processes together. Throws `store-unavailable`. */
export function createKeyLimits(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): KeyLimits {
  return {
    take: async (keyId, perMinute) => {
      const [count, left] = (await withinLimit(runScript(client, COUNT, [requestsKey(keyId)], [WINDOW_SECONDS]), timeLimitMs)) as [
        number,
        number,
      ];
      return count <= perMinute ? { allowed: true } : { allowed: false, retryAfterSeconds: Math.max(1, left) };
    },
  };
}
