import type { InboundMessage } from '../channels/messages.ts';
import { addEvent, addMessage, type ChatDraft } from './chat-draft.ts';
import { customerText, deskText } from './fixed-texts.ts';

/** An hour before the service window closes the desk is reminded, in ms after the customer's message. */
export const WINDOW_WARNING_MS = 23 * 3_600_000 - 5 * 60_000;

/**
 * Writes what the customer sent into the thread, and what follows from it: the window opens anew, attachments are fetched. Of an
 * answer that is never kept (`isHidden`) the thread says only that it came.
 */
export function addInbound(draft: ChatDraft, message: InboundMessage, isHidden = false): void {
  const { id, language, unread } = draft.chat;
  draft.chat = { ...draft.chat, address: message.from, lastInboundAtMs: draft.nowMs, unread: unread + 1 };
  const entry = addMessage(draft, { kind: 'customer' }, isHidden ? deskText(language, 'answerHidden') : inboundText(message, language), {
    id: message.providerMessageId,
    providerMessageId: message.providerMessageId,
    ...(message.media.length > 0 && { incoming: message.media }),
    ...(message.location && !isHidden && { place: message.location }),
    ...(isHidden && { hidden: true as const }),
  });
  const media = message.media.length > 0 && { media: message.media.length };
  addEvent(draft, 'chat.received', { seq: entry.seq, ...media }, message.providerMessageId);
  draft.timers.push({ id: `window:${id}`, atMs: draft.nowMs + WINDOW_WARNING_MS, payload: { type: 'chat.window', chatId: id } });
}

/** What an agent reads: a place as words and coordinates. */
export function inboundText(message: InboundMessage, language: string): string {
  if (!message.location) return message.text.slice(0, 4096);
  const { latitude, longitude, label, address } = message.location;
  const place = `${customerText(language, 'location')}: ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return [...new Set([place, label, address, message.text])].filter(Boolean).join('\n').slice(0, 4096);
}
