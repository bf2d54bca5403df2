import { awaitsCall } from '../contacts/awaits-call.ts';
import { callsConsent } from '../contacts/consent.ts';
import type { Contact } from '../contacts/contact.ts';
import { consentIdOf, type Handoff } from '../handoff/handoff.ts';
import { actedSince, UNKNOWN_OUTCOME } from '../handoff/register-invite.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import type { Call } from './call.ts';
import { endedAt } from './plan-recovery.ts';

/** Whether what the person did, got and agreed to lets a message follow. */
export type RecoveryStand =
  | { readonly kind: 'consented'; readonly consentId: string }
  | { readonly kind: 'not'; readonly reason: RecoveryReason; readonly saw: string }
  /** An invite of this call has neither left nor failed yet. */
  | { readonly kind: 'on-its-way' };

/** Answers to an offer by which the caller chose the phone. */
const NO: readonly string[] = ['declined', 'person'];

/**
 * How the person stands to a message about this call. What they agreed to in the call itself counts for it, where that
 * invite surely never left; else an earlier consent for calls. Pure.
 */
export function standOf(
  call: Call,
  contact: Contact,
  handoffs: readonly Handoff[],
  about: { readonly consentDays: number; readonly nowMs: number },
): RecoveryStand {
  const not = (reason: RecoveryReason, saw = ''): RecoveryStand => ({ kind: 'not', reason, saw });
  if (call.connectedAtMs !== undefined || call.voicemail) return not('served');
  const acted = actedSince(contact, call.id, endedAt(call));
  if (acted) return not(acted);
  if (awaitsCall(contact)) return not('callback-pending');
  if (handoffs.some(({ claim }) => claim)) return not('in-a-chat');
  const sent = handoffs.find(hasLeft);
  if (sent) return not('already-invited', sent.delivery);
  if (handoffs.some(({ delivery, withdrawnAtMs }) => delivery !== 'failed' && !withdrawnAtMs)) return { kind: 'on-its-way' };
  const answer = contact.offers.findLast(({ callId }) => callId === call.id)?.answer;
  if (answer !== undefined && NO.includes(answer)) return not('said-no', answer);
  return consentOf(contact, handoffs, about);
}

function consentOf(
  contact: Contact,
  handoffs: readonly Handoff[],
  { consentDays, nowMs }: { readonly consentDays: number; readonly nowMs: number },
): RecoveryStand {
  const own = handoffs.findLast(({ numberSource, withdrawnAtMs }) => numberSource === 'caller-id' && !withdrawnAtMs);
  if (own) return { kind: 'consented', consentId: consentIdOf(own.id) };
  const consent = callsConsent(contact, nowMs, consentDays);
  if (typeof consent === 'object') return { kind: 'consented', consentId: consentIdOf(consent.handoffId) };
  const reason = consent === 'too-old' ? 'consent-too-old' : handoffs.length > 0 ? 'other-number' : 'no-consent';
  return { kind: 'not', reason, saw: consent === 'too-old' ? `${consentDays}` : '' };
}

/** Did this invite, or the text message in its place, reach the carrier, or may it have? Pure. */
function hasLeft({ delivery, fallback, failure, sending }: Handoff): boolean {
  if (delivery === 'sent' || delivery === 'delivered' || delivery === 'read') return true;
  if (fallback?.kind === 'sms' || failure?.code === UNKNOWN_OUTCOME) return true;
  // Refused by the carrier later on: it knows why, and the person is marked where it is about them.
  return delivery !== 'failed' && sending?.providerMessageId !== undefined;
}
