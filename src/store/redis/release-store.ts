import type { NumberAssignments } from '../../flows/number-assignments.ts';
import type { Release, ReleaseStore } from '../../flows/releases.ts';
import type { FlowSource } from '../../flows/studio/draft.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { FLOW_KEYS, releasesKey, sourcesKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS releases, ids, sources; ARGV number, text, flow id, source or ''. 0: the number is not the next one. */
const APPEND = defineScript(`
if redis.call('HLEN', KEYS[1]) + 1 ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[3], ARGV[1], ARGV[4]) end
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
    source: async (flowId, number) => {
      const text = await within(client.hget(sourcesKey(flowId), String(number)));
      return text === null ? undefined : (JSON.parse(text) as FlowSource);
    },
    append: async (release, source) => {
      const { flowId, number } = release;
      const keys = [releasesKey(flowId), FLOW_KEYS.flowIds.pattern, sourcesKey(flowId)];
      const values = [String(number), JSON.stringify(release), flowId, source ? JSON.stringify(source) : ''];
      return (await within(runScript(client, APPEND, keys, values))) === 1;
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
