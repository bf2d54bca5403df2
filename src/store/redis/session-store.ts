import type { Session, SessionStore } from '../../access/session-store.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { sessionKey, sessionsOfKey } from './keys.ts';

const REMEMBERED_SECONDS = 7 * 24 * 3600;

/** The sessions on Redis. Throws `store-unavailable`. */
export function createSessionStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): SessionStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    create: async (id, session, ttlSeconds) => {
      const mine = sessionsOfKey(session.userId);
      // The list first: a session that "end all" does not know of must not exist.
      await within(Promise.all([client.sadd(mine, id), client.expire(mine, REMEMBERED_SECONDS)]));
      await within(client.set(sessionKey(id), JSON.stringify(session), 'EX', ttlSeconds));
    },
    read: async (id) => {
      const text = await within(client.get(sessionKey(id)));
      return text === null ? undefined : (JSON.parse(text) as Session);
    },
    touch: async (id, session, ttlSeconds) => {
      await within(client.set(sessionKey(id), JSON.stringify(session), 'EX', ttlSeconds, 'XX'));
    },
    end: async (id, userId) => {
      await within(Promise.all([client.del(sessionKey(id)), client.srem(sessionsOfKey(userId), id)]));
    },
    list: async (userId) => {
      const ids = await within(client.smembers(sessionsOfKey(userId)));
      const texts = await within(Promise.all(ids.map((id) => client.get(sessionKey(id)))));
      return ids.flatMap((id, n) => {
        const text = texts[n];
        return text ? [{ id, session: JSON.parse(text) as Session }] : [];
      });
    },
    endAllOf: async (userId) => {
      const ids = await within(client.smembers(sessionsOfKey(userId)));
      await within(Promise.all(ids.map((id) => client.del(sessionKey(id)))));
      if (ids.length > 0) await within(client.srem(sessionsOfKey(userId), ...ids));
    },
  };
}
