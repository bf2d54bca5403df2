import type { NumberAssignments } from '../../flows/number-assignments.ts';
import type { Publication, Release, ReleaseHead, ReleaseStore } from '../../flows/releases.ts';
import type { AliasMove, AliasState, Standing } from '../../flows/studio/alias.ts';
import type { FlowSource } from '../../flows/studio/draft.ts';
import { approvalArgs, approvalKeys, approvalLua } from './approval-store.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { aliasesKey, draftKey, FLOW_KEYS, headsKey, movesKey, releasesKey, sourcesKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const MOVES_KEPT = 500;

/**
 * KEYS releases, ids, sources, heads, aliases, moves, draft, drafts, approvals, approved; ARGV number, text, flow id, source or '', head, revision of the
 * draft or '', live as it was or '', live as it becomes or '', move or '', moves kept, five about requests. 1 done, 0 raced, 2 the draft is another,
 * 3 the request is.
 */
const APPEND = defineScript(`${approvalLua(9, 11)}
local call = redis.call
if changed() then return 3 end
if call('HLEN', KEYS[1]) + 1 ~= tonumber(ARGV[1]) then return 0 end
if ARGV[6] ~= '' and (call('HGET', KEYS[7], 'revision') ~= ARGV[6] or call('HEXISTS', KEYS[7], 'head') == 0) then return 2 end
if ARGV[8] ~= '' and (call('HGET', KEYS[5], 'live') or '') ~= ARGV[7] then return 0 end
settle()
call('HSET', KEYS[1], ARGV[1], ARGV[2])
call('SADD', KEYS[2], ARGV[3])
if ARGV[4] ~= '' then call('HSET', KEYS[3], ARGV[1], ARGV[4]) end
call('HSET', KEYS[4], ARGV[1], ARGV[5])
if ARGV[8] ~= '' then call('HSET', KEYS[5], 'live', ARGV[8]) end
if ARGV[9] ~= '' then
  call('LPUSH', KEYS[6], ARGV[9])
  call('LTRIM', KEYS[6], 0, ARGV[10] - 1)
end
if ARGV[6] ~= '' then
  call('HDEL', KEYS[7], 'head', 'flow', 'cases')
  call('SREM', KEYS[8], ARGV[3])
end
return 1
`);

/**
 * KEYS aliases, moves, releases, approvals, approved; ARGV alias, as it was or '', as it becomes or '', move or '', moves kept, release or '',
 * five about requests. 0: it or the request is another, or there is no such release.
 */
const MOVE = defineScript(`${approvalLua(4, 7)}
local call = redis.call
if changed() then return 0 end
if (call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
if ARGV[6] ~= '' and call('HEXISTS', KEYS[3], ARGV[6]) == 0 then return 0 end
settle()
if ARGV[3] == '' then call('HDEL', KEYS[1], ARGV[1]) else call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
if ARGV[4] ~= '' then
  call('LPUSH', KEYS[2], ARGV[4])
  call('LTRIM', KEYS[2], 0, ARGV[5] - 1)
end
return 1
`);

/** KEYS releases. The newest release, as numbers have no gaps. */
const LATEST = defineScript(`
return redis.call('HGET', KEYS[1], tostring(redis.call('HLEN', KEYS[1])))
`);

function releaseFrom(text: unknown): Release | undefined {
  return typeof text === 'string' ? (JSON.parse(text) as Release) : undefined;
}

function headOf({ flow: _flow, ...head }: Release): ReleaseHead {
  return head;
}

