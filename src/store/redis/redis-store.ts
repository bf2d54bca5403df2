import type { Changes, CommitResult, Store, Versioned } from '../../base/changes.ts';
import type { NewEvent } from '../../base/events.ts';
import type { Keyring } from '../../base/keyring.ts';
import { commandLimit, DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { COMMIT } from './commit-script.ts';
import { nameKey, partsKey, recordKey } from './keys.ts';
import { packChanges } from './pack-changes.ts';
import { runScript } from './script.ts';

export interface RedisStoreDeps {
  readonly client: RedisClient;
  readonly keyring: Pick<Keyring, 'hash' | 'shardOf'>;
}

export interface RedisStoreSettings {
  /** Of one call, ms; 2,000 by default. */
  readonly timeLimitMs?: number;
  /** About how many events a shard's stream keeps; 100,000 by default. */
  readonly eventsKept?: number;
}

/** Told after a commit with events that this process made: a reader may look at once instead of at its next turn. */
export type CommitListener = (shard: number, events: readonly NewEvent[]) => void;

export interface RedisStore extends Store {
  /** Returns what ends the listening. */
  onCommit(listener: CommitListener): () => void;
}

/** The live store on Redis: one Lua script per commit, one command per shard and load. */
export function createRedisStore(deps: RedisStoreDeps, settings: RedisStoreSettings = {}): RedisStore {
  const { client, keyring } = deps;
  const timeLimitMs = settings.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
  const eventsKept = settings.eventsKept ?? 100_000;
  const limited = commandLimit(client, timeLimitMs);
  const listeners = new Set<CommitListener>();
  return {
    load: async (refs) => readAll(await limited(loadTexts(client, refs.map(recordKey)))),
    loadParts: async (owner) => {
      const parts = await withinLimit(client.hgetall(partsKey(owner)), timeLimitMs);
      return Object.entries(parts)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([field, json]) => ({ field, value: JSON.parse(json) }));
    },
    commit: async (changes) => {
      const { keys, args } = packChanges(changes, eventsKept);
      const reply = await limited(runScript(client, COMMIT, keys, args));
      const result = commitResult(changes, reply);
      if (result.kind === 'committed' && changes.events?.length) for (const listener of listeners) listener(changes.shard, changes.events);
      return result;
    },
    point: async (name, id, ttlSeconds) => {
      const key = nameKey(keyring.shardOf(name), keyring.hash(name));
      await withinLimit(client.set(key, id, 'EX', Math.ceil(ttlSeconds), 'NX'), timeLimitMs);
    },
    resolve: async (name) => {
      const key = nameKey(keyring.shardOf(name), keyring.hash(name));
      return (await withinLimit(client.get(key), timeLimitMs)) ?? undefined;
    },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function commitResult(changes: Changes, reply: unknown): CommitResult {
  if (reply === 1) return { kind: 'committed' };
  if (reply === 0) return { kind: 'conflict' };
  const [number, value] = reply as [number, string];
  return { kind: 'duplicate', mark: changes.marks?.[number - 1]?.name ?? '', value };
}

/** `<version>|<json>` as it stands in Redis. */
function readVersioned(text: string | null | undefined): Versioned | undefined {
  if (!text) return undefined;
  const bar = text.indexOf('|');
  return { version: Number(text.slice(0, bar)), value: JSON.parse(text.slice(bar + 1)) };
}

function readAll(texts: readonly (string | null)[]): (Versioned | undefined)[] {
  return texts.map(readVersioned);
}

function loadTexts(client: RedisClient, keys: string[]): Promise<(string | null)[]> {
  const [first] = keys;
  if (!first) return Promise.resolve([]);
  const shard = first.slice(0, first.indexOf('}') + 1);
  if (keys.every((key) => key.startsWith(shard))) return client.mget(keys);
  // Several shards may be several Cluster nodes: one command each, all under way at once.
  return Promise.all(keys.map((key) => client.get(key)));
}
