import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { readOptOutWord } from '../contacts/opt-out-words.ts';
import { choicesOf } from '../flows/chat-choices.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { plainText } from '../flows/plain-text.ts';
import type { Chat } from './chat.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';
import { endChat } from './end-chat.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

/**
 * What a message says about being written to. `unclear`: it may be an answer to the bot as well, and is asked back about.
 * `silent`: it changes nothing and gets no answer.
 */
export type Wish = 'stop' | 'unclear' | 'start' | 'silent';

/** Where the person's open chat stands, and the flow that runs in it. */
export interface OpenChat {
  readonly chat: Chat;
  readonly compiled: CompiledFlow | undefined;
}

/**
 * Reads the wish to be left alone, or to be written to again; undefined for an ordinary message, also one of somebody who
 * opted out: who writes has reopened the conversation (reference: STOP handling). Pure.
 */
export function readWish(message: InboundMessage, contact: Contact, open: OpenChat | undefined): Wish | undefined {
  const word = message.carrierOptOut ?? (message.buttonPayload === undefined ? readOptOutWord(message.text) : undefined);
  if (word === 'stop') return 'stop';
  if (word === 'maybe-stop') return readUnclear(message.text, open);
  if (word === 'start' && contact.optedOut) return 'start';
  return message.carrierOptOut ? 'silent' : undefined;
}

/** An ambiguous word counts, unless the bot waits for an answer; then it is the answer if it is on offer, else it is asked back about, once. */
function readUnclear(text: string, open: OpenChat | undefined): Wish | undefined {
  const { state, wait, optOutAsked } = open?.chat ?? {};
  if (state !== 'bot' || (wait?.kind !== 'reply' && wait?.kind !== 'survey')) return 'stop';
  const step = open?.compiled?.flow.chat.steps[wait.step];
  const titles = step ? choicesOf(step).flatMap(({ title }) => Object.values(title)) : [];
  if (titles.some((title) => plainText(title) === plainText(text))) return undefined;
  return optOutAsked ? 'stop' : 'unclear';
}

/**
 * Honours the wish: confirmed once, unless the carrier has answered itself; asked again, it changes nothing. A chat that no
 * human has is over. Answers the person's record.
 */
export function takeWish(draft: ChatDraft, contact: Contact, wish: Wish, message: InboundMessage): Contact {
  const answered = message.carrierOptOut !== undefined;
  if (wish === 'stop') return stop(draft, contact, message, answered);
  if (wish === 'start') {
    const { optedOut: _, ...writable } = contact;
    const { optedOut: __, reopened: ___, ...chat } = draft.chat;
    draft.chat = chat;
    tellDesk(draft, 'optedIn');
    if (!answered) tellCustomer(draft, 'optedIn');
    addEvent(draft, 'contact.opted-in', { by: answered ? 'carrier' : 'word' });
    return writable;
  }
  if (wish === 'unclear') {
    draft.chat = { ...draft.chat, optOutAsked: true };
    tellCustomer(draft, 'optOutAsked');
  }
  return contact;
}

function stop(draft: ChatDraft, contact: Contact, message: InboundMessage, answered: boolean): Contact {
  const by = answered ? 'carrier' : 'word';
  tellDesk(draft, contact.optedOut ? 'optedOutAgain' : 'optedOut');
  if (!answered && (!contact.optedOut || draft.chat.reopened)) tellCustomer(draft, 'optedOut');
  const { reopened: _, optOutAsked: __, ...chat } = draft.chat;
  draft.chat = { ...chat, optedOut: true };
  if (!contact.optedOut) addEvent(draft, 'contact.opted-out', { by });
  if (draft.chat.state !== 'assigned' && draft.chat.state !== 'closed') endChat(draft, undefined, 'opted-out', 'sweep');
  return contact.optedOut ? contact : { ...contact, optedOut: { atMs: draft.nowMs, by, word: message.text.slice(0, 40) } };
}

/** Somebody who opted out writes all the same: free text may answer inside the window, and the desk is told once. */
export function reopenFor(draft: ChatDraft, contact: Contact): void {
  if (!contact.optedOut || draft.chat.reopened) return;
  draft.chat = { ...draft.chat, optedOut: true, reopened: true };
  tellDesk(draft, 'optedOutWrites');
}
