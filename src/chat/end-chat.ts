import type { Store, Versioned } from '../base/changes.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, remember } from '../contacts/load-contact.ts';
import { withPendingCallback } from './answer-callback-wait.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';

/**
 * Ends the chat in the draft, and the person's record with it: the next message opens a new episode. `by` is a user id,
 * `bot` or `sweep`.
 */
export function endChat(draft: ChatDraft, contact: Versioned<Contact> | undefined, disposition: string, by: string): void {
  const { chat, nowMs } = draft;
  draft.chat = { ...chat, state: 'closed', unread: 0, closed: { atMs: nowMs, disposition, by } };
  for (const id of [`idle:${chat.id}`, `window:${chat.id}`, `due:${chat.id}`]) draft.timers.push({ id, atMs: null });
  addEvent(draft, 'chat.closed', {
    disposition,
    by,
    ...(chat.agentId !== undefined && { userId: chat.agentId }),
    openMs: nowMs - chat.openedAtMs,
  });
  if (contact) writeContactAfter(draft, contact, disposition);
}

/** Adds the person's record after the end of the chat to the commit. */
export function writeContactAfter(draft: ChatDraft, contact: Versioned<Contact>, disposition: string): void {
  draft.writes.push({
    ref: { kind: 'contact', id: draft.chat.contactId },
    expectedVersion: contact.version,
    value: contactAfter(contact.value, draft, disposition),
    ttlSeconds: CONTACT_TTL_SECONDS,
  });
}

/** Adds the person's record to the commit of a chat that goes on. */
export function writeContactNow(draft: ChatDraft, contact: Versioned<Contact>): void {
  draft.writes.push({
    ref: { kind: 'contact', id: draft.chat.contactId },
    expectedVersion: contact.version,
    value: withPendingCallback(contact.value, draft),
    ttlSeconds: CONTACT_TTL_SECONDS,
  });
}

/** The person's record when the chat of the draft is over. Pure. */
export function contactAfter(contact: Contact, draft: ChatDraft, disposition: string): Contact {
  const { openChatId, ...rest } = withPendingCallback(contact, draft);
  const { id, openedAtMs, caseNumber, person } = draft.chat;
  return {
    ...rest,
    ...(openChatId !== undefined && openChatId !== id && { openChatId }),
    chats: remember(
      contact.chats.filter((entry) => entry.chatId !== id),
      { chatId: id, atMs: openedAtMs, caseNumber, disposition, ...(person && { personId: person.id }) },
    ),
  };
}

/** The record of the person who writes in a chat. */
export async function contactOf(store: Store, draft: ChatDraft): Promise<Versioned<Contact> | undefined> {
  const [found] = await store.load([{ kind: 'contact', id: draft.chat.contactId }]);
  return found as Versioned<Contact> | undefined;
}
