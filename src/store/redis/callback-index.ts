import type { CallbackIndex, IndexedCallback } from '../../callbacks/callback-index.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { DESK_KEYS, goneCallbackKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS open, gone. ARGV callback, version, json ('' when closed). Entries of `open` are `version|json`. */
const PROJECT = defineScript(`
local call = redis.call
local id, version, body = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local gone = tonumber(call('GET', KEYS[2]) or '0')
local found = call('HGET', KEYS[1], id)
local before = found and string.match(found, '^(%d+)|') or '0'
if version <= gone or version <= tonumber(before) then return 0 end
if body == '' then
  call('HDEL', KEYS[1], id)
  call('SET', KEYS[2], version, 'EX', 86400)
else
  call('HSET', KEYS[1], id, ARGV[2] .. '|' .. body)
end
return 1
`);

/** The open callbacks on Redis. */
export function createCallbackIndex(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): CallbackIndex {
  const open = DESK_KEYS.openCallbacks.pattern;
  return {
    project: async (id, version, callback) => {
      const args = [id, version, callback ? JSON.stringify(callback) : ''];
      await withinLimit(runScript(client, PROJECT, [open, goneCallbackKey(id)], args), timeLimitMs);
    },
    open: async () =>
      (await withinLimit(client.hvals(open), timeLimitMs)).map(
        (entry) => JSON.parse(entry.slice(entry.indexOf('|') + 1)) as IndexedCallback,
      ),
  };
}
