import type { Delivery, DeliveryQueue } from '../../outbound/delivery.ts';
import type { EndpointStore, WebhookEndpoint } from '../../outbound/endpoint.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { deliveryKey, WEBHOOK_KEYS } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const KEPT_SECONDS = 30 * 24 * 3600;
const LOG_LENGTH = 10_000;
const COUNTED = 1_000;

/** KEYS delivery, due, log. ARGV body, ttl, id, due time, time of making, length of the log. Returns 1, or 0 if it is there. */
const ADD = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1 - ARGV[6])
return 1
`);

/** KEYS due. ARGV now, most, end of the lease. Returns the ids. */
const LEASE = defineScript(`
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[3], id) end
return ids
`);

/** KEYS delivery, due, log. ARGV body, ttl, id, due time or '', time of making. */
const SETTLE = defineScript(`
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
if ARGV[4] == '' then redis.call('ZREM', KEYS[2], ARGV[3]) else redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3]) end
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[3])
return 1
`);

const { endpoints: ENDPOINTS, due: DUE, log: LOG } = WEBHOOK_KEYS;

/** Who is told, on Redis. Throws `store-unavailable`. */
export function createEndpointStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): EndpointStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const parse = (text: string) => JSON.parse(text) as WebhookEndpoint;
  return {
    list: async () =>
      Object.values(await within(client.hgetall(ENDPOINTS.pattern)))
        .map(parse)
        .sort((a, b) => a.createdAtMs - b.createdAtMs),
    byId: async (id) => {
      const text = await within(client.hget(ENDPOINTS.pattern, id));
      return text === null ? undefined : parse(text);
    },
    put: async (endpoint) => void (await within(client.hset(ENDPOINTS.pattern, endpoint.id, JSON.stringify(endpoint)))),
    remove: async (id) => (await within(client.hdel(ENDPOINTS.pattern, id))) === 1,
  };
}

/** What is to be delivered, on Redis: everything of it in one slot. Throws `store-unavailable`. */
export function createDeliveryQueue(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): DeliveryQueue {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const keysOf = (id: string) => [deliveryKey(id), DUE.pattern, LOG.pattern];
  const read = async (ids: readonly string[]): Promise<Delivery[]> => {
    if (ids.length === 0) return [];
    const texts = await within(client.mget(ids.map(deliveryKey)));
    return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Delivery]));
  };
  return {
    add: async (delivery) => {
      const { id, nextAtMs, createdAtMs } = delivery;
      const args = [JSON.stringify(delivery), KEPT_SECONDS, id, nextAtMs ?? createdAtMs, createdAtMs, LOG_LENGTH];
      return (await within(runScript(client, ADD, keysOf(id), args))) === 1;
    },
    lease: async (nowMs, max, leaseMs) => {
      const ids = (await within(runScript(client, LEASE, [DUE.pattern], [nowMs, max, nowMs + leaseMs]))) as string[];
      const found = await read(ids);
      const gone = ids.filter((id) => !found.some((delivery) => delivery.id === id));
      if (gone.length > 0) await within(client.zrem(DUE.pattern, ...gone));
      return found;
    },
    settle: async (delivery) => {
      const { id, nextAtMs, createdAtMs } = delivery;
      await within(runScript(client, SETTLE, keysOf(id), [JSON.stringify(delivery), KEPT_SECONDS, id, nextAtMs ?? '', createdAtMs]));
    },
    byId: async (id) => (await read([id]))[0],
    list: async (skip, count) => read(await within(client.zrevrange(LOG.pattern, skip, skip + count - 1))),
    counts: async () => {
      const [waiting, newest] = await within(Promise.all([client.zcard(DUE.pattern), client.zrevrange(LOG.pattern, 0, COUNTED - 1)]));
      return { waiting, failed: (await read(newest)).filter(({ state }) => state === 'failed').length };
    },
  };
}
