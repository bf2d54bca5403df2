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
