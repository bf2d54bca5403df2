import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { asksForCall, promisesCalls } from '../flows/call-words.ts';
import type { ChatFlowEvent, ChatProgress } from '../flows/chat-outcomes.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { Surroundings } from '../flows/outcomes.ts';
import type { PublishedFlow } from '../flows/published-flow.ts';
import { type ChatStart, resumeChat, startChat } from '../flows/run-chat.ts';
import type { Chat } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import { hearCall, hearWords } from './hear-words.ts';
import { hidesAnswer } from './hides-answer.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { runBot } from './run-bot.ts';
import { tellDesk } from './tell-customer.ts';
import { wantsPerson } from './wants-person.ts';

/** The bot begins, knowing all that the call knows; a first message that asks for a person, or for a call, gets it. */
export async function beginBot(
  deps: ReceiveDeps,
  draft: ChatDraft,
  compiled: CompiledFlow,
  contact: Contact,
  message: InboundMessage,
): Promise<void> {
  const start = startOf(draft.chat);
  hearCall(draft, compiled);
  const event = eventOf(draft, compiled, message);
  const step = (surroundings: Surroundings): ChatProgress => {
    const first = startChat(compiled, start, surroundings);
    return event.type === 'REPLY' ? first : resumeChat(compiled, first.snapshot, event, surroundings);
  };
  await runBot(deps, draft, { compiled, contact, step });
}

/** The bot begins anew without a word of the customer, with the release in use: it asks its first question again. */
export async function restartBot(deps: ReceiveDeps, draft: ChatDraft, contact: Contact | undefined): Promise<void> {
  const { compiled } = moveToRelease(deps, draft);
  const start = startOf(draft.chat);
  await runBot(deps, draft, { compiled, contact, step: (surroundings) => startChat(compiled, start, surroundings) });
}

/** The chat runs by the release in use from here on, and the bot has no place in it yet. */
export function moveToRelease({ flows }: Pick<ReceiveDeps, 'flows'>, draft: ChatDraft): PublishedFlow {
  const published = flows.forNumber(draft.chat.link ? (draft.chat.card?.entryNumber ?? draft.chat.sender) : draft.chat.sender);
  const { snapshot: _, wait: __, ...chat } = draft.chat;
  draft.chat = { ...chat, flow: published.ref };
  return published;
}

function startOf(chat: Chat): ChatStart {
  return {
    language: chat.language,
    ...(chat.intent !== undefined && { intent: chat.intent }),
    variables: chat.card?.variables ?? {},
    ...(chat.card?.arms && { arms: chat.card.arms }),
    fromCall: chat.link !== undefined,
  };
}

/** The bot takes the customer's answer, or brings a person when one is asked for, in any language. */
export async function answerReply(deps: ReceiveDeps, draft: ChatDraft, contact: Contact, message: InboundMessage): Promise<void> {
  const { snapshot } = draft.chat;
  const published = await deps.flows.find(draft.chat.flow);
  if (!published || !snapshot) {
    // The release this chat began with is gone, or the bot was reset: it goes on with the one in use, from the beginning.
    tellDesk(draft, 'beginsAnew');
    await beginBot(deps, draft, moveToRelease(deps, draft).compiled, contact, message);
    return;
  }
  const { compiled } = published;
  const event = eventOf(draft, compiled, message);
  await runBot(deps, draft, { compiled, contact, step: (surroundings) => resumeChat(compiled, snapshot, event, surroundings) });
}

function eventOf(draft: ChatDraft, compiled: CompiledFlow, message: InboundMessage): ChatFlowEvent {
  const isUrgent = !hidesAnswer(compiled, draft.chat, message) && hearWords(draft, compiled, message.text);
  // A button leads where the flow says, whatever its words.
  if (isUrgent && message.buttonPayload === undefined) return { type: 'URGENT' };
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

/** Does the message ask to be called, and can the flow promise that? Pure. */
function wantsCall({ flow }: CompiledFlow, { buttonPayload, text }: InboundMessage): boolean {
  return buttonPayload === undefined && promisesCalls(flow) && asksForCall(text);
}
