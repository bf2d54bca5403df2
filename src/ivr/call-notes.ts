import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { NewEvent } from '../base/events.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import { endCall } from './end-call.ts';
import { identifyCall } from './identify-call.ts';

/** What could not be written while the store was away. */
export type CallNote =
  | {
      readonly kind: 'failed-over';
      readonly from: string;
      readonly to: string;
      readonly providerCallId: string;
      readonly atMs: number;
      readonly why: string;
      /** A step of the flow failed by a bug, in that release and step as far as known. */
      readonly bug?: { readonly flow?: string; readonly step?: string };
    }
  | {
      readonly kind: 'ended';
      readonly from: string;
      readonly providerCallId: string;
      readonly status: string;
      readonly durationSeconds?: number;
    };

export interface CallNotes {
  add(note: CallNote): void;
  /** Writes what is pending; what still can't be written stays. */
  flush(): Promise<void>;
  readonly pending: number;
}

/** Calls answered from memory alone are few and short of time; more than this and the oldest give way. */
const MAX_NOTES = 10_000;

/** Keeps notes of calls while the store is away and writes them when it is back. */
export function createCallNotes(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly log: Logger;
}): CallNotes {
  const notes: CallNote[] = [];
  let flushing = false;
  return {
    get pending() {
      return notes.length;
    },
    add(note) {
      notes.push(note);
      if (notes.length > MAX_NOTES) notes.shift();
    },
    async flush() {
      if (flushing) return;
      flushing = true;
      try {
        while (notes[0]) {
          await write(deps, notes[0]);
          notes.shift();
        }
      } catch (error) {
        deps.log.debug({ err: error, pending: notes.length }, 'notes of calls still wait for the store');
      } finally {
        flushing = false;
      }
    },
  };
}

async function write(deps: { readonly store: Store; readonly clock: Clock; readonly keyring: Keyring }, note: CallNote): Promise<void> {
  const { callId, contactId, caller } = identifyCall(deps.keyring, note.from, note.providerCallId);
  if (note.kind === 'ended') {
    await endCall(deps, callId, note);
    return;
  }
  const common = {
    atMs: note.atMs,
    callId,
    providerId: note.providerCallId,
    entryNumber: note.to,
    ...(caller.kind === 'number' && { contactId }),
    ...note.bug,
    data: { why: note.why },
  };
  const failed: readonly NewEvent[] = note.bug ? [{ ...common, type: 'flow.step-failed' }] : [];
  await deps.store.commit({
    shard: Number(callId.slice(2, 4)),
    marks: [{ name: `failed-over:${callId}:${note.atMs}`, value: '1', ttlSeconds: 3600 }],
    events: [...failed, { ...common, type: 'call.failed-over' }],
  });
}
