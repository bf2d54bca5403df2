import type { SecondFactorDuty } from '../../access/second-factor.ts';
import type { Role } from '../../access/user.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { SECOND_FACTOR_ROLES_KEY } from './keys.ts';

/** Which roles must have a second factor, on Redis. Throws `store-unavailable`. */
export function createSecondFactorDuty(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): SecondFactorDuty {
  return {
    roles: async () => {
      const text = await withinLimit(client.get(SECOND_FACTOR_ROLES_KEY), timeLimitMs);
      return text === null ? [] : (JSON.parse(text) as Role[]);
    },
    set: async (roles) => void (await withinLimit(client.set(SECOND_FACTOR_ROLES_KEY, JSON.stringify(roles)), timeLimitMs)),
  };
}
