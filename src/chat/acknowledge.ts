import type { Contact } from '../contacts/contact.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { acknowledgeText } from '../flows/run-chat.ts';
import { addMessage, type ChatDraft } from './chat-draft.ts';
import { chatSurroundings } from './chat-surroundings.ts';
import { expectationText } from './expectation.ts';
import type { BotDeps } from './run-bot.ts';

/** The first message of a chat, at once: the case number, what is known, and what may truthfully be expected. */
export function acknowledge(deps: BotDeps, draft: ChatDraft, compiled: CompiledFlow, contact: Contact): void {
  const { chat, nowMs } = draft;
  const outlook = deps.outlook();
  const { caseNumber, language, intent, profileName: name } = chat;
  const about = {
    language,
    fromCall: chat.link !== undefined,
    variables: chat.card?.variables ?? {},
    ...(intent !== undefined && { intent }),
  };
  const expectation = expectationText(outlook.desk, language, compiled.flow.timeZone);
  const text = acknowledgeText(compiled, about, chatSurroundings(chat, contact, outlook, nowMs), { caseNumber, expectation, name });
  addMessage(draft, { kind: 'bot' }, text);
}
