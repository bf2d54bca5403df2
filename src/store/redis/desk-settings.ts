import type { CannedReply } from '../../agents/canned-replies.ts';
import type { DeskSettings } from '../../agents/desk-settings.ts';
import type { OpeningHours } from '../../agents/opening-hours.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { DESK_KEYS } from './keys.ts';

/** What supervisors set for the desk, on Redis. */
export function createDeskSettings(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): DeskSettings {
  const read = async <T>(key: string): Promise<T | undefined> => {
    const json = await withinLimit(client.get(key), timeLimitMs);
    return json === null ? undefined : (JSON.parse(json) as T);
  };
  const write = async (key: string, value: unknown) => {
    const written: Promise<unknown> = value === undefined ? client.del(key) : client.set(key, JSON.stringify(value));
    await withinLimit(written, timeLimitMs);
  };
  return {
    cannedReplies: () => read<readonly CannedReply[]>(DESK_KEYS.canned.pattern),
    setCannedReplies: (replies) => write(DESK_KEYS.canned.pattern, replies),
    openingHours: () => read<OpeningHours>(DESK_KEYS.hours.pattern),
    setOpeningHours: (hours) => write(DESK_KEYS.hours.pattern, hours),
  };
}
