import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { HandoffId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { MessageCarrier, SendOutcome } from '../channels/messages.ts';
import { changeHandoff, type HandoffChange } from './change-handoff.ts';
import { failHandoff, type InviteFailure, isWanted } from './fail-handoff.ts';
import type { InviteGuard } from './guard-invite.ts';
import { type Handoff, recoveryOf } from './handoff.ts';
import type { InviteCatalogue, SenderGate, SenderPace } from './invite-ports.ts';
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
  readonly gate: SenderGate;
  /** The WhatsApp sender, E.164. */
  readonly sender: string;
}

/** After an unknown outcome, and after an accepted one without a receipt: when to look. Milliseconds. */
const LOOK_AFTER_UNKNOWN_MS = 4_000;
const LOOK_AFTER_ACCEPTED_MS = 30_000;
/** Longer than any answer of the carrier may take; after it a sending without a result is looked up. */
const LOOK_AFTER_CRASH_MS = 20_000;

/**
 * Sends the invite of a requested handoff, at most once. The intent is written before the carrier is asked; an unknown
 * outcome is looked up before anything is repeated (look-up: check-sending.ts). Called twice, it sends once.
 */
export async function sendInvite(deps: SendInviteDeps, id: HandoffId, repetition = 1): Promise<void> {
  const begun = await changeHandoff(deps, id, () => undefined);
  if (!begun || !isToBeSent(begun.handoff, repetition)) return;
  const refusal = await refuse(deps, begun.handoff);
  if (refusal) return fail(deps, id, refusal);
  const invite = deps.catalogue.inviteFor(begun.handoff, inviteToken(deps.keyring, id));
  if (invite.kind === 'unavailable') {
    // Without a reserve the failure that asked for one stands.
    return fail(deps, id, begun.handoff.retry ?? { code: invite.code, class: 'configuration' });
  }
  await deps.pace.acquire({
    sender: deps.sender,
    recipient: begun.handoff.inviteeId,
    urgent: !begun.handoff.retry && !recoveryOf(begun.handoff),
  });
  const templateId = invite.content.providerTemplateId;
  const marked = await changeHandoff(deps, id, (handoff, nowMs) => markSending(handoff, repetition, templateId, nowMs));
  if (!marked?.changed) return;
  const attempt = marked.handoff.sending?.attempt ?? 1;
  const outcome = await deps.carrier.send({
    to: { channel: 'whatsapp', phone: marked.handoff.to },
    from: deps.sender,
    receiptFor: { kind: 'invite', handoffId: id, attempt },
    content: invite.content,
  });
  await recordSendOutcome(deps, id, outcome, attempt);
}

function isToBeSent(handoff: Handoff, repetition: number): boolean {
  if (handoff.withdrawnAtMs || handoff.claim) return false;
  return handoff.delivery === 'requested' || (repetition > 1 && handoff.delivery === 'sending');
}

async function refuse(deps: SendInviteDeps, handoff: Handoff): Promise<InviteFailure | undefined> {
  if (!isWanted(handoff, deps.clock.nowMs())) return { code: 'no-longer-wanted', class: 'not-delivered' };
  if (deps.gate.isStopped(deps.sender)) return { code: 'sender-stopped', class: 'not-delivered' };
  const registration = await registerInvite(deps, handoff);
  if (registration.kind === 'refused') return registration;
  const held = await deps.guard.admit(handoff);
  if (held) return held;
  const admitted = registration.windowOpen || (await deps.gate.admit(deps.sender, handoff.inviteeId));
  return admitted ? undefined : { code: 'messaging-limit', class: 'not-delivered' };
}

function markSending(handoff: Handoff, repetition: number, templateId: string, nowMs: number): HandoffChange | undefined {
  const attempt = Math.max(repetition, handoff.retry?.attempt ?? 1);
  if (!isToBeSent(handoff, repetition) || (handoff.sending && handoff.sending.attempt >= attempt)) return undefined;
  return {
    handoff: { ...handoff, delivery: 'sending', sending: { attempt, startedAtMs: nowMs, templateId } },
    timers: [checkTimer(handoff.id, nowMs + LOOK_AFTER_CRASH_MS)],
  };
}

/** What the carrier answered to one sending, written down: the id, a failure, or when to look or try again. */
export async function recordSendOutcome(
  deps: Pick<SendInviteDeps, 'store' | 'clock'>,
  id: HandoffId,
  outcome: SendOutcome,
  attempt: number,
): Promise<void> {
  if (outcome.kind === 'refused') return fail(deps, id, { code: outcome.code, class: outcome.failure });
  if (outcome.kind === 'accepted') await nameInvite(deps.store, outcome.providerMessageId, id);
  await changeHandoff(deps, id, (handoff, nowMs) => {
    const { sending, ...unsent } = handoff;
    if (handoff.delivery !== 'sending' || !sending || sending.attempt !== attempt) return undefined;
    if (outcome.kind === 'accepted') {
      return {
        handoff: { ...handoff, sending: { ...sending, providerMessageId: outcome.providerMessageId } },
        timers: [checkTimer(id, nowMs + LOOK_AFTER_ACCEPTED_MS)],
      };
    }
    if (outcome.kind === 'unknown') return { handoff, timers: [checkTimer(id, nowMs + LOOK_AFTER_UNKNOWN_MS)] };
    return {
      handoff: { ...unsent, delivery: 'requested' },
      timers: [
        { id: `send:${id}`, atMs: nowMs + outcome.retryAfterMs, payload: { type: 'handoff.send', handoffId: id } },
        { id: `check:${id}`, atMs: null },
      ],
    };
  });
}

/** The carrier's id of an invite leads back to its handoff: for replies to it, and so that no look-up takes it for another's. */
export function nameInvite(store: Store, providerMessageId: string, id: HandoffId): Promise<void> {
  return store.point(messageName(providerMessageId), id, 8 * 24 * 3600);
}

/** The timer by which a sending without a result is looked up. */
export function checkTimer(id: HandoffId, atMs: number, looks = 0) {
  return { id: `check:${id}`, atMs, payload: { type: 'handoff.check', handoffId: id, looks } };
}

/** The invite could not be sent or did not arrive: repeated, or failed with the event from which the fallback follows. */
export async function fail(deps: Pick<SendInviteDeps, 'store' | 'clock'>, id: HandoffId, failure: InviteFailure): Promise<void> {
  const result = await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.delivery !== 'requested' && handoff.delivery !== 'sending') return undefined;
    return failHandoff(handoff, { code: failure.code, class: failure.class }, nowMs);
  });
  if (result) await takeBackInvite(deps, result.handoff);
}
