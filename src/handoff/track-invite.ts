import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { EventType } from '../base/events.ts';
import { parseId } from '../base/ids.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import { changeHandoff, type HandoffChange } from './change-handoff.ts';
import type { Handoff } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';
import { advanceDelivery } from './handoff-machine.ts';

const EVENT_OF: Partial<Record<string, EventType>> = {
  sent: 'handoff.sent',
  delivered: 'handoff.delivered',
  read: 'handoff.read',
  failed: 'handoff.failed',
};

/**
 * A receipt about an invite: late, twice, out of order, or for a call that is long over. True if it was news. What
 * follows from it (falling back, marking the number) follows from its event.
 */
export async function trackInvite(deps: { readonly store: Store; readonly clock: Clock }, receipt: DeliveryReceipt): Promise<boolean> {
  if (receipt.subject.kind !== 'invite') return false;
  const id = parseId('h', receipt.subject.handoffId);
  if (!id) return false;
  const result = await changeHandoff(deps, id, (handoff, nowMs) => decideReceipt(handoff, receipt, nowMs));
  return result?.changed ?? false;
}

/** What a receipt changes about a handoff; undefined if it is no news. Pure. */
export function decideReceipt(handoff: Handoff, receipt: DeliveryReceipt, nowMs: number): HandoffChange | undefined {
  const next = advanceDelivery(handoff.delivery, receipt.state);
  if (!next) return undefined;
  const { failure: _, ...rest } = handoff;
  const failure = { code: receipt.code ?? 'unknown', class: receipt.failure ?? ('unknown' as const), atMs: nowMs };
  const changed: Handoff = {
    ...(next === 'failed' ? { ...rest, failure } : rest),
    delivery: next,
    deliveryAtMs: nowMs,
    sending: { attempt: 1, startedAtMs: nowMs, ...handoff.sending, providerMessageId: receipt.providerMessageId },
  };
  const type = EVENT_OF[next];
  return {
    handoff: changed,
    timers: [{ id: `check:${handoff.id}`, atMs: null }],
    ...(type && {
      events: [
        handoffEvent(changed, type, nowMs, {
          providerId: receipt.providerMessageId,
          data: {
            ...(next === 'failed' && { code: failure.code, class: failure.class }),
            ...(receipt.scopedUserId !== undefined && { scopedUserId: receipt.scopedUserId }),
            afterMs: nowMs - handoff.requestedAtMs,
          },
        }),
      ],
    }),
  };
}
