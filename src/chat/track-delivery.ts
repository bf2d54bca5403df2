import { parseId } from '../base/ids.ts';
import { type DeliveryReceipt, type FailureClass, isDeliveryProgress } from '../channels/delivery.ts';
import { type ChangeDeps, changeChat } from './change-chat.ts';
import type { ChatMessage } from './chat.ts';
import { addEvent, type ChatDraft, messageField } from './chat-draft.ts';
import { honourRefusal } from './honour-refusal.ts';

/**
 * A receipt about a message of ours in a chat: late, twice or out of order. States only move forward. True if it was
 * news.
 */
export async function trackDelivery(deps: ChangeDeps, receipt: DeliveryReceipt): Promise<boolean> {
  if (receipt.subject.kind !== 'chat') return false;
  const { messageId, chatId } = receipt.subject;
  const id = parseId('t', chatId);
  if (!id) return false;
  const outcome = await changeChat<boolean>(
    deps,
    id,
    async (draft, thread) => {
      const message = thread.find((entry) => messageField(entry.seq) === messageId);
      const changed = message !== undefined && applyReceipt(draft, message, receipt);
      if (changed && receipt.state === 'failed') await honourRefusal(deps.store, draft, receipt.failure);
      return { changed, outcome: changed };
    },
    true,
  );
  return outcome === true;
}

function applyReceipt(draft: ChatDraft, message: ChatMessage, receipt: DeliveryReceipt): boolean {
  if (message.delivery === undefined || !isDeliveryProgress(message.delivery, receipt.state)) return false;
  const { failure: _, ...rest } = message;
  updateMessage(
    draft,
    {
      ...rest,
      delivery: receipt.state,
      providerMessageId: receipt.providerMessageId,
      ...(receipt.state === 'failed' && { failure: { code: receipt.code ?? 'unknown' } }),
    },
    receipt.state === 'failed' ? (receipt.failure ?? 'unknown') : undefined,
  );
  return true;
}

/** Writes an entry of the thread anew, and says so. */
export function updateMessage(draft: ChatDraft, message: ChatMessage, failure?: FailureClass): void {
  draft.messages.push(message);
  addEvent(draft, 'chat.message-updated', {
    seq: message.seq,
    ...(message.delivery !== undefined && { delivery: message.delivery }),
    ...(message.failure && { code: message.failure.code }),
    // Only the carrier's failures have one: what follows from it for the sender is decided by it.
    ...(failure && { class: failure, sender: draft.chat.sender }),
  });
}
