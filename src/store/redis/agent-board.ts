import type { AgentBoard, ChatOffer, DeskSignal, Presence } from '../../agents/agent-board.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { DESK_KEYS, seatsKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const DAY_SECONDS = 86_400;
const FIRST_REPLIES_KEPT = 50;
const SIGNALS_KEPT = 1000;

/**
 * KEYS seats, open. ARGV user, now (ms), chat ('' only counts), capacity. A seat whose chat did not become the agent's within a
 * minute (the process died between the two) is given back. Returns {taken, seats held}.
 */
const SEATS = defineScript(`
local call = redis.call
for _, chat in ipairs(call('ZRANGEBYSCORE', KEYS[1], '-inf', tonumber(ARGV[2]) - 60000)) do
  local entry = call('HGET', KEYS[2], chat)
  local agent = entry and string.match(entry, '^%d+|([^|]*)|')
  if agent ~= ARGV[1] then call('ZREM', KEYS[1], chat) end
end
local held = call('ZCARD', KEYS[1])
if ARGV[3] == '' then return {0, held} end
if call('ZSCORE', KEYS[1], ARGV[3]) then return {1, held} end
if held >= tonumber(ARGV[4]) then return {0, held} end
call('ZADD', KEYS[1], ARGV[2], ARGV[3])
return {1, held + 1}
`);

/** KEYS offers. ARGV chat, user, now, until (ms). An offer is `until user user …`, the user asked last at the end. Returns 1 if made. */
const MAKE_OFFER = defineScript(`
local found = redis.call('HGET', KEYS[1], ARGV[1])
local tried = ''
if found then
  local ends, users = string.match(found, '^(%d+) (.*)$')
  if tonumber(ends) > tonumber(ARGV[3]) then return 0 end
  tried = users .. ' '
  local count = select(2, string.gsub(tried, ' ', ''))
  if count > 20 then tried = '' end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4] .. ' ' .. tried .. ARGV[2])
return 1
`);

/** KEYS offers. ARGV chat, user, now (ms). Ends the offer if it is that user's. */
const DECLINE = defineScript(`
local found = redis.call('HGET', KEYS[1], ARGV[1])
if not found then return 0 end
local users = string.match(found, '^%d+ (.*)$')
local last = string.match(users, '([^ ]+)$')
if last ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ' ' .. users)
return 1
`);

const key = {
  presence: DESK_KEYS.presence.pattern,
  offers: DESK_KEYS.offers.pattern,
  replies: DESK_KEYS.firstReplies.pattern,
  signals: DESK_KEYS.signals.pattern,
  open: DESK_KEYS.openChats.pattern,
};

/** The agents' board on Redis. `now` tells ages of seats, ms. */
export function createAgentBoard(client: RedisClient, now: () => number, timeLimitMs = DEFAULT_TIME_LIMIT_MS): AgentBoard {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const seats = async (userId: string, chatId: string, capacity: number) =>
    (await within(runScript(client, SEATS, [seatsKey(userId), key.open], [userId, now(), chatId, capacity]))) as [number, number];
  return {
    setPresence: async (presence) => {
      const written = client.hset(key.presence, presence.userId, JSON.stringify(presence));
      await within(Promise.all([written, client.expire(key.presence, DAY_SECONDS)]));
    },
    agents: async () => {
      const found = (await within(client.hvals(key.presence))).map((json) => JSON.parse(json) as Presence);
      const recent = found.filter((agent) => now() - agent.seenAtMs < DAY_SECONDS * 1000);
      return Promise.all(recent.map(async (agent) => ({ ...agent, load: (await seats(agent.userId, '', 0))[1] })));
    },
    takeSeat: async (userId, chatId, capacity) => (await seats(userId, chatId, capacity))[0] === 1,
    leaveSeat: async (userId, chatId) => void (await within(client.zrem(seatsKey(userId), chatId))),
    seatsOf: (userId) => within(client.zrange(seatsKey(userId), '0', '-1')),
    offers: async () => Object.entries(await within(client.hgetall(key.offers))).map(readOffer),
    makeOffer: async (chatId, userId, nowMs, untilMs) =>
      (await within(runScript(client, MAKE_OFFER, [key.offers], [chatId, userId, nowMs, untilMs]))) === 1,
    declineOffer: async (chatId, userId, nowMs) => void (await within(runScript(client, DECLINE, [key.offers], [chatId, userId, nowMs]))),
    ...replyTimes(client, within),
    ...signals(client, within),
  };
}

type Within = <T>(work: Promise<T>) => Promise<T>;

function readOffer([chatId, text]: [string, string]): ChatOffer {
  const [untilMs, ...tried] = text.split(' ');
  return { chatId, untilMs: Number(untilMs), tried, userId: tried.at(-1) ?? '' };
}

function replyTimes(client: RedisClient, within: Within): Pick<AgentBoard, 'noteFirstReply' | 'firstReplies'> {
  return {
    noteFirstReply: async (chatId, reply) => {
      const added = client.zadd(key.replies, reply.atMs, `${chatId}:${reply.seconds}`);
      await within(Promise.all([added, client.zremrangebyrank(key.replies, 0, -FIRST_REPLIES_KEPT - 1)]));
    },
    firstReplies: async () => {
      const flat = await within(client.zrange(key.replies, '0', '-1', 'WITHSCORES'));
      const replies: { seconds: number; atMs: number }[] = [];
      for (let i = 0; i + 1 < flat.length; i += 2) {
        replies.push({ seconds: Number(flat[i]?.split(':')[1]), atMs: Number(flat[i + 1]) });
      }
      return replies;
    },
  };
}

function signals(client: RedisClient, within: Within): Pick<AgentBoard, 'signal' | 'signalsAfter'> {
  return {
    signal: async (signal) => void (await within(client.xadd(key.signals, 'MAXLEN', '~', SIGNALS_KEPT, '*', 'e', JSON.stringify(signal)))),
    signalsAfter: async (cursor) => {
      if (cursor === undefined) {
        const [newest] = await within(client.xrevrange(key.signals, '+', '-', 'COUNT', '1'));
        return { signals: [], cursor: newest?.[0] ?? '0-0' };
      }
      const entries = await within(client.xrange(key.signals, `(${cursor}`, '+', 'COUNT', '500'));
      return {
        signals: entries.map(([, fields]) => JSON.parse(fields[1] ?? '{}') as DeskSignal),
        cursor: entries.at(-1)?.[0] ?? cursor,
      };
    },
  };
}
