import type { TableHead, TableState, TableStore } from '../../flows/tables/table-store.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { FLOW_KEYS, tableHistoryKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** States of a table, the newest first. */
const TABLE_STATES_KEPT = 50;

/**
 * KEYS history, tables; ARGV revision, state, name, '1' while there is a table, states kept. 0: the revision is not the next one.
 * The history is at once what the table is: its first entry.
 */
const WRITE = defineScript(`
local call = redis.call
local newest = call('LINDEX', KEYS[1], 0)
local before = newest and cjson.decode(newest).revision or 0
if before + 1 ~= tonumber(ARGV[1]) then return 0 end
call('LPUSH', KEYS[1], ARGV[2])
call('LTRIM', KEYS[1], 0, ARGV[5] - 1)
if ARGV[4] == '1' then call('HSET', KEYS[2], ARGV[3], ARGV[1]) else call('HDEL', KEYS[2], ARGV[3]) end
return 1
`);

/** The tables that flows look up, on Redis. Throws `store-unavailable`. */
export function createTableStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): TableStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  const states = async (name: string, to: number): Promise<readonly TableState[]> =>
    (await within(client.lrange(tableHistoryKey(name), 0, to))).map((text) => JSON.parse(text) as TableState);
  return {
    revisions: async () =>
      Object.fromEntries(
        Object.entries(await within(client.hgetall(FLOW_KEYS.tables.pattern))).map(([name, revision]) => [name, Number(revision)]),
      ),
    read: async (name) => (await states(name, 0))[0],
    history: async (name) => (await states(name, -1)).map(({ table: _table, ...head }): TableHead => head),
    at: async (name, revision) => (await states(name, -1)).find((state) => state.revision === revision),
    write: async (state) => {
      const { name, revision, table } = state;
      const keys = [tableHistoryKey(name), FLOW_KEYS.tables.pattern];
      const values = [String(revision), JSON.stringify(state), name, table ? '1' : '', String(TABLE_STATES_KEPT)];
      return (await within(runScript(client, WRITE, keys, values))) === 1;
    },
    folderMarks: () => within(client.hgetall(FLOW_KEYS.tableFolder.pattern)),
    markFolder: async (name, sha256) => void (await within(client.hset(FLOW_KEYS.tableFolder.pattern, name, sha256))),
  };
}
