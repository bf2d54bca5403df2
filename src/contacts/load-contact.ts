import type { ContactId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { canonicalPhone } from '../base/phone.ts';
import type { MessageAddress } from '../channels/messages.ts';
import type { Contact } from './contact.ts';

/** How long a person is remembered after the last change, in seconds (13 months). */
export const CONTACT_TTL_SECONDS = 400 * 24 * 3600;

/** The text a person is known by: the canonical number, or the business-scoped id where WhatsApp gives no number. */
export function identityOf(address: MessageAddress): string {
  if (address.phone) return canonicalPhone(address.phone);
  return `bsuid:${address.scopedUserId ?? ''}`;
}

/** The id of the contact behind an address; the same for a caller and for the same person writing. */
export function contactIdOf(keyring: Keyring, address: MessageAddress): ContactId {
  return keyring.contactId(identityOf(address));
}

/** Somebody we have not met. */
export function emptyContact(id: ContactId, known: Pick<Contact, 'phone' | 'scopedUserId' | 'profileName'> = {}): Contact {
  return { id, ...known, invitedAtMs: [], waiting: [], calls: [], chats: [], offers: [] };
}

/** `list` with `entry` at its end, at most `max` long: the newest stay. */
export function remember<T>(list: readonly T[], entry: T, max = 10): readonly T[] {
  return [...list, entry].slice(-max);
}
