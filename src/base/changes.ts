import type { NewEvent } from './events.ts';

/** Kinds of records that live in a contact's shard; settings, which belong to nobody, live in the first. The store gives each a key pattern, a TTL and an owner. */
export type RecordKind = 'contact' | 'call' | 'handoff' | 'chat' | 'voicemail' | 'callback' | 'settings';

export interface RecordRef {
  readonly kind: RecordKind;
  /** Carries its shard; see ids.ts. */
  readonly id: string;
}

export interface Versioned<T = unknown> {
  readonly value: T;
  /** 1 for the first version. */
  readonly version: number;
}

/** Replace a record, if it still has the version that was read. `expectedVersion: 0` creates. `value: null` deletes. */
export interface RecordWrite {
  readonly ref: RecordRef;
  readonly expectedVersion: number;
  readonly value: unknown;
  readonly ttlSeconds: number;
}

/** One entry of a list that belongs to a record and would be too long inside it (the messages of a chat). */
export interface PartWrite {
  readonly owner: RecordRef;
  readonly field: string;
  readonly value: unknown;
  readonly ttlSeconds: number;
}

/** "This has happened": the commit is refused, with the mark's value, when the mark is there already. */
export interface Mark {
  readonly name: string;
  readonly value: string;
  readonly ttlSeconds: number;
}

/** Something to be done later, atomic with the state that wants it. The same id replaces; `atMs: null` cancels. */
export interface TimerWrite {
  readonly id: string;
  readonly atMs: number | null;
  /** Plain JSON with a `type`; handled by jobs/. */
  readonly payload?: TimerPayload;
}

export interface TimerPayload {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** An entry of an append-only ledger of the shard (consent receipts). Never rewritten; erased only with the person. */
export interface LedgerEntry {
  readonly ledger: 'consent';
  readonly value: Readonly<Record<string, unknown>>;
}

/** Everything one decision changes. It is committed whole, in one shard, or not at all. */
export interface Changes {
  readonly shard: number;
  readonly writes?: readonly RecordWrite[];
  readonly parts?: readonly PartWrite[];
  readonly marks?: readonly Mark[];
  readonly timers?: readonly TimerWrite[];
  readonly ledger?: readonly LedgerEntry[];
  readonly events?: readonly NewEvent[];
}

export type CommitResult =
  | { readonly kind: 'committed' }
  /** Somebody else was first: reload, decide again. */
  | { readonly kind: 'conflict' }
  /** A mark was there: this has been done before. */
  | { readonly kind: 'duplicate'; readonly mark: string; readonly value: string };

/**
 * The port to the live store. Every call is one round trip, and throws AppError `store-unavailable` when the store does
 * not answer within its time limit (300 ms by default). A commit that ended so may have happened all the same: repeat it
 * with the same marks and versions, and it is a `duplicate` or a `conflict` then.
 */
export interface Store {
  /** In the order of the refs; undefined where there is no record. Refs of several shards are allowed. */
  load(refs: readonly RecordRef[]): Promise<(Versioned | undefined)[]>;
  /** The parts of a record, oldest field first (fields sort as text). */
  loadParts(owner: RecordRef): Promise<{ field: string; value: unknown }[]>;
  commit(changes: Changes): Promise<CommitResult>;
  /**
   * Names that may be looked up from anywhere (a carrier's message id, a business-scoped id, a reference code) and
   * point at an id. They live in the shard of the name, are written after the commit that they follow from, and are
   * idempotent: the first value stays.
   */
  point(name: string, id: string, ttlSeconds: number): Promise<void>;
  resolve(name: string): Promise<string | undefined>;
}
