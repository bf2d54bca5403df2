import type { ChatIndex, IndexedChat } from '../../agents/chat-index.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { DESK_KEYS, goneChatKey, seatsKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/**
 * KEYS open, waiting, offers, gone. ARGV chat, version, agent ('' for none), json ('' when closed), '1' if it waits, prefix
 * of the seats, now (ms). The seats touched are in the slot of the declared keys. Entries of `open` are `version|agent|json`.
 */
const PROJECT = defineScript(`
local call = redis.call
local chat, version, agent, body = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local gone = tonumber(call('GET', KEYS[4]) or '0')
local found = call('HGET', KEYS[1], chat)
local before, held = '0', ''
if found then before, held = string.match(found, '^(%d+)|([^|]*)|') end
if version <= gone or version <= tonumber(before) then return 0 end
if held ~= '' and held ~= agent then call('ZREM', ARGV[6] .. held, chat) end
if body == '' then
  call('HDEL', KEYS[1], chat)
  call('SET', KEYS[4], version, 'EX', 86400)
else
  call('HSET', KEYS[1], chat, ARGV[2] .. '|' .. agent .. '|' .. body)
  if agent ~= '' then call('ZADD', ARGV[6] .. agent, ARGV[7], chat) end
end
if ARGV[5] == '1' then call('HSET', KEYS[2], chat, body)
else
  call('HDEL', KEYS[2], chat)
  call('HDEL', KEYS[3], chat)
end
return 1
`);

/** The open chats on Redis: two hashes and the seats that follow from them, changed together. */
export function createChatIndex(client: RedisClient, now: () => number, timeLimitMs = DEFAULT_TIME_LIMIT_MS): ChatIndex {
  const open = DESK_KEYS.openChats.pattern;
  const waiting = DESK_KEYS.waitingChats.pattern;
  return {
    project: async (chatId, version, chat) => {
      const keys = [open, waiting, DESK_KEYS.offers.pattern, goneChatKey(chatId)];
      const agent = chat?.state === 'assigned' ? (chat.agentId ?? '') : '';
      const body = chat ? JSON.stringify(chat) : '';
      const args = [chatId, version, agent, body, chat?.state === 'waiting' ? '1' : '0', seatsKey(''), now()];
      await withinLimit(runScript(client, PROJECT, keys, args), timeLimitMs);
    },
    waiting: async () => (await withinLimit(client.hvals(waiting), timeLimitMs)).map((json) => JSON.parse(json) as IndexedChat),
    open: async (max) => {
      const entries = await withinLimit(client.hvals(open), timeLimitMs);
      return entries.slice(0, max).map((entry) => JSON.parse(entry.slice(entry.indexOf('|', entry.indexOf('|') + 1) + 1)) as IndexedChat);
    },
  };
}
