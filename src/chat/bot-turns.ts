import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { asksForCall, promisesCalls } from '../flows/call-words.ts';
import type { ChatFlowEvent, ChatProgress } from '../flows/chat-outcomes.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { asksForPerson } from '../flows/human-words.ts';
import type { Surroundings } from '../flows/outcomes.ts';
import { resumeChat, startChat } from '../flows/run-chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { runBot } from './run-bot.ts';
import { tellDesk } from './tell-customer.ts';

/** The bot begins, knowing all that the call knows; a first message that asks for a person, or for a call, gets it. */
export async function beginBot(
  deps: ReceiveDeps,
  draft: ChatDraft,
  compiled: CompiledFlow,
  contact: Contact,
  message: InboundMessage,
): Promise<void> {
  const { chat } = draft;
  const start = {
    language: chat.language,
    ...(chat.intent !== undefined && { intent: chat.intent }),
    variables: chat.card?.variables ?? {},
    ...(chat.card?.arms && { arms: chat.card.arms }),
    fromCall: chat.link !== undefined,
  };
  const step = (surroundings: Surroundings): ChatProgress => {
    const first = startChat(compiled, start, surroundings);
    const event = eventOf(compiled, message);
    return event.type === 'REPLY' ? first : resumeChat(compiled, first.snapshot, event, surroundings);
  };
  await runBot(deps, draft, { compiled, contact, step });
}

/** The bot takes the customer's answer, or brings a person when one is asked for, in any language. */
export async function answerReply(deps: ReceiveDeps, draft: ChatDraft, contact: Contact, message: InboundMessage): Promise<void> {
  const { snapshot } = draft.chat;
  const published = await deps.flows.find(draft.chat.flow);
  const compiled = (published ?? deps.flows.forNumber(draft.chat.sender)).compiled;
  if (!published || !snapshot) {
    // The release this chat began with is gone: it goes on with the one in use, from the beginning.
    tellDesk(draft, 'openedAgain');
    await beginBot(deps, draft, compiled, contact, message);
    return;
  }
  const event = eventOf(compiled, message);
  await runBot(deps, draft, { compiled, contact, step: (surroundings) => resumeChat(compiled, snapshot, event, surroundings) });
}

function eventOf(compiled: CompiledFlow, message: InboundMessage): ChatFlowEvent {
  if (wantsPerson(compiled, message)) return { type: 'PERSON_ASKED' };
  if (wantsCall(compiled, message)) return { type: 'CALL_ASKED' };
  return replyOf(message);
}

/** What a message is to a question. Pure. */
export function replyOf({ text, buttonPayload, location, media }: InboundMessage): Extract<ChatFlowEvent, { type: 'REPLY' }> {
  const [file] = media;
  return {
    type: 'REPLY',
    text,
    ...(buttonPayload !== undefined && { buttonId: buttonPayload }),
    ...(location && { place: location }),
    ...(file && { fileType: file.contentType }),
  };
}

/** Does the message ask for a person, in any language or in the flow's own words? Pure. */
export function wantsPerson(compiled: CompiledFlow, message: InboundMessage): boolean {
  if (message.buttonPayload !== undefined) return false;
  return asksForPerson(message.text, Object.values(compiled.flow.humanWords ?? {}).flat());
}

/** Does the message ask to be called, and can the flow promise that? Pure. */
function wantsCall({ flow }: CompiledFlow, { buttonPayload, text }: InboundMessage): boolean {
  return buttonPayload === undefined && promisesCalls(flow) && asksForCall(text);
}
