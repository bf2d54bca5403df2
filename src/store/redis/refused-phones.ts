import type { RefusedPhone, RefusedPhones } from '../../callbacks/refused-phones.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { DESK_KEYS } from './keys.ts';

const KEY = DESK_KEYS.refusedPhones.pattern;
/** The field of the phone of all who have none of their own: no user id is so. */
const AGENT_DIAL = 'agent-dial';

export function createRefusedPhones(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): RefusedPhones {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    all: async () => (await within(client.hvals(KEY))).map((json) => JSON.parse(json) as RefusedPhone),
    refuse: async (phone) => void (await within(client.hset(KEY, phone.userId ?? AGENT_DIAL, JSON.stringify(phone)))),
    accept: async (userId) => void (await within(client.hdel(KEY, userId))),
  };
}
