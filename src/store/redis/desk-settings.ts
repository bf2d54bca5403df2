import type { CannedReply } from '../../agents/canned-replies.ts';
import type { DeskSettings } from '../../agents/desk-settings.ts';
import type { OpeningHours } from '../../agents/opening-hours.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { DESK_KEYS } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS value. ARGV what it must be ('' for nothing), what it becomes. */
const REPLACE = defineScript(`
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`);

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
    replaceCannedReplies: async (before, after) => {
      const args = [before === undefined ? '' : JSON.stringify(before), JSON.stringify(after)];
      return (await withinLimit(runScript(client, REPLACE, [DESK_KEYS.canned.pattern], args), timeLimitMs)) === 1;
    },
    openingHours: () => read<OpeningHours>(DESK_KEYS.hours.pattern),
    setOpeningHours: (hours) => write(DESK_KEYS.hours.pattern, hours),
  };
}
