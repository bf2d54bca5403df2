import type { HandoffId } from '../base/ids.ts';
import type { Contact } from './contact.ts';

const DAY_MS = 24 * 3_600_000;
/** How long a consent to be written to counts beyond the call it was given in, in days, where no flow says less. */
export const CONSENT_DAYS = 90;

/**
 * Has this person agreed to be written to, at most so many days ago, and not taken it back? The receipt is in the ledger
 * under `consent:<handoff id>`. Pure.
 */
export function hasConsented(contact: Contact | undefined, nowMs: number, days = CONSENT_DAYS): boolean {
  if (!contact?.consent || contact.optedOut) return false;
  return nowMs - contact.consent.atMs <= days * DAY_MS;
}

/**
 * The consent to be written to about a call that was cut off or went unanswered: given for calls, on an earlier one, at most
 * so many days ago, and not taken back. `too-old`: there was one. Pure.
 */
export function callsConsent(
  contact: Contact | undefined,
  nowMs: number,
  days: number,
): { readonly atMs: number; readonly handoffId: HandoffId } | 'none' | 'too-old' {
  const consent = contact?.callsConsent;
  if (!consent) return 'none';
  return nowMs - consent.atMs <= days * DAY_MS ? consent : 'too-old';
}

/** Who opts out takes back what reaches beyond their own query: writing again later reopens a conversation, not this. Pure. */
export function withoutCallsConsent(contact: Contact): Contact {
  if (!contact.callsConsent) return contact;
  const { callsConsent: _, ...rest } = contact;
  return rest;
}
