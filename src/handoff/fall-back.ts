import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { HandoffId } from '../base/ids.ts';
import type { MessageCarrier } from '../channels/messages.ts';
import { changeHandoff } from './change-handoff.ts';
import { isGuardCode } from './guard-invite.ts';
import type { Handoff } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';
import type { InviteCatalogue } from './invite-ports.ts';
import { markInvitee } from './mark-invitee.ts';
import { takeBackInvite } from './register-invite.ts';
import { codeName, messageName, referenceCodeOf } from './token.ts';

export interface FallBackDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly carrier: MessageCarrier;
  readonly catalogue: InviteCatalogue;
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
  const providerMessageId = await sendLink(deps, begun.handoff);
  await settle(
    deps,
    id,
    providerMessageId === undefined
      ? { kind: 'none', atMs: deps.clock.nowMs() }
      : { kind: 'sms', atMs: deps.clock.nowMs(), providerMessageId },
  );
}

function mayText(deps: FallBackDeps, handoff: Handoff): boolean {
  if (!deps.smsSender || !handoff.rules.smsFallback || handoff.withdrawnAtMs) return false;
  if (handoff.failure?.class === 'opted-out' || handoff.failure?.code === 'invited-too-often') return false;
  if (isGuardCode(handoff.failure?.code ?? '')) return false;
  return deps.clock.nowMs() - handoff.requestedAtMs < FALLBACK_WANTED_MS;
}

async function sendLink(deps: FallBackDeps, handoff: Handoff): Promise<string | undefined> {
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
    return outcome.providerMessageId;
  }
  return outcome.kind === 'unknown' ? 'unknown' : undefined;
}

async function settle(deps: FallBackDeps, id: HandoffId, fallback: NonNullable<Handoff['fallback']>): Promise<void> {
  await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.fallback) return undefined;
    const settled: Handoff = { ...handoff, fallback };
    const data = { kind: fallback.kind === 'sms' ? 'sms' : 'back-to-the-queue', code: handoff.failure?.code };
    return { handoff: settled, events: [handoffEvent(settled, 'handoff.fellback', nowMs, { data })] };
  });
}
