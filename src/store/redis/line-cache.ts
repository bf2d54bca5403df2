import type { Keyring } from '../../base/keyring.ts';
import type { LookedUpLine } from '../../channels/outlook.ts';
import type { LineCache } from '../../handoff/look-up-line.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { lineDayKey, lineKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const DAY_SECONDS = 86_400;

/** KEYS counter of the day. ARGV most. Returns 1 if one more may be paid for. */
const SPEND = defineScript(`
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ${2 * DAY_SECONDS})
return 1
`);

/** What look-ups said, under keyed hashes of the numbers, and how many were paid for today. */
export function createLineCache(
  { client, keyring }: { readonly client: RedisClient; readonly keyring: Pick<Keyring, 'hash'> },
  timeLimitMs = DEFAULT_TIME_LIMIT_MS,
): LineCache {
  const keyOf = (e164: string) => lineKey(keyring.hash(`line:${e164}`));
  return {
    read: async (e164) => ((await withinLimit(client.get(keyOf(e164)), timeLimitMs)) as LookedUpLine | null) ?? undefined,
    write: async (e164, type, days) => void (await withinLimit(client.set(keyOf(e164), type, 'EX', days * DAY_SECONDS), timeLimitMs)),
    spend: async (nowMs, most) => {
      const key = lineDayKey(new Date(nowMs).toISOString().slice(0, 10));
      return (await withinLimit(runScript(client, SPEND, [key], [most]), timeLimitMs)) === 1;
    },
  };
}
