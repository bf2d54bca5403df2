import type { Draft, DraftHead, DraftStore } from '../../flows/studio/draft.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { draftKey, FLOW_KEYS } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS draft, drafts; ARGV revision, head, flow, cases, flow id. 0: the revision is not the next one. */
const WRITE = defineScript(`
if tonumber(redis.call('HGET', KEYS[1], 'revision') or '0') + 1 ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'head', ARGV[2], 'flow', ARGV[3])
if ARGV[4] == '' then redis.call('HDEL', KEYS[1], 'cases') else redis.call('HSET', KEYS[1], 'cases', ARGV[4]) end
redis.call('SADD', KEYS[2], ARGV[5])
return 1
`);

/** KEYS draft, drafts; ARGV revision, flow id. 0: it is not at that revision, or there is none. */
const REMOVE = defineScript(`
if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 0 end
if redis.call('HDEL', KEYS[1], 'head', 'flow', 'cases') == 0 then return 0 end
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('SREM', KEYS[2], ARGV[2])
return 1
`);

type Fields = Readonly<Record<string, string>>;

function draftOf({ head, flow, cases }: Fields): Draft | undefined {
  if (head === undefined || flow === undefined) return undefined;
  return { ...(JSON.parse(head) as DraftHead), source: { flow, ...(cases !== undefined && { cases }) } };
}

/** The drafts on Redis. Throws `store-unavailable`. */
export function createDraftStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): DraftStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    read: async (flowId) => {
      const fields = await within(client.hgetall(draftKey(flowId)));
      const draft = draftOf(fields);
      return { revision: Number(fields.revision ?? 0), ...(draft && { draft }) };
    },
    heads: async () => {
      const ids = await within(client.smembers(FLOW_KEYS.drafts.pattern));
      const heads = await within(Promise.all(ids.sort().map((id) => client.hget(draftKey(id), 'head'))));
      return heads.flatMap((head) => (head === null ? [] : [JSON.parse(head) as DraftHead]));
    },
    write: async ({ source, ...head }) => {
      const { flowId, revision } = head;
      const values = [String(revision), JSON.stringify(head), source.flow, source.cases ?? '', flowId];
      return (await within(runScript(client, WRITE, [draftKey(flowId), FLOW_KEYS.drafts.pattern], values))) === 1;
    },
    remove: async (flowId, revision) =>
      (await within(runScript(client, REMOVE, [draftKey(flowId), FLOW_KEYS.drafts.pattern], [String(revision), flowId]))) === 1,
  };
}
