import type { CallbackId } from '../base/ids.ts';
import { type Callback, type CallbackEnd, isOpen } from './callback.ts';
import type { CallbackDeps } from './callback-deps.ts';
import { changeCallback } from './change-callback.ts';
import { endCallback } from './end-callback.ts';
import { release } from './place-callback.ts';

export type CancelReason = Extract<CallbackEnd, 'cancelled-by-customer' | 'cancelled-by-agent' | 'merged' | 'served-meanwhile'>;

/**
 * The call is no longer wanted: it is not made, and a phone that rings for it stops. Agent and customer who talk already
 * are left alone. True if this call cancelled it.
 */
export async function cancelCallback(deps: CallbackDeps, id: CallbackId, reason: CancelReason): Promise<boolean> {
  let before: Callback | undefined;
  const cancelled = await changeCallback(deps, id, (callback, nowMs) => {
    before = callback;
    return isOpen(callback) && callback.state !== 'talking' ? endCallback(callback, reason, nowMs) : undefined;
  });
  if (!cancelled?.changed || !before) return false;
  await release(deps, before.placing?.userId, id);
  if (before.placing?.providerCallId !== undefined) await stopRinging(deps, id, before.placing.providerCallId);
  return true;
}

async function stopRinging(deps: CallbackDeps, id: CallbackId, providerCallId: string): Promise<void> {
  try {
    await deps.calls.hangUp(providerCallId);
  } catch (error) {
    deps.log.warn({ err: error, callbackId: id }, 'a phone rings on for a callback that was cancelled');
  }
}
