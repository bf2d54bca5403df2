import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { EventType } from '../base/events.ts';
import { parseId } from '../base/ids.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import { changeHandoff, type HandoffChange } from './change-handoff.ts';
import { failHandoff } from './fail-handoff.ts';
import type { Handoff } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';
import { advanceDelivery } from './handoff-machine.ts';
import { nameInvite } from './send-invite.ts';
import { reminderTimer } from './send-reminder.ts';

const EVENT_OF: Partial<Record<string, EventType>> = { sent: 'handoff.sent', delivered: 'handoff.delivered', read: 'handoff.read' };

/**
 * A receipt about an invite: late, twice, out of order, or for a call that is long over. True if it was news. What
 * follows from it (falling back, marking the number) follows from its event.
 */
export async function trackInvite(deps: { readonly store: Store; readonly clock: Clock }, receipt: DeliveryReceipt): Promise<boolean> {
  if (receipt.subject.kind !== 'invite') return false;
  const id = parseId('h', receipt.subject.handoffId);
  if (!id) return false;
  let unnamed = false;
  const result = await changeHandoff(deps, id, (handoff, nowMs) => {
    unnamed = handoff.sending?.providerMessageId !== receipt.providerMessageId;
    return decideReceipt(handoff, receipt, nowMs);
  });
  // The carrier's answer got lost: by the address of its receipt the message is known as ours all the same.
  if (unnamed && result?.changed) await nameInvite(deps.store, receipt.providerMessageId, id);
  return result?.changed ?? false;
}

/** What a receipt changes about a handoff; undefined if it is no news. Pure. */
export function decideReceipt(handoff: Handoff, receipt: DeliveryReceipt, nowMs: number): HandoffChange | undefined {
  const next = advanceDelivery(handoff.delivery, receipt.state);
  if (!next) return undefined;
  const { providerMessageId, scopedUserId } = receipt;
  if (next === 'failed') {
    if (isAboutEarlier(handoff, receipt)) return undefined;
    const failure = { code: receipt.code ?? 'unknown', class: receipt.failure ?? ('unknown' as const), providerMessageId };
    return failHandoff(handoff, { ...failure, ...(scopedUserId !== undefined && { scopedUserId }) }, nowMs);
  }
  const { failure: _, ...rest } = handoff;
  const changed: Handoff = {
    ...rest,
    delivery: next,
    deliveryAtMs: nowMs,
    sending: { attempt: 1, startedAtMs: nowMs, ...handoff.sending, providerMessageId },
  };
  const type = EVENT_OF[next];
  const remind = next === 'delivered' || (next === 'read' && handoff.delivery !== 'delivered') ? reminderTimer(changed, nowMs) : undefined;
  return {
    handoff: changed,
    timers: [{ id: `check:${handoff.id}`, atMs: null }, { id: `send:${handoff.id}`, atMs: null }, ...(remind ? [remind] : [])],
    ...(type && {
      events: [
        handoffEvent(changed, type, nowMs, {
          providerId: providerMessageId,
          data: { ...(scopedUserId !== undefined && { scopedUserId }), afterMs: nowMs - handoff.requestedAtMs },
        }),
      ],
    }),
  };
}

/** The failure of a sending that has been, or is being, repeated: it is known already. */
function isAboutEarlier(handoff: Handoff, { subject }: DeliveryReceipt): boolean {
  const current = handoff.sending?.attempt ?? handoff.retry?.attempt ?? 1;
  return subject.kind === 'invite' && subject.attempt < current;
}
