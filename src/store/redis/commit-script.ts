import { defineScript } from './script.ts';

/**
 * One decision, whole or not at all, in one slot.
 *
 * KEYS  events, due, timers, consent ledger; then one per mark, per record write, per list that goes, per part.
 * ARGV  how many marks, writes, lists that go, parts, timers, ledger entries, events; how many events the stream keeps; then
 *       per mark value, ttl; per write expected version, body ('' deletes), ttl; per part field, body, ttl;
 *       per timer id, time ('' cancels), body; per ledger entry body; per event time, body.
 * Returns 1 (committed), 0 (a version clash), or {number of the mark, its value}. TTLs are seconds, times ms.
 *
 * All reading is done before the first write, and no write can fail once the first has passed: TTLs and times are checked
 * by the caller, and Redis refuses a full memory at the first write only.
 *
 * A stream position is made from the event's own time, so that a span of time can be read from the stream; where a
 * neighbour's clock is ahead, the event stands right behind the neighbour's.
 */
export const COMMIT = defineScript(`
local call, KEYS, ARGV = redis.call, KEYS, ARGV
local marks, writes, gone, parts = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local k, a = 4, 8
for i = 1, marks do
  local value = call('GET', KEYS[4 + i])
  if value then return {i, value} end
end
k, a = 4 + marks, 8 + 2 * marks
for i = 1, writes do
  local version = string.match(call('GETRANGE', KEYS[k + i], 0, 11), '^%d+') or '0'
  if version ~= ARGV[a + 3 * i - 2] then return 0 end
end
for i = 1, marks do call('SET', KEYS[4 + i], ARGV[7 + 2 * i], 'EX', ARGV[8 + 2 * i]) end
for i = 1, writes do
  local body = ARGV[a + 3 * i - 1]
  if body == '' then call('DEL', KEYS[k + i]) else call('SET', KEYS[k + i], body, 'EX', ARGV[a + 3 * i]) end
end
k, a = k + writes, a + 3 * writes
for i = 1, gone do call('DEL', KEYS[k + i]) end
k = k + gone
for i = 1, parts do
  call('HSET', KEYS[k + i], ARGV[a + 1], ARGV[a + 2])
  call('EXPIRE', KEYS[k + i], ARGV[a + 3])
  a = a + 3
end
for _ = 1, tonumber(ARGV[5]) do
  local id, at = ARGV[a + 1], ARGV[a + 2]
  if at == '' then
    call('ZREM', KEYS[2], id)
    call('HDEL', KEYS[3], id)
  else
    call('ZADD', KEYS[2], at, id)
    call('HSET', KEYS[3], id, ARGV[a + 3])
  end
  a = a + 3
end
for _ = 1, tonumber(ARGV[6]) do
  a = a + 1
  call('XADD', KEYS[4], '*', 'e', ARGV[a])
end
for _ = 1, tonumber(ARGV[7]) do
  local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[8], ARGV[a + 1] .. '-*', 'e', ARGV[a + 2])
  if type(added) == 'table' then
    if not string.find(added.err, 'equal or smaller', 1, true) then return added end
    local info, last = call('XINFO', 'STREAM', KEYS[1]), nil
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = string.match(info[i + 1], '^%d+') end
    end
    call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[8], last .. '-*', 'e', ARGV[a + 2])
  end
  a = a + 2
end
return 1
`);
