import type { Contact } from './contact.ts';

/** Will this person be called back? Then nothing else is sent to them. Pure. */
export function awaitsCall(contact: Contact): boolean {
  return contact.pendingCallback !== undefined;
}
