import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { HandoffId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { FailureClass } from '../channels/delivery.ts';
import type { MessageCarrier, SendOutcome } from '../channels/messages.ts';
import { changeHandoff, type HandoffChange } from './change-handoff.ts';
import type { InviteGuard } from './guard-invite.ts';
import type { Handoff } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';
import type { InviteCatalogue, SenderPace } from './invite-ports.ts';
import { registerInvite, takeBackInvite } from './register-invite.ts';
import { inviteToken, messageName } from './token.ts';

export interface SendInviteDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly carrier: MessageCarrier;
  readonly catalogue: InviteCatalogue;
  readonly pace: SenderPace;
  readonly guard: InviteGuard;
  /** The WhatsApp sender, E.164. */
  readonly sender: string;
}

/** How long after the key press an invite is still wanted; later it is no longer sent. Milliseconds. */
export const INVITE_WANTED_MS = 120_000;
/** After an unknown outcome, and after an accepted one without a receipt: when to look. Milliseconds. */
const LOOK_AFTER_UNKNOWN_MS = 4_000;
const LOOK_AFTER_ACCEPTED_MS = 30_000;
/** Longer than any answer of the carrier may take; after it a sending without a result is looked up. */
const LOOK_AFTER_CRASH_MS = 20_000;

/**
 * Sends the invite of a requested handoff, at most once. The intent is written before the carrier is asked; an unknown
 * outcome is looked up before anything is repeated (look-up: check-sending.ts). Called twice, it sends once.
 */
export async function sendInvite(deps: SendInviteDeps, id: HandoffId, attempt = 1): Promise<void> {
  const begun = await changeHandoff(deps, id, () => undefined);
  if (!begun || !isToBeSent(begun.handoff, attempt)) return;
  const refusal = await refuse(deps, begun.handoff);
  if (refusal) {
    await fail(deps, id, refusal.code, refusal.class);
    return;
  }
  await deps.pace.acquire(deps.sender);
  const marked = await changeHandoff(deps, id, (handoff, nowMs) => markSending(handoff, attempt, nowMs));
  if (!marked?.changed) return;
  const content = deps.catalogue.inviteFor(marked.handoff, inviteToken(deps.keyring, id));
  if (content.kind === 'unavailable') {
    await fail(deps, id, content.code, 'configuration');
    return;
  }
  const outcome = await deps.carrier.send({
    to: { channel: 'whatsapp', phone: marked.handoff.to },
    from: deps.sender,
    receiptFor: { kind: 'invite', handoffId: id, attempt },
    content: content.content,
  });
  await recordSendOutcome(deps, id, outcome);
}

function isToBeSent(handoff: Handoff, attempt: number): boolean {
  if (handoff.withdrawnAtMs || handoff.claim) return false;
  return handoff.delivery === 'requested' || (attempt > 1 && handoff.delivery === 'sending');
}

async function refuse(deps: SendInviteDeps, handoff: Handoff): Promise<{ code: string; class: FailureClass } | undefined> {
  if (deps.clock.nowMs() - handoff.requestedAtMs > INVITE_WANTED_MS) return { code: 'no-longer-wanted', class: 'temporary' };
  const registration = await registerInvite(deps, handoff);
  return registration.kind === 'refused' ? registration : deps.guard.admit(handoff);
}

function markSending(handoff: Handoff, attempt: number, nowMs: number): HandoffChange | undefined {
  if (!isToBeSent(handoff, attempt) || (handoff.sending && handoff.sending.attempt >= attempt)) return undefined;
  return {
    handoff: { ...handoff, delivery: 'sending', sending: { attempt, startedAtMs: nowMs } },
    timers: [checkTimer(handoff.id, nowMs + LOOK_AFTER_CRASH_MS)],
  };
}

/** What the carrier answered, written down: the id, a failure, or when to look or try again. */
export async function recordSendOutcome(deps: Pick<SendInviteDeps, 'store' | 'clock'>, id: HandoffId, outcome: SendOutcome): Promise<void> {
  if (outcome.kind === 'refused') return fail(deps, id, outcome.code, outcome.failure);
  if (outcome.kind === 'accepted') {
    await deps.store.point(messageName(outcome.providerMessageId), id, 8 * 24 * 3600);
  }
  await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.delivery !== 'sending') return undefined;
    const sending = handoff.sending ?? { attempt: 1, startedAtMs: nowMs };
    if (outcome.kind === 'accepted') {
      return {
        handoff: { ...handoff, sending: { ...sending, providerMessageId: outcome.providerMessageId } },
        timers: [checkTimer(id, nowMs + LOOK_AFTER_ACCEPTED_MS)],
      };
    }
    if (outcome.kind === 'unknown') return { handoff, timers: [checkTimer(id, nowMs + LOOK_AFTER_UNKNOWN_MS)] };
    const { sending: _, ...unsent } = handoff;
    return {
      handoff: { ...unsent, delivery: 'requested' },
      timers: [
        { id: `send:${id}`, atMs: nowMs + outcome.retryAfterMs, payload: { type: 'handoff.send', handoffId: id } },
        { id: `check:${id}`, atMs: null },
      ],
    };
  });
}

/** The timer by which a sending without a result is looked up. */
export function checkTimer(id: HandoffId, atMs: number, looks = 0) {
  return { id: `check:${id}`, atMs, payload: { type: 'handoff.check', handoffId: id, looks } };
}

/** The invite could not be sent or did not arrive: the code, our class of it, and the event from which the fallback follows. */
export async function fail(
  deps: Pick<SendInviteDeps, 'store' | 'clock'>,
  id: HandoffId,
  code: string,
  failure: FailureClass,
): Promise<void> {
  const result = await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.delivery !== 'requested' && handoff.delivery !== 'sending') return undefined;
    const failed: Handoff = { ...handoff, delivery: 'failed', deliveryAtMs: nowMs, failure: { code, class: failure, atMs: nowMs } };
    return {
      handoff: failed,
      timers: [{ id: `check:${id}`, atMs: null }],
      events: [handoffEvent(failed, 'handoff.failed', nowMs, { data: { code, class: failure, afterMs: nowMs - handoff.requestedAtMs } })],
    };
  });
  if (result) await takeBackInvite(deps, result.handoff);
}
