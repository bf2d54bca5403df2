import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { readOptOutWord } from '../contacts/opt-out-words.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';
import { endChat } from './end-chat.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

/** What a message says about being written to. `silent`: it changes nothing and gets no answer. */
export type Wish = 'stop' | 'start' | 'silent';

/** Reads the wish to be left alone, or to be written to again; undefined for an ordinary message. Pure. */
export function readWish(message: InboundMessage, contact: Contact): Wish | undefined {
  const word = message.carrierOptOut ?? (message.buttonPayload === undefined ? readOptOutWord(message.text) : undefined);
  if (word === 'stop') return 'stop';
  if (word === 'start' && contact.optedOut) return 'start';
  if (message.carrierOptOut || contact.optedOut) return 'silent';
  return undefined;
}

/**
 * Honours the wish: confirmed once, unless the carrier has answered itself; asked again, it changes nothing. A chat that no
 * human has is over. Answers the person's record.
 */
export function takeWish(draft: ChatDraft, contact: Contact, wish: Wish, message: InboundMessage): Contact {
  const answered = message.carrierOptOut !== undefined;
  if (wish === 'stop' && !contact.optedOut) {
    tellDesk(draft, 'optedOut');
    if (!answered) tellCustomer(draft, 'optedOut');
    draft.chat = { ...draft.chat, optedOut: true };
    const by = answered ? 'carrier' : 'word';
    addEvent(draft, 'contact.opted-out', { by });
    if (draft.chat.state !== 'assigned' && draft.chat.state !== 'closed') endChat(draft, undefined, 'opted-out', 'sweep');
    return { ...contact, optedOut: { atMs: draft.nowMs, by, word: message.text.slice(0, 40) } };
  }
  if (wish === 'start') {
    const { optedOut: _, ...writable } = contact;
    const { optedOut: __, ...chat } = draft.chat;
    draft.chat = chat;
    tellDesk(draft, 'optedIn');
    if (!answered) tellCustomer(draft, 'optedIn');
    addEvent(draft, 'contact.opted-in', { by: answered ? 'carrier' : 'word' });
    return writable;
  }
  if (contact.optedOut) tellDesk(draft, 'optedOutWrites');
  return contact;
}
