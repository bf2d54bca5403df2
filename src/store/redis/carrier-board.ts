import type { FailureClass } from '../../channels/delivery.ts';
import type { CarrierBoard, SenderStop, TemplateHold } from '../../handoff/carrier-board.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { begunKey, SENDING_KEYS } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/**
 * Stop a sender, unless it is stopped for longer or was lifted since. KEYS stops. ARGV sender, stop as JSON.
 * Returns the stop that stands, or nothing.
 */
const STOP = defineScript(`
local stop = cjson.decode(ARGV[2])
local json = redis.call('HGET', KEYS[1], ARGV[1])
if json then
  local old = cjson.decode(json)
  if old.liftedAtMs then
    if old.liftedAtMs > stop.atMs then return false end
  elseif not old.untilMs or (stop.untilMs and old.untilMs >= stop.untilMs) then
    return json
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]
`);

/** Lift it, remembering when. KEYS stops. ARGV sender, now (ms), who. Returns 0 if it is not stopped. */
const LIFT = defineScript(`
local json = redis.call('HGET', KEYS[1], ARGV[1])
if not json then return 0 end
local stop = cjson.decode(json)
if stop.liftedAtMs then return 0 end
stop.liftedAtMs = tonumber(ARGV[2])
stop.liftedBy = ARGV[3]
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(stop))
return 1
`);

/** Count a person in the moving day. KEYS begun. ARGV person, now (ms), a day before (ms), limit or -1. Returns 0 when it is full. */
const ADMIT = defineScript(`
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 1 end
local limit = tonumber(ARGV[4])
if limit >= 0 and redis.call('ZCARD', KEYS[1]) >= limit then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], 90000)
return 1
`);

const DAY_MS = 24 * 3_600_000;
const FAILURES_TTL_SECONDS = 7 * 24 * 3600;
const STOPS_KEY = SENDING_KEYS.senderStops.pattern;
const HOLDS_KEY = SENDING_KEYS.templateHolds.pattern;
const FAILURES_KEY = SENDING_KEYS.carrierFailures.pattern;

/** What the carrier's failures led to, on Redis. */
export function createCarrierBoard(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): CarrierBoard {
  const limited = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    stopSender: async (stop) => {
      const standing = (await limited(runScript(client, STOP, [STOPS_KEY], [stop.sender, JSON.stringify(stop)]))) as string | null;
      return standing === null ? undefined : (JSON.parse(standing) as SenderStop);
    },
    liftSender: async (sender, { atMs, by }) => (await limited(runScript(client, LIFT, [STOPS_KEY], [sender, atMs, by]))) === 1,
    holdTemplate: async (hold) => void (await limited(client.hset(HOLDS_KEY, hold.templateId, JSON.stringify(hold)))),
    noteFailure: async ({ code, class: failure, atMs }) => {
      const noted = [
        client.hincrby(FAILURES_KEY, `${code} ${failure} count`, 1),
        client.hset(FAILURES_KEY, `${code} ${failure} last`, atMs),
        client.expire(FAILURES_KEY, FAILURES_TTL_SECONDS),
      ];
      await limited(Promise.all(noted));
    },
    failures: async () => {
      const fields = await limited(client.hgetall(FAILURES_KEY));
      return Object.entries(fields).flatMap(([field, value]) => {
        const [code = '', failure = '', what] = field.split(' ');
        if (what !== 'count') return [];
        return [{ code, class: failure as FailureClass, count: Number(value), lastAtMs: Number(fields[`${code} ${failure} last`] ?? 0) }];
      });
    },
    read: async (nowMs, senders) => {
      const counts = senders.map(async (sender) => [sender, await client.zcount(begunKey(sender), nowMs - DAY_MS, '+inf')] as const);
      const [stops, holds, begun] = await limited(Promise.all([client.hvals(STOPS_KEY), client.hvals(HOLDS_KEY), Promise.all(counts)]));
      return {
        stops: stops.map((json) => JSON.parse(json) as StoredStop).filter((stop) => !stop.liftedAtMs && isInForce(stop, nowMs)),
        holds: holds.map((json) => JSON.parse(json) as TemplateHold).filter((hold) => isInForce(hold, nowMs)),
        begun: Object.fromEntries(begun),
      };
    },
    admit: async (sender, recipient, { nowMs, limit }) =>
      (await limited(runScript(client, ADMIT, [begunKey(sender)], [recipient, nowMs, nowMs - DAY_MS, limit ?? -1]))) === 1,
  };
}

type StoredStop = SenderStop & { readonly liftedAtMs?: number };

function isInForce({ untilMs }: { readonly untilMs?: number }, nowMs: number): boolean {
  return untilMs === undefined || untilMs > nowMs;
}
