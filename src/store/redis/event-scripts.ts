import { defineScript } from './script.ts';

/** Put an event aside. KEYS events, dead. ARGV group, event id, dead letter, ttl (s). */
export const BURY = defineScript(`
redis.call('HSET', KEYS[2], ARGV[1] .. ':' .. ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
`);

/**
 * Give a dead letter back to its group, as an event that its reader has left long ago. KEYS events, dead.
 * ARGV group, event id, idle time (ms). Returns 0 if the letter, or the event itself, is no longer there.
 */
export const REPLAY = defineScript(`
local field = ARGV[1] .. ':' .. ARGV[2]
if redis.call('HEXISTS', KEYS[2], field) == 0 then return 0 end
if #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) == 0 then return 0 end
redis.call('XCLAIM', KEYS[1], ARGV[1], 'replay', 0, ARGV[2], 'IDLE', ARGV[3], 'RETRYCOUNT', 0, 'FORCE', 'JUSTID')
return redis.call('HDEL', KEYS[2], field)
`);
