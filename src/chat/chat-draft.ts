import type { Changes, Mark, PartWrite, RecordRef, RecordWrite, TimerWrite } from '../base/changes.ts';
import type { EventType, NewEvent } from '../base/events.ts';
import { type ChatId, shardOfId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Chat, ChatMessage, MessageAuthor } from './chat.ts';

/** How long a chat and its thread are kept live after the last change, in seconds (30 days). */
export const CHAT_TTL_SECONDS = 30 * 24 * 3600;
/** How long an inbound message is recognised when it is delivered again, in seconds (7 days: the longest retry known). */
export const INBOUND_MARK_SECONDS = 7 * 24 * 3600;
const PREVIEW_LENGTH = 120;

/** A decision about one chat while it is being made: what its one commit will hold. Lives within one function call. */
export interface ChatDraft {
  chat: Chat;
  readonly version: number;
  readonly nowMs: number;
  readonly messages: ChatMessage[];
  readonly events: NewEvent[];
  readonly timers: TimerWrite[];
  readonly marks: Mark[];
  readonly writes: RecordWrite[];
  /** What the person's record says of a promised call from now on; null: nothing any more. Whoever writes the record takes it over. */
  pendingCallback?: NonNullable<Contact['pendingCallback']> | null;
}

export function draftOf(chat: Chat, version: number, nowMs: number): ChatDraft {
  return { chat, version, nowMs, messages: [], events: [], timers: [], marks: [], writes: [] };
}

export function chatRef(id: ChatId): RecordRef {
  return { kind: 'chat', id };
}

/** The field under which an entry is stored: sorts as text. It also names the message in the address of its receipts. */
export function messageField(seq: number): string {
  return String(seq).padStart(6, '0');
}

/** Adds an entry to the thread; one of the bot or an agent also asks to be sent. */
export function addMessage(draft: ChatDraft, author: MessageAuthor, text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  const seq = draft.chat.lastMessage.seq + 1;
  const ours = author.kind === 'bot' || author.kind === 'agent';
  const message: ChatMessage = {
    seq,
    id: messageField(seq),
    atMs: draft.nowMs,
    author,
    text,
    ...(ours && { delivery: 'requested' }),
    ...more,
  };
  draft.messages.push(message);
  const spoken = author.kind !== 'system' && author.kind !== 'note';
  draft.chat = {
    ...draft.chat,
    lastMessage: spoken
      ? { seq, atMs: draft.nowMs, by: author.kind, text: (text || (more.incoming || more.attachment ? '📎' : '')).slice(0, PREVIEW_LENGTH) }
      : { ...draft.chat.lastMessage, seq },
  };
  if (ours) addEvent(draft, 'chat.message-requested', { messageId: message.id, seq });
  return message;
}

/** Adds an event that carries what all events of this chat's journey carry. */
export function addEvent(draft: ChatDraft, type: EventType, data?: NewEvent['data'], providerId?: string): void {
  draft.events.push(chatEvent(draft.chat, type, draft.nowMs, data, providerId));
}

/** An event of a chat's life. */
export function chatEvent(chat: Chat, type: EventType, atMs: number, data?: NewEvent['data'], providerId?: string): NewEvent {
  return {
    type,
    atMs,
    contactId: chat.contactId,
    chatId: chat.id,
    flow: chat.flow,
    language: chat.language,
    entryNumber: chat.card?.entryNumber ?? chat.sender,
    ...(chat.link && { handoffId: chat.link.handoffId, callId: chat.link.callId }),
    ...(chat.intent !== undefined && { intent: chat.intent }),
    ...(providerId !== undefined && { providerId }),
    ...(data && { data }),
  };
}

/** The one commit of a draft. */
export function changesOf(draft: ChatDraft): Changes {
  const ref = chatRef(draft.chat.id);
  return {
    shard: shardOfId(draft.chat.id) ?? 0,
    writes: [{ ref, expectedVersion: draft.version, value: draft.chat, ttlSeconds: CHAT_TTL_SECONDS }, ...draft.writes],
    parts: draft.messages.map((message) => messagePart(ref, message)),
    marks: draft.marks,
    timers: draft.timers,
    events: draft.events,
  };
}

function messagePart(owner: RecordRef, message: ChatMessage): PartWrite {
  return { owner, field: messageField(message.seq), value: message, ttlSeconds: CHAT_TTL_SECONDS };
}
