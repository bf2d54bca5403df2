import type { Contact } from '../contacts/contact.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { renderText } from '../flows/run-chat.ts';
import { addMessage, type ChatDraft } from './chat-draft.ts';
import { chatSurroundings } from './chat-surroundings.ts';
import { expectationText } from './expectation.ts';
import type { BotDeps } from './run-bot.ts';

/** The first message of a chat, at once: the case number, what is known, and what may truthfully be expected. */
export function acknowledge(deps: BotDeps, draft: ChatDraft, compiled: CompiledFlow, contact: Contact): void {
  const { chat, nowMs } = draft;
  const { flow } = compiled;
  const outlook = deps.outlook();
  const text = renderText(
    compiled,
    chat.link ? flow.chat.acknowledge : flow.chat.acknowledgeDirect,
    chat.language,
    chat.card?.variables ?? {},
    chatSurroundings(chat, contact, outlook, nowMs),
    { caseNumber: chat.caseNumber, expectation: expectationText(outlook.desk, chat.language, flow.timeZone), name: chat.profileName },
  );
  addMessage(draft, { kind: 'bot' }, text.replace(/ {2,}/g, ' ').trim());
}
