import { defineScript } from './script.ts';

/**
 * Hand out what is due, until the lease ends. KEYS due, timers. ARGV now, lease (ms), most.
 * Returns id, body, id, body…
 */
export const LEASE = defineScript(`
local out = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local body = redis.call('HGET', KEYS[2], id)
  if body then
    redis.call('ZADD', KEYS[1], ARGV[1] + ARGV[2], id)
    out[#out + 1] = id
    out[#out + 1] = body
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return out
`);

/**
 * Done with: forget each timer that is still the one that was handed out, not one that a commit has put in its place.
 * KEYS due, timers. ARGV id, body, id, body… Returns how many went.
 */
export const ACKNOWLEDGE = defineScript(`
local gone = 0
for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[2], ARGV[i]) == ARGV[i + 1] then
    redis.call('ZREM', KEYS[1], ARGV[i])
    gone = gone + redis.call('HDEL', KEYS[2], ARGV[i])
  end
end
return gone
`);
