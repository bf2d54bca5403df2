import type { NumberAssignments } from '../../flows/number-assignments.ts';
import type { Release, ReleaseStore } from '../../flows/releases.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { FLOW_KEYS, releasesKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS releases, ids; ARGV number, text, flow id. 0: the number is not the next one. */
const APPEND = defineScript(`
if redis.call('HLEN', KEYS[1]) + 1 ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
return 1
`);

/** KEYS releases. The newest release, as numbers have no gaps. */
const LATEST = defineScript(`
return redis.call('HGET', KEYS[1], tostring(redis.call('HLEN', KEYS[1])))
`);

function releaseFrom(text: unknown): Release | undefined {
  return typeof text === 'string' ? (JSON.parse(text) as Release) : undefined;
}

/** The releases on Redis. Throws `store-unavailable`. */
export function createReleaseStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): ReleaseStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const latest = async (flowId: string) => releaseFrom(await within(runScript(client, LATEST, [releasesKey(flowId)], [])));
  return {
    latest,
    list: async () => {
      const ids = await within(client.smembers(FLOW_KEYS.flowIds.pattern));
      const releases = await Promise.all(ids.sort().map(latest));
      return releases.filter((release) => release !== undefined);
    },
    get: async (flowId, number) => releaseFrom(await within(client.hget(releasesKey(flowId), String(number)))),
    history: async (flowId) => {
      const all = Object.values(await within(client.hgetall(releasesKey(flowId)))).flatMap((text) => releaseFrom(text) ?? []);
      return all.sort((a, b) => a.number - b.number).map(({ flow: _flow, ...head }) => head);
    },
    append: async (release) => {
      const keys = [releasesKey(release.flowId), FLOW_KEYS.flowIds.pattern];
      return (await within(runScript(client, APPEND, keys, [String(release.number), JSON.stringify(release), release.flowId]))) === 1;
    },
  };
}

/** Which flow answers which number, on Redis. Throws `store-unavailable`. */
export function createNumberAssignments(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): NumberAssignments {
  const key = FLOW_KEYS.numbers.pattern;
  return {
    all: () => withinLimit(client.hgetall(key), timeLimitMs),
    assign: async (entryNumber, flowId) => {
      await withinLimit(client.hset(key, entryNumber, flowId), timeLimitMs);
    },
    unassign: async (entryNumber) => {
      await withinLimit(client.hdel(key, entryNumber), timeLimitMs);
    },
  };
}
