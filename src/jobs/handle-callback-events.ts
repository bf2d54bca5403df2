import type { TimerPayload, Versioned } from '../base/changes.ts';
import type { DomainEvent } from '../base/events.ts';
import type { CallbackId } from '../base/ids.ts';
import type { Callback } from '../callbacks/callback.ts';
import type { CallbackDeps } from '../callbacks/callback-deps.ts';
import { cancelCallback } from '../callbacks/cancel-callback.ts';
import { carryPending } from '../callbacks/carry-pending.ts';
import { checkCallback } from '../callbacks/check-callback.ts';
import { callDue } from '../callbacks/place-callback.ts';
import { projectCallback } from '../callbacks/project-callback.ts';
import type { Contact } from '../contacts/contact.ts';

/** What follows from the events of callbacks, and from those that make one needless. True if the event was one of them. */
export async function handleCallbackEvent(deps: CallbackDeps, event: DomainEvent): Promise<boolean> {
  if (event.type === 'call.connected') {
    await endNeedless(deps, event);
    return true;
  }
  if (!event.type.startsWith('callback.')) return false;
  const id = event.data?.callbackId as CallbackId;
  if (event.type === 'callback.cancel-requested') await cancelRequested(deps, event, id);
  if (event.type === 'callback.booked' || event.type === 'callback.closed') await carryPending(deps, event);
  const replaced = event.data?.replaces as CallbackId | undefined;
  if (replaced !== undefined) await cancelCallback(deps, replaced, 'cancelled-by-customer');
  await projectCallback(deps, id);
  return true;
}

/** The customer wants it no more; or two names are one person, who gets one call: the earlier, or that in which they talk by now. */
async function cancelRequested(deps: CallbackDeps, { data }: DomainEvent, id: CallbackId): Promise<void> {
  if (data?.why !== 'merged') return void (await cancelCallback(deps, id, 'cancelled-by-customer'));
  if (await cancelCallback(deps, id, 'merged')) return;
  const [found] = (await deps.store.load([{ kind: 'callback', id }])) as (Versioned<Callback> | undefined)[];
  const kept = data.kept as CallbackId | undefined;
  if (found?.value.state !== 'talking' || kept === undefined) return;
  await cancelCallback(deps, kept, 'served-meanwhile');
  await projectCallback(deps, kept);
}

/** Who was promised a call, called again and talked to a person, needs no call any more. */
async function endNeedless(deps: CallbackDeps, event: DomainEvent): Promise<void> {
  if (!event.contactId) return;
  const [found] = (await deps.store.load([{ kind: 'contact', id: event.contactId }])) as (Versioned<Contact> | undefined)[];
  const pending = found?.value.pendingCallback;
  if (pending) await cancelCallback(deps, pending.callbackId, 'served-meanwhile');
}

/** What follows from the timers of callbacks. True if the timer was one of them. */
export async function handleCallbackTimer(deps: CallbackDeps, payload: TimerPayload): Promise<boolean> {
  const id = payload.callbackId as CallbackId;
  if (payload.type === 'callback.due') await callDue(deps, id);
  else if (payload.type === 'callback.check') await checkCallback(deps, id);
  else return false;
  return true;
}
