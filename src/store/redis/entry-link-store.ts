import type { EntryLink, EntryLinkStore } from '../../entries/entry-link.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { ENTRY_LINKS_KEY } from './keys.ts';

/** The links with reference codes, on Redis. Throws `store-unavailable`. */
export function createEntryLinkStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): EntryLinkStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const parse = (text: string) => JSON.parse(text) as EntryLink;
  return {
    list: async () =>
      Object.values(await within(client.hgetall(ENTRY_LINKS_KEY)))
        .map(parse)
        .sort((a, b) => b.createdAtMs - a.createdAtMs),
    byCode: async (code) => {
      const text = await within(client.hget(ENTRY_LINKS_KEY, code));
      return text === null ? undefined : parse(text);
    },
    add: async (link) => (await within(client.hsetnx(ENTRY_LINKS_KEY, link.code, JSON.stringify(link)))) === 1,
    replace: async (link) => void (await within(client.hset(ENTRY_LINKS_KEY, link.code, JSON.stringify(link)))),
  };
}
