import type { AuditAction } from './audit-actions.ts';

/** What became of it. `begun`: a change was noted before it was made; the entry that says how it ended names it. */
export const AUDIT_OUTCOMES = ['begun', 'done', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Somebody or something, by reference alone: an id, or a keyed hash (`#…`). Never a name, a number or a text. */
export interface AuditRef {
  readonly kind: string;
  readonly id: string;
}

/** What is to be noted. */
export interface AuditNote {
  readonly action: AuditAction;
  /** `user`, `api-key`, `command` (a command at the server's shell; the id is the operating system's user), `nobody`. */
  readonly who: AuditRef;
  readonly object?: AuditRef;
  /** The network address. */
  readonly from?: string;
  /** The reason that was given. */
  readonly why?: string;
  readonly outcome: AuditOutcome;
  /** Of a refusal or failure: its code. */
  readonly code?: string;
  /** The number of the entry that said it was begun. */
  readonly begun?: number;
  /** The id of the request, as it stands in the log. */
  readonly request?: string;
}

/** A link of the chain, as kept: its text is what is signed. */
export interface AuditEntry extends AuditNote {
  /** From 1 on, without gaps. */
  readonly seq: number;
  readonly atMs: number;
  /** The signature of the entry before; '' for the first. */
  readonly before: string;
}

/** An entry with its signature: HMAC-SHA-256 over its text. */
export interface KeptEntry {
  /** Where it stands in the chain; of an untouched one its own number. */
  readonly place: number;
  readonly entry: AuditEntry;
  readonly text: string;
  readonly hash: string;
}

/** The newest link. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
  readonly atMs: number;
}

/** The port to the trail. */
export interface AuditTrail {
  /** Adds an entry; resolves with its number when it is kept. Throws `store-unavailable`: then it is not known to be. */
  note(note: AuditNote): Promise<number>;
  /** The entries from one number down to another, newest first. */
  down(fromSeq: number, count: number): Promise<readonly KeptEntry[]>;
  /** The entries from one number up, oldest first. */
  up(fromSeq: number, count: number): Promise<readonly KeptEntry[]>;
  head(): Promise<AuditHead | undefined>;
  /** The last head of each day, as it was written beside the chain: `2026-11-21` to the head. */
  dailyHeads(): Promise<Readonly<Record<string, AuditHead>>>;
}
