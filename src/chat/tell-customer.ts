import { isSilenced } from './chat.ts';
import { addMessage, type ChatDraft } from './chat-draft.ts';
import { type CustomerText, customerText, type DeskText, deskText } from './fixed-texts.ts';
import { serviceWindow } from './service-window.ts';

/** Writes one of the fixed texts to the customer, if it may be written: inside the window and not opted out. */
export function tellCustomer(draft: ChatDraft, key: CustomerText, values: Readonly<Record<string, string>> = {}): void {
  if (!mayTell(draft)) return;
  addMessage(draft, { kind: 'bot' }, customerText(draft.chat.language, key, values));
}

/** Writes an entry that agents read in the thread. */
export function tellDesk(draft: ChatDraft, key: DeskText, values: Readonly<Record<string, string>> = {}): void {
  addMessage(draft, { kind: 'system' }, deskText(draft.chat.language, key, values), { said: { key, values } });
}

function mayTell(draft: ChatDraft): boolean {
  return !isSilenced(draft.chat) && serviceWindow(draft.chat.lastInboundAtMs, draft.nowMs).open;
}
