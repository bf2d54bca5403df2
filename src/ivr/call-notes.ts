import type { CommitResult, Mark } from '../base/changes.ts';
import { AppError } from '../base/errors.ts';
import type { EventType, NewEvent } from '../base/events.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import { type EndDeps, endCall } from './end-call.ts';
import { identifyCall } from './identify-call.ts';
import type { Conversation } from './what-ended.ts';

interface AboutCall {
  readonly from: string;
  readonly to: string;
  readonly providerCallId: string;
  readonly atMs: number;
  readonly why: string;
  /** A step of the flow failed by a bug, in that release and step as far as known. */
  readonly bug?: { readonly flow?: string; readonly step?: string };
}

/** What could not be written while the store was away. */
export type CallNote =
  | (AboutCall & { readonly kind: 'failed-over' })
  | (AboutCall & {
      readonly kind: 'ended';
      readonly status: string;
      readonly durationSeconds?: number;
      /** The person whom the caller had spoken to. */
      readonly conversation?: Conversation;
    });

export interface CallNotes {
  add(note: CallNote): void;
  /** Writes what is pending; what the store can't take yet stays. */
  flush(): Promise<void>;
  /** The process ends: what can be written is, and what can't is counted in an error line. */
  finish(): Promise<void>;
  readonly pending: number;
}

interface NoteDeps extends EndDeps {
  readonly keyring: Keyring;
  readonly log: Logger;
}

/** No call lasts longer. */
const UNSTORED_TTL_SECONDS = 24 * 3600;

/** Calls answered from memory alone are few and short of time; more than this and the oldest give way. */
const MAX_NOTES = 10_000;

/** Keeps notes of calls while the store is away and writes them, in their order, when it is back. */
export function createCallNotes(deps: NoteDeps): CallNotes {
  const notes: CallNote[] = [];
  let flushing: Promise<void> | undefined;
  async function writeAll(): Promise<void> {
    for (let note = notes[0]; note; note = notes[0]) {
      try {
        await write(deps, note);
      } catch (error) {
        if (isStoreAway(error)) {
          deps.log.debug({ err: error, pending: notes.length }, 'notes of calls still wait for the store');
          return;
        }
        const { callId } = identifyCall(deps.keyring, note.from, note.providerCallId);
        deps.log.error({ err: error, callId, kind: note.kind }, 'a note of a call could not be written and was put aside');
      }
      if (notes[0] === note) notes.shift();
    }
  }
  const flush = (): Promise<void> => {
    flushing ??= writeAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };
  return {
    flush,
    async finish() {
      await flush();
      if (notes.length > 0) deps.log.error({ pending: notes.length }, 'notes of calls are lost: the store was away to the end');
    },
    get pending() {
      return notes.length;
    },
    add(note) {
      notes.push(note);
      if (notes.length > MAX_NOTES) notes.shift();
    },
  };
}

/** Notes taken before there is a store to write them to. */
export interface HeldNotes extends Pick<CallNotes, 'add'> {
  /** Hands over what was taken so far, in its order, and from now on everything at once. */
  passTo(notes: Pick<CallNotes, 'add'>): void;
}

/** Keeps notes until somebody can write them. */
export function holdCallNotes(): HeldNotes {
  const held: CallNote[] = [];
  let taker: Pick<CallNotes, 'add'> | undefined;
  return {
    add(note) {
      if (taker) return taker.add(note);
      held.push(note);
      if (held.length > MAX_NOTES) held.shift();
    },
    passTo(notes) {
      taker = notes;
      for (const note of held.splice(0)) notes.add(note);
    },
  };
}

/** Trouble that passes; any other would fail again and hold up the notes behind it. */
function isStoreAway(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'store-unavailable' || error.code === 'conflict');
}

async function write(deps: NoteDeps, note: CallNote): Promise<void> {
  const failed = note.bug ? [eventOf(deps, note, 'flow.step-failed')] : [];
  if (note.kind === 'failed-over') return writeFailedOver(deps, note, [...failed, eventOf(deps, note, 'call.failed-over')]);
  if (failed.length > 0) await commit(deps, note, failed);
  const { callId, contactId } = identifyCall(deps.keyring, note.from, note.providerCallId);
  await endCall(deps, callId, { ...note, contactId });
}

function eventOf(deps: NoteDeps, note: CallNote, type: EventType): NewEvent {
  const { callId, contactId, caller } = identifyCall(deps.keyring, note.from, note.providerCallId);
  return {
    type,
    atMs: note.atMs,
    callId,
    providerId: note.providerCallId,
    entryNumber: note.to,
    ...(caller.kind === 'number' && { contactId }),
    ...note.bug,
    data: { why: note.why },
  };
}

/**
 * A call whose beginning never reached the store has no record, and its beginning is told here: else nobody would count a
 * call that was answered all the same.
 */
async function writeFailedOver(deps: NoteDeps, note: CallNote, events: readonly NewEvent[]): Promise<void> {
  const { callId } = identifyCall(deps.keyring, note.from, note.providerCallId);
  const [known] = await deps.store.load([{ kind: 'call', id: callId }]);
  if (known) return void (await commit(deps, note, events));
  const begun = { name: `begun-unstored:${callId}`, value: '1', ttlSeconds: UNSTORED_TTL_SECONDS };
  const result = await commit(deps, note, [eventOf(deps, note, 'call.started'), ...events], [begun]);
  if (result.kind === 'duplicate' && result.mark === begun.name) await commit(deps, note, events);
}

async function commit(deps: NoteDeps, note: CallNote, events: readonly NewEvent[], more: readonly Mark[] = []): Promise<CommitResult> {
  const { callId } = identifyCall(deps.keyring, note.from, note.providerCallId);
  const mark = { name: `${note.kind}:${callId}:${note.atMs}:${note.why}`, value: '1', ttlSeconds: 3600 };
  return deps.store.commit({ shard: Number(callId.slice(2, 4)), marks: [mark, ...more], events });
}
