import type { LegStatus } from '../channels/calls.ts';
import type { Callback } from './callback.ts';
import type { CallbackDeps } from './callback-deps.ts';
import { type CallbackChange, changeCallback } from './change-callback.ts';
import { endCallback, notTaken, unreached } from './end-callback.ts';
import { checkTimer, release } from './place-callback.ts';

/** What the end of the agent's leg may still be told apart by comes within this time, ms. */
const RESULT_WITHIN_MS = 15_000;

/**
 * The agent's leg is over. Nobody took it: the next is asked. They talked: it is done. While the customer's phone rang, its
 * result says more and may be on its way; unless it is `settled` that none will come, it is waited for a little.
 */
export async function legEnded(
  deps: CallbackDeps,
  leg: Pick<Callback, 'id' | 'attempt'>,
  how: { readonly status: LegStatus; readonly settled?: boolean },
): Promise<void> {
  let userId: string | undefined;
  const ended = await changeCallback(deps, leg.id, (callback, nowMs) => {
    userId = callback.placing?.userId;
    return callback.attempt === leg.attempt ? decide(callback, how, nowMs) : undefined;
  });
  if (ended?.changed && ended.callback.state !== 'calling-customer') await release(deps, userId, leg.id);
}

function decide(
  callback: Callback,
  { status, settled }: { readonly status: LegStatus; readonly settled?: boolean },
  nowMs: number,
): CallbackChange | undefined {
  if (callback.state === 'calling-agent') return notTaken(callback, `agent-${status === 'completed' ? 'pressed-nothing' : status}`, nowMs);
  if (callback.state === 'talking') {
    return endCallback(callback, 'talked', nowMs, { seconds: Math.round((nowMs - (callback.talkingSinceMs ?? nowMs)) / 1000) });
  }
  if (callback.state !== 'calling-customer') return undefined;
  if (settled) return unreached(callback, 'agent-hung-up', nowMs);
  return { callback, timers: [checkTimer(callback, nowMs + RESULT_WITHIN_MS)] };
}
