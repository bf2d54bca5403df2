import type { Store } from '../base/changes.ts';
import type { FailureClass } from '../channels/delivery.ts';
import { withoutCallsConsent } from '../contacts/consent.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';
import { contactOf } from './end-chat.ts';
import { tellDesk } from './tell-customer.ts';

/** The carrier says that this person wants no messages: the list of those who opted out learns it, whoever took the word. */
export async function honourRefusal(store: Store, draft: ChatDraft, failure: FailureClass | undefined): Promise<void> {
  if (failure !== 'opted-out') return;
  const contact = await contactOf(store, draft);
  const { reopened, ...chat } = draft.chat;
  // The carrier holds to the opt-out although they wrote again: only START lifts it there.
  if (reopened || (contact && !contact.value.optedOut)) draft.chat = { ...chat, optedOut: true };
  if (!contact || contact.value.optedOut) return;
  tellDesk(draft, 'optedOut');
  addEvent(draft, 'contact.opted-out', { by: 'receipt' });
  draft.writes.push({
    ref: { kind: 'contact', id: draft.chat.contactId },
    expectedVersion: contact.version,
    value: { ...withoutCallsConsent(contact.value), optedOut: { atMs: draft.nowMs, by: 'receipt' } },
    ttlSeconds: CONTACT_TTL_SECONDS,
  });
}
