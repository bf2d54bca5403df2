import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { DomainEvent } from '../base/events.ts';
import type { CallbackEnd } from '../callbacks/callback.ts';
import type { Contact } from '../contacts/contact.ts';
import { changeChat } from './change-chat.ts';
import { INBOUND_MARK_SECONDS } from './chat-draft.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

type Text = 'callUnreached' | 'callNotMade';

/** Endings of which the customer has not heard already. */
const TEXTS: Partial<Record<CallbackEnd, Text>> = {
  unreached: 'callUnreached',
  'nobody-free': 'callNotMade',
  'cancelled-by-agent': 'callNotMade',
};

/**
 * A promised call has come to nothing: who writes with us is told so in their open chat, as far as they may be written to (inside
 * the window, not opted out); the desk sees it there in any case. Nobody else is written to. Done twice, told once.
 */
export async function tellOfCallback(deps: { readonly store: Store; readonly clock: Clock }, event: DomainEvent): Promise<void> {
  const text = TEXTS[event.data?.reason as CallbackEnd];
  if (!text || !event.contactId) return;
  const [found] = (await deps.store.load([{ kind: 'contact', id: event.contactId }])) as (Versioned<Contact> | undefined)[];
  // The case of a voice message is no chat that they write in; the desk works in it all the same.
  const chatIds = new Set([found?.value.openChatId, event.chatId].filter((id) => id !== undefined));
  for (const chatId of chatIds) {
    await changeChat<void>(deps, chatId, (draft) => {
      if (draft.chat.state === 'closed') return { changed: false, outcome: undefined };
      tellDesk(draft, text);
      tellCustomer(draft, text);
      draft.marks.push({ name: `callback-told:${event.data?.callbackId}:${chatId}`, value: '1', ttlSeconds: INBOUND_MARK_SECONDS });
      return { changed: true, outcome: undefined };
    });
  }
}
