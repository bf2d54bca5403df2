import type { InboundMessage } from '../channels/messages.ts';
import type { SharedPerson } from '../contacts/contact.ts';
import { plainText } from '../flows/plain-text.ts';
import { addMessage, type ChatDraft } from './chat-draft.ts';
import { customerText } from './fixed-texts.ts';
import { BOT_IDLE_MS } from './run-bot.ts';
import { tellDesk } from './tell-customer.ts';

const BUTTON = 'person:';
const OTHER = 'other';
/** Three buttons are the most that WhatsApp shows; the last is for somebody else. */
const MOST_NAMED = 2;
const TITLE_LENGTH = 20;

/** Asks who writes, with the people seen last and somebody else to choose from; the bot begins with the answer. */
export function askPerson(draft: ChatDraft, people: readonly SharedPerson[]): void {
  const { id, language } = draft.chat;
  const buttons = people
    .slice(-MOST_NAMED)
    .map((person) => ({ id: `${BUTTON}${person.id}`, title: titleOf(person.name || customerText(language, 'usualPerson')) }));
  const other = { id: `${BUTTON}${OTHER}`, title: titleOf(customerText(language, 'otherPerson')) };
  addMessage(draft, { kind: 'bot' }, customerText(language, 'whoWrites'), { buttons: [...buttons, other] });
  draft.chat = { ...draft.chat, state: 'bot', whoAsked: true };
  draft.timers.push({ id: `idle:${id}`, atMs: draft.nowMs + BOT_IDLE_MS, payload: { type: 'chat.idle', chatId: id } });
}

/** Takes the answer: a button, a name that was written, or nothing that we know; it is asked once. */
export function takePerson(draft: ChatDraft, people: readonly SharedPerson[], message: InboundMessage): void {
  const { whoAsked: _, ...chat } = draft.chat;
  const said = plainText(message.text);
  const found = message.buttonPayload?.startsWith(BUTTON)
    ? people.find(({ id }) => message.buttonPayload === `${BUTTON}${id}`)
    : people.find(({ name }) => name !== '' && plainText(name) === said);
  draft.chat = found ? { ...chat, person: { id: found.id, name: found.name } } : chat;
  tellDesk(draft, found ? 'personSaid' : 'personUnknown', { name: found?.name ?? '' });
}

function titleOf(text: string): string {
  const letters = [...text];
  return letters.length <= TITLE_LENGTH ? text : `${letters.slice(0, TITLE_LENGTH - 1).join('')}…`;
}
