import type { ScheduledRelease, ScheduleStore } from '../../flows/studio/schedule.ts';
import { approvalArgs, approvalKeys, approvalLua } from './approval-store.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { FLOW_KEYS } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS scheduled, due, approvals, approved; ARGV flow id, text, due or '', five about requests. 0: the request is another. */
const PUT = defineScript(`${approvalLua(3, 4)}
if changed() then return 0 end
settle()
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1]) end
return 1
`);

/** KEYS scheduled, due; ARGV now, end of the lease. */
const LEASE = defineScript(`
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])) do
  local text = redis.call('HGET', KEYS[1], id)
  if text then
    redis.call('ZADD', KEYS[2], ARGV[2], id)
    found[#found + 1] = text
  else
    redis.call('ZREM', KEYS[2], id)
  end
end
return found
`);

/** KEYS scheduled, due; ARGV flow id, as it was leased, as it becomes or ''. */
const SETTLE = defineScript(`
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1
`);

const KEYS = [FLOW_KEYS.scheduled.pattern, FLOW_KEYS.scheduledDue.pattern];

/** What is to be published later, on Redis. Throws `store-unavailable`. */
export function createScheduleStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): ScheduleStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const read = (text: string) => JSON.parse(text) as ScheduledRelease;
  return {
    read: async (flowId) => {
      const text = await within(client.hget(FLOW_KEYS.scheduled.pattern, flowId));
      return text === null ? undefined : read(text);
    },
    all: async () => Object.values(await within(client.hgetall(FLOW_KEYS.scheduled.pattern))).map(read),
    put: async (scheduled, approval) => {
      const { flowId, publishAtMs } = scheduled;
      const values = [flowId, JSON.stringify(scheduled), String(publishAtMs), ...approvalArgs(approval)];
      return (await within(runScript(client, PUT, [...KEYS, ...approvalKeys(flowId)], values))) === 1;
    },
    remove: async (flowId) => {
      const [removed] = await within(
        Promise.all([client.hdel(FLOW_KEYS.scheduled.pattern, flowId), client.zrem(FLOW_KEYS.scheduledDue.pattern, flowId)]),
      );
      return removed === 1;
    },
    lease: async (nowMs, leaseMs) => {
      const texts = (await within(runScript(client, LEASE, KEYS, [String(nowMs), String(nowMs + leaseMs)]))) as string[];
      return texts.map(read);
    },
    settle: async (leased, refused) => {
      const after = refused ? JSON.stringify({ ...leased, refused }) : '';
      await within(runScript(client, SETTLE, KEYS, [leased.flowId, JSON.stringify(leased), after]));
    },
  };
}
