import type { ChatId } from '../base/ids.ts';
import { type Actor, refuseWriting } from './actor.ts';
import { type ChangeDeps, type ChatDecision, changeChat, type Refusal, refuse } from './change-chat.ts';
import type { ChatMessage } from './chat.ts';
import { addEvent, addMessage, type ChatDraft } from './chat-draft.ts';
import { answerTicket } from './note-ticket.ts';
import { serviceWindow } from './service-window.ts';

/** The longest text of one message, in characters (reference: Body, error 21617). */
export const MAX_TEXT_LENGTH = 1600;

export interface Reply {
  readonly chatId: ChatId;
  /** Made by the page: the same again is the same message. */
  readonly messageId: string;
  readonly text: string;
}

export type Posted = { readonly kind: 'posted'; readonly message: ChatMessage };

/**
 * An agent's reply: only by the owner of the chat, only inside the service window, never to somebody who opted out and
 * has not written since. The carrier is asked after the commit. Refused with chat-not-found, chat-closed, chat-not-yours, opted-out, window-closed,
 * message-too-long.
 */
export function postReply(deps: ChangeDeps, actor: Actor, reply: Reply): Promise<Posted | Refusal> {
  return changeChat<Posted | Refusal>(
    deps,
    reply.chatId,
    (draft, thread) => {
      const posted = alreadyPosted(thread, reply.messageId);
      if (posted) return posted;
      const refusal = refuseReply(draft, actor, reply.text);
      if (refusal) return { changed: false, outcome: refusal };
      return { changed: true, outcome: { kind: 'posted', message: addReply(draft, actor, reply.text, { id: reply.messageId }) } };
    },
    true,
  );
}

/** The outcome of a post that is in the thread already, if it is. */
export function alreadyPosted(thread: readonly ChatMessage[], messageId: string): ChatDecision<Posted> | undefined {
  const message = thread.find((entry) => entry.id === messageId);
  return message && { changed: false, outcome: { kind: 'posted', message } };
}

function refuseReply(draft: ChatDraft, actor: Actor, text: string): Refusal | undefined {
  const refusal = refuseWriting(draft.chat, actor);
  if (refusal) return refusal;
  if ([...text].length > MAX_TEXT_LENGTH) return refuse('message-too-long');
  return serviceWindow(draft.chat.lastInboundAtMs, draft.nowMs).open ? undefined : refuse('window-closed');
}

/** Adds what a human wrote, and what follows: the customer is answered, the first reply is remembered. */
export function addReply(draft: ChatDraft, actor: Actor, text: string, more: Partial<ChatMessage>): ChatMessage {
  const message = addMessage(draft, { kind: 'agent', userId: actor.userId, name: actor.name }, text, more);
  const first = draft.chat.firstHumanReplyAtMs === undefined;
  draft.chat = { ...draft.chat, unread: 0, ...(first && { firstHumanReplyAtMs: draft.nowMs }) };
  const waitedMs = draft.nowMs - (draft.chat.queuedAtMs ?? draft.chat.openedAtMs);
  addEvent(draft, 'chat.replied', {
    userId: actor.userId,
    seq: message.seq,
    first,
    ...(first && { waitedSeconds: Math.round(waitedMs / 1000) }),
  });
  answerTicket(draft);
  return message;
}
