import type { RecordWrite, TimerWrite } from '../base/changes.ts';
import type { NewEvent } from '../base/events.ts';
import { type CallbackId, makeId, shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Contact } from '../contacts/contact.ts';
import { type Callback, callbackTtlSeconds } from './callback.ts';
import { callbackEvent } from './callback-event.ts';

/** Derived from what asked for it, so that two deliveries of one webhook meet in one record. `by`: a call and its turn, a message. */
export function callbackIdOf(keyring: Pick<Keyring, 'hash'>, shardOwner: string, by: string): CallbackId {
  return makeId('b', shardOfId(shardOwner) ?? 0, keyring.hash(`callback:${by}`).slice(0, 10));
}

/** What is asked for; the rest of a callback follows. */
export type Booking = Omit<Callback, 'state' | 'attempt' | 'tries' | 'asked' | 'dueAtMs' | 'promisedAtMs'> & {
  /** Absent: as soon as somebody is free. */
  readonly atMs?: number;
  /** The one promised before, which this one replaces. */
  readonly replaces?: CallbackId;
};

export interface Booked {
  readonly callback: Callback;
  readonly write: RecordWrite;
  readonly timer: TimerWrite;
  readonly events: readonly NewEvent[];
  /** What the person's record then says. */
  readonly pending: NonNullable<Contact['pendingCallback']>;
}

/** A callback that is promised, for the commit that promises it. Pure. */
export function bookCallback({ atMs, replaces, ...booking }: Booking): Booked {
  const { requestedAtMs } = booking;
  const dueAtMs = atMs ?? requestedAtMs;
  const callback: Callback = { ...booking, promisedAtMs: dueAtMs, dueAtMs, state: 'scheduled', attempt: 0, tries: 0, asked: [] };
  const { id, asap, zone, origin } = callback;
  return {
    callback,
    write: { ref: { kind: 'callback', id }, expectedVersion: 0, value: callback, ttlSeconds: callbackTtlSeconds(callback, requestedAtMs) },
    timer: dueTimer(callback),
    events: [
      callbackEvent(callback, 'callback.booked', requestedAtMs, {
        asap,
        promisedAtMs: dueAtMs,
        by: origin.kind,
        ...(replaces !== undefined && { replaces }),
      }),
    ],
    pending: { callbackId: id, asap, atMs: dueAtMs, zone },
  };
}

/** The timer by which a callback is tried when its time has come. There is one timer of a callback; the last set counts. */
export function dueTimer({ id, dueAtMs }: Pick<Callback, 'id' | 'dueAtMs'>): TimerWrite {
  return { id: `callback:${id}`, atMs: dueAtMs, payload: { type: 'callback.due', callbackId: id } };
}
