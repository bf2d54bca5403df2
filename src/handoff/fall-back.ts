import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { type HandoffId, parseId } from '../base/ids.ts';
import type { DeliveryReceipt, FailureClass } from '../channels/delivery.ts';
import { FAILURE_REACTIONS } from '../channels/failure-reactions.ts';
import type { MessageCarrier } from '../channels/messages.ts';
import { changeHandoff } from './change-handoff.ts';
import { isGuardCode } from './guard-invite.ts';
import { type Handoff, recoveryOf } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';
import type { InviteCatalogue, SenderGate } from './invite-ports.ts';
import { markInvitee } from './mark-invitee.ts';
import { takeBackInvite } from './register-invite.ts';
import { codeName, messageName, referenceCodeOf } from './token.ts';

export interface FallBackDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly carrier: MessageCarrier;
  readonly catalogue: InviteCatalogue;
  readonly gate: SenderGate;
  /** The WhatsApp sender the link points at, E.164. */
  readonly sender: string;
  /** Absent: no SMS fallback. */
  readonly smsSender?: string;
}

/** After this the caller has long been told; a text message would only surprise. Milliseconds. */
const FALLBACK_WANTED_MS = 5 * 60_000;

/**
 * What is done when an invite failed: the number is marked by the failure's class, and an SMS with a link that carries
 * the reference code is sent once, if the offer, the settings and the person allow it. Otherwise it is written down
 * that nothing was sent, and the caller stays in the place they have.
 */
export async function fallBack(deps: FallBackDeps, id: HandoffId): Promise<void> {
  const current = await changeHandoff(deps, id, () => undefined);
  if (current?.handoff.delivery !== 'failed' || current.handoff.fallback) return;
  await markInvitee(deps, current.handoff);
  // Again here: a crash may have come between the failure and its being uncounted.
  await takeBackInvite(deps, current.handoff);
  const kind = mayText(deps, current.handoff) ? 'sms' : 'none';
  if (kind === 'none') return settle(deps, id, { kind, atMs: deps.clock.nowMs() });
  const begun = await changeHandoff(deps, id, (handoff, nowMs) =>
    handoff.fallbackStartedAtMs ? undefined : { handoff: { ...handoff, fallbackStartedAtMs: nowMs } },
  );
  // Begun before and never finished: the text may have left. It is not sent twice.
  if (!begun?.changed) return settle(deps, id, { kind: 'none', atMs: deps.clock.nowMs() });
  const sent = await sendLink(deps, begun.handoff);
  const atMs = deps.clock.nowMs();
  if (sent.kind === 'busy' && deps.clock.nowMs() + sent.retryAfterMs - begun.handoff.requestedAtMs < FALLBACK_WANTED_MS)
    return comeBack(deps, id, sent.retryAfterMs);
  if (sent.kind === 'sent') return settle(deps, id, { kind: 'sms', atMs, providerMessageId: sent.providerMessageId });
  await settle(deps, id, { kind: 'none', atMs }, sent.kind === 'refused' ? sent : undefined);
}

function mayText(deps: FallBackDeps, handoff: Handoff): boolean {
  if (!deps.smsSender || !handoff.rules.smsFallback || handoff.withdrawnAtMs) return false;
  if (handoff.failure && (!FAILURE_REACTIONS[handoff.failure.class].sms || handoff.failure.code === 'invited-too-often')) return false;
  if (isGuardCode(handoff.failure?.code ?? '')) return false;
  if (deps.gate.isStopped(deps.smsSender)) return false;
  return deps.clock.nowMs() - handoff.requestedAtMs < FALLBACK_WANTED_MS;
}

type LinkSent =
  | { readonly kind: 'sent'; readonly providerMessageId: string }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'refused'; readonly code: string; readonly class: FailureClass };

async function sendLink(deps: FallBackDeps, handoff: Handoff): Promise<LinkSent> {
  const code = referenceCodeOf(handoff.id);
  const seconds = Math.max(60, Math.ceil((handoff.lookBackUntilMs - deps.clock.nowMs()) / 1000));
  await deps.store.point(codeName(code.replace('-', '')), handoff.id, seconds);
  const link = `https://wa.me/${deps.sender.slice(1)}?text=${encodeURIComponent(deps.catalogue.linkText(handoff, code))}`;
  const outcome = await deps.carrier.send({
    to: { channel: 'sms', phone: handoff.to },
    from: deps.smsSender ?? '',
    receiptFor: { kind: 'fallback', handoffId: handoff.id },
    content: { kind: 'text', text: deps.catalogue.smsFor(handoff, link) },
  });
  if (outcome.kind === 'accepted') {
    await deps.store.point(messageName(outcome.providerMessageId), handoff.id, 8 * 24 * 3600);
    return { kind: 'sent', providerMessageId: outcome.providerMessageId };
  }
  if (outcome.kind === 'unknown') return { kind: 'sent', providerMessageId: 'unknown' };
  return outcome.kind === 'busy' ? outcome : { kind: 'refused', code: outcome.code, class: outcome.failure };
}

/** Nothing was sent: the fallback is as if it had not begun, and comes again. */
async function comeBack(deps: FallBackDeps, id: HandoffId, afterMs: number): Promise<void> {
  await changeHandoff(deps, id, (handoff, nowMs) => {
    const { fallbackStartedAtMs: _, ...rest } = handoff;
    const payload = { type: 'handoff.fall-back', handoffId: id };
    return { handoff: rest, timers: [{ id: `fall-back:${id}`, atMs: nowMs + afterMs, payload }] };
  });
}

async function settle(
  deps: FallBackDeps,
  id: HandoffId,
  fallback: NonNullable<Handoff['fallback']>,
  refused?: { readonly code: string; readonly class: FailureClass },
): Promise<void> {
  await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.fallback) return undefined;
    const settled: Handoff = { ...handoff, fallback };
    // With a class the code is that of the text message which was refused.
    const data = {
      kind: fallback.kind === 'sms' ? 'sms' : recoveryOf(handoff) ? 'none' : 'back-to-the-queue',
      code: refused?.code ?? handoff.failure?.code,
      ...(refused && { class: refused.class }),
    };
    return { handoff: settled, events: [handoffEvent(settled, 'handoff.fellback', nowMs, { data })] };
  });
}

/** A receipt about the text message with the link; only its failing is news. True if it was. */
export async function trackFallback(deps: Pick<FallBackDeps, 'store' | 'clock'>, receipt: DeliveryReceipt): Promise<boolean> {
  if (receipt.subject.kind !== 'fallback' || receipt.state !== 'failed') return false;
  const id = parseId('h', receipt.subject.handoffId);
  if (!id) return false;
  const data = { code: receipt.code ?? 'unknown', class: receipt.failure ?? 'unknown' };
  const result = await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.fallback?.kind !== 'sms' || handoff.fallback.failedWith !== undefined) return undefined;
    const changed: Handoff = { ...handoff, fallback: { ...handoff.fallback, failedWith: data.code } };
    return {
      handoff: changed,
      events: [handoffEvent(changed, 'handoff.fallback-failed', nowMs, { providerId: receipt.providerMessageId, data })],
    };
  });
  return result?.changed ?? false;
}
