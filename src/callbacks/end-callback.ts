import { dueTimer } from './book-callback.ts';
import { nextCallable } from './callable-hours.ts';
import type { Callback, CallbackEnd } from './callback.ts';
import { callbackEvent } from './callback-event.ts';
import type { CallbackChange } from './change-callback.ts';

/** The callback is over, with its reason. Pure. */
export function endCallback(
  callback: Callback,
  reason: CallbackEnd,
  nowMs: number,
  more: Readonly<Record<string, unknown>> = {},
): CallbackChange {
  const closed: Callback = { ...callback, state: 'closed', closed: { atMs: nowMs, reason } };
  const { tries, placing } = callback;
  return {
    callback: closed,
    events: [callbackEvent(closed, 'callback.closed', nowMs, { reason, tries, ...(placing && { userId: placing.userId }), ...more })],
    timers: [{ id: `callback:${callback.id}`, atMs: null }],
  };
}

/** It waits again until then, at an hour at which the customer may be called. Pure. */
export function reschedule(callback: Callback, atMs: number, why: string, nowMs: number): CallbackChange {
  const { placing: _, ...rest } = callback;
  const waiting: Callback = { ...rest, state: 'scheduled', dueAtMs: nextCallable(callback.callable, callback.zone, atMs) };
  return {
    callback: waiting,
    events: [callbackEvent(callback, 'callback.changed', nowMs, { why, dueAtMs: waiting.dueAtMs })],
    timers: [dueTimer(waiting)],
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** The agent's phone was not answered, or the agent can't now: the next one is asked at once. Pure. */
export function notTaken(callback: Callback, why: string, nowMs: number): CallbackChange {
  const asked = callback.placing ? [...callback.asked, callback.placing.userId] : callback.asked;
  return reschedule({ ...callback, asked }, nowMs + SECOND_MS, why, nowMs);
}

/** The customer was called and did not come to the phone: tried again later, or given up after so many times. Pure. */
export function unreached(callback: Callback, why: string, nowMs: number): CallbackChange {
  const { tries, everyMinutes } = callback.rules;
  if (callback.tries >= tries) return endCallback(callback, 'unreached', nowMs, { why });
  return reschedule({ ...callback, asked: [] }, nowMs + everyMinutes * MINUTE_MS, why, nowMs);
}
