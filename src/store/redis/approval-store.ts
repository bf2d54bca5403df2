import type { ApprovalChange, ApprovalRequest, ApprovalStore, SettledRequest } from '../../flows/studio/approval.ts';
import type { StudioSettings, StudioSettingsStore } from '../../flows/studio/second-person.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { approvedKey, FLOW_KEYS } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const SETTLED_KEPT = 200;

/**
 * What a script does about requests, for scripts that write more. Its two KEYS begin at `keys`, its five ARGV at `argv`: what is settled, by
 * its place, or '', as it was read, as it becomes, what is added, by its place, or '', and its text. `changed()` says whether it was
 * decided meanwhile, `settle()` writes. What is added in place of another sees that other to the settled ones.
 */
export function approvalLua(keys: number, argv: number): string {
  const arg = (n: number) => `ARGV[${argv + n}]`;
  return `
local function changed()
  return ${arg(0)} ~= '' and redis.call('HGET', KEYS[${keys}], ${arg(0)}) ~= ${arg(1)}
end
local function settle()
  if ${arg(0)} ~= '' then
    redis.call('HDEL', KEYS[${keys}], ${arg(0)})
    redis.call('LPUSH', KEYS[${keys + 1}], ${arg(2)})
    redis.call('LTRIM', KEYS[${keys + 1}], 0, ${SETTLED_KEPT - 1})
  end
  if ${arg(3)} ~= '' then redis.call('HSET', KEYS[${keys}], ${arg(3)}, ${arg(4)}) end
end
`;
}

export function approvalKeys(flowId: string): readonly [string, string] {
  return [FLOW_KEYS.approvals.pattern, approvedKey(flowId)];
}

export function approvalArgs({ settles, adds }: ApprovalChange = {}): readonly string[] {
  const settled = settles ? [settles.before.slot, JSON.stringify(settles.before), JSON.stringify(settles.after)] : ['', '', ''];
  return [...settled, ...(adds ? [adds.slot, JSON.stringify(adds)] : ['', ''])];
}

const WRITE = defineScript(`${approvalLua(1, 1)}
if changed() then return 0 end
settle()
return 1
`);

/** What waits for a second person, on Redis. Throws `store-unavailable`. */
export function createApprovalStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): ApprovalStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    waiting: async () => {
      const texts = await within(client.hvals(FLOW_KEYS.approvals.pattern));
      return texts.map((text) => JSON.parse(text) as ApprovalRequest).sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
    },
    settled: async (flowId) => (await within(client.lrange(approvedKey(flowId), 0, -1))).map((text) => JSON.parse(text) as SettledRequest),
    write: async (change) => {
      const flowId = (change.settles?.before ?? change.adds)?.flowId ?? '';
      return (await within(runScript(client, WRITE, [...approvalKeys(flowId)], [...approvalArgs(change)]))) === 1;
    },
  };
}

const NOTHING_SET: StudioSettings = { secondPerson: false };

/** What an installation wants of its publishers, on Redis. Throws `store-unavailable`. */
export function createStudioSettings(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): StudioSettingsStore {
  const key = FLOW_KEYS.studio.pattern;
  return {
    read: async () => {
      const text = await withinLimit(client.get(key), timeLimitMs);
      return text === null ? NOTHING_SET : { ...NOTHING_SET, ...(JSON.parse(text) as Partial<StudioSettings>) };
    },
    write: async (settings) => void (await withinLimit(client.set(key, JSON.stringify(settings)), timeLimitMs)),
  };
}