function text(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

const APPENDED = { 0: 'raced', 1: 'appended', 2: 'draft-changed', 3: 'approval-changed' } as const;

/** The releases on Redis. Throws `store-unavailable`. */
export function createReleaseStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): ReleaseStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const ids = async () => (await within(client.smembers(FLOW_KEYS.flowIds.pattern))).sort();
  const latest = async (flowId: string) => releaseFrom(await within(runScript(client, LATEST, [releasesKey(flowId)], [])));
  const standingOf = async (flowId: string): Promise<Standing | undefined> => {
    const [newest, aliases] = await within(Promise.all([client.hlen(releasesKey(flowId)), client.hgetall(aliasesKey(flowId))]));
    if (newest === 0) return undefined;
    const read = Object.entries(aliases).map(([name, state]) => [name, JSON.parse(state) as AliasState] as const);
    return { flowId, newest, aliases: Object.fromEntries(read) };
  };
  return {
    latest,
    list: async () => (await Promise.all((await ids()).map(latest))).filter((release) => release !== undefined),
    get: async (flowId, number) => releaseFrom(await within(client.hget(releasesKey(flowId), String(number)))),
    history: async (flowId) => {
      const [newest, heads] = await within(Promise.all([client.hlen(releasesKey(flowId)), client.hgetall(headsKey(flowId))]));
      const known = Object.values(heads).map((head) => JSON.parse(head) as ReleaseHead);
      // Those from before heads were kept.
      const missing = Array.from({ length: newest }, (_, at) => String(at + 1)).filter((number) => !Object.hasOwn(heads, number));
      const texts = missing.length === 0 ? [] : await within(client.hmget(releasesKey(flowId), ...missing));
      const older = texts.flatMap((each) => releaseFrom(each) ?? []).map(headOf);
      return [...older, ...known].sort((a, b) => a.number - b.number);
    },
    source: async (flowId, number) => {
      const found = await within(client.hget(sourcesKey(flowId), String(number)));
      return found === null ? undefined : (JSON.parse(found) as FlowSource);
    },
    standing: async () => (await Promise.all((await ids()).map(standingOf))).filter((each) => each !== undefined),
    standingOf,
    moves: async (flowId) => (await within(client.lrange(movesKey(flowId), 0, -1))).map((move) => JSON.parse(move) as AliasMove),
    append: async ({ release, source, draftRevision, live, approval }: Publication) => {
      const { flowId, number } = release;
      const own = [releasesKey, sourcesKey, headsKey, aliasesKey, movesKey, draftKey].map((key) => key(flowId));
      const [releases, sources, heads, aliases, moves, draft] = own as [string, string, string, string, string, string];
      const keys = [
        releases,
        FLOW_KEYS.flowIds.pattern,
        sources,
        heads,
        aliases,
        moves,
        draft,
        FLOW_KEYS.drafts.pattern,
        ...approvalKeys(flowId),
      ];
      const texts = [JSON.stringify(release), flowId, text(source), JSON.stringify(headOf(release)), String(draftRevision ?? '')];
      const moved = [text(live?.before), text(live?.after), text(live?.move), String(MOVES_KEPT)];
      const values = [String(number), ...texts, ...moved, ...approvalArgs(approval)];
      return APPENDED[(await within(runScript(client, APPEND, keys, values))) as keyof typeof APPENDED];
    },
    move: async ({ flowId, alias, before, after, move, approval }) => {
      const keys = [aliasesKey(flowId), movesKey(flowId), releasesKey(flowId), ...approvalKeys(flowId)];
      const release = after && after.release > 0 ? String(after.release) : '';
      const values = [alias, text(before), text(after), text(move), String(MOVES_KEPT), release, ...approvalArgs(approval)];
      return (await within(runScript(client, MOVE, keys, values))) === 1;
    },
    folderMarks: () => within(client.hgetall(FLOW_KEYS.folder.pattern)),
    markFolder: async (flowId, sha256) => void (await within(client.hset(FLOW_KEYS.folder.pattern, flowId, sha256))),
  };
}

/** Which flow answers which number, on Redis. Throws `store-unavailable`. */
export function createNumberAssignments(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): NumberAssignments {
  const key = FLOW_KEYS.numbers.pattern;
  return {
    all: () => withinLimit(client.hgetall(key), timeLimitMs),
    assign: async (entryNumber, target) => {
      await withinLimit(client.hset(key, entryNumber, target), timeLimitMs);
    },
    unassign: async (entryNumber) => {
      await withinLimit(client.hdel(key, entryNumber), timeLimitMs);
    },
  };
}
