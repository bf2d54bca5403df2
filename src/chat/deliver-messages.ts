import type { Versioned } from '../base/changes.ts';
import type { ChatId } from '../base/ids.ts';
import type { Logger } from '../base/log.ts';
import type { MessageCarrier, OutboundContent, OutboundMessage, SendOutcome, SentMessage } from '../channels/messages.ts';
import type { SenderPace } from '../handoff/invite-ports.ts';
import { messageName } from '../handoff/token.ts';
import { type ChangeDeps, changeChat, loadChat, loadThread } from './change-chat.ts';
import type { Chat, ChatMessage } from './chat.ts';
import { messageField } from './chat-draft.ts';
import { applyOutcome, type Delivered, decideNext, dueAt, isPending, type LookedUp, type Next } from './decide-sending.ts';
import { honourRefusal } from './honour-refusal.ts';

export interface DeliverDeps extends ChangeDeps {
  readonly carrier: Pick<MessageCarrier, 'send' | 'findSent'>;
  readonly pace: SenderPace;
  readonly log: Logger;
}

/** How long the carrier's id of a message is known as ours, in seconds: longer than anything is looked up. */
const NAME_SECONDS = 8 * 24 * 3600;
/** Clocks of carrier and service differ by less than this, ms. */
const CLOCK_SLACK_MS = 5_000;

/**
 * Sends what a chat has to send, in the order it was written, one at a time. The intent is written before the carrier is
 * asked; what came of an unknown outcome is looked up before anything is repeated; a busy carrier is asked again later; a
 * failure shows in the thread. Safe to run twice and in several processes at once.
 */
export async function deliverMessages(deps: DeliverDeps, chatId: ChatId): Promise<Delivered> {
  for (;;) {
    const step = await takeNext(deps, chatId);
    if (step.kind !== 'send') return step;
    const outcome = await deps.carrier.send(outbound(step.chat, step.message));
    const later = await settle(deps, chatId, step.message, outcome);
    if (later) return later;
  }
}

/** The next message to be sent, with its intent committed; whoever commits first sends it. */
async function takeNext(deps: DeliverDeps, chatId: ChatId): Promise<Next> {
  const [found, thread] = await Promise.all([loadChat(deps.store, chatId), loadThread(deps.store, chatId)]);
  const first = thread.find(isPending);
  if (!found || !first) return { kind: 'done' };
  if (first.delivery === 'requested') {
    const { sender, contactId } = found.value;
    await deps.pace.acquire({ sender, recipient: contactId, urgent: first.sending === undefined });
  }
  const answer = await lookUp(deps, found, thread, first);
  if (answer?.providerMessageId) await nameMessage(deps, answer.providerMessageId, chatId);
  const outcome = await changeChat<Next>(
    deps,
    chatId,
    (draft, now) => {
      const message = now.find(isPending);
      if (!message) return { changed: false, outcome: { kind: 'done' } };
      return decideNext(draft, now, message, answer);
    },
    true,
  );
  return outcome.kind === 'refused' ? { kind: 'done' } : outcome;
}

/** Asks the carrier whether a message of unknown outcome was sent; only once its time has come. Throws if it can't be asked. */
async function lookUp(
  deps: DeliverDeps,
  { value: chat }: Versioned<Chat>,
  thread: readonly ChatMessage[],
  { delivery, sending, seq }: ChatMessage,
): Promise<LookedUp | undefined> {
  if (delivery !== 'sending' || !sending || deps.clock.nowMs() < dueAt(sending)) return undefined;
  const known = new Set(thread.map((entry) => entry.providerMessageId));
  const sent = await deps.carrier.findSent({ to: chat.address, from: chat.sender, sinceMs: sending.startedAtMs - CLOCK_SLACK_MS });
  const ours = await oldestUnclaimed(
    deps,
    chat.id,
    sent.filter((entry) => !known.has(entry.providerMessageId)),
  );
  deps.log.info({ chatId: chat.id, seq, attempt: sending.attempt, found: ours !== undefined }, 'looked up a message of unknown outcome');
  return { seq, attempt: sending.attempt, ...(ours && { providerMessageId: ours.providerMessageId }) };
}

/** The oldest of these that nobody else owns: an invite or a text of another chat to the same person is not taken for ours. */
async function oldestUnclaimed(deps: DeliverDeps, chatId: ChatId, sent: readonly SentMessage[]): Promise<SentMessage | undefined> {
  for (const message of sent.toSorted((a, b) => a.createdAtMs - b.createdAtMs)) {
    const owner = await deps.store.resolve(messageName(message.providerMessageId));
    if (owner === undefined || owner === chatId) return message;
  }
  return undefined;
}

/** A message at the carrier that is known as this chat's: whoever looks up another of unknown outcome does not adopt it. */
function nameMessage(deps: DeliverDeps, providerMessageId: string, chatId: ChatId): Promise<void> {
  return deps.store.point(messageName(providerMessageId), chatId, NAME_SECONDS);
}

function outbound(chat: Chat, message: ChatMessage): OutboundMessage {
  return {
    to: chat.address,
    from: chat.sender,
    receiptFor: { kind: 'chat', chatId: chat.id, messageId: messageField(message.seq) },
    content: contentOf(message),
  };
}

function contentOf(message: ChatMessage): OutboundContent {
  if (message.template) return { kind: 'template', ...message.template };
  const { text, buttons, list, attachment, place } = message;
  if (buttons?.length) return { kind: 'buttons', text, buttons };
  if (list) return { kind: 'list', text, list };
  if (attachment) return { kind: 'media', text, address: attachment.address };
  return place ? { kind: 'location', text, place } : { kind: 'text', text };
}

/** Writes down what came of a sending; answers when to come back, if this has to wait. */
async function settle(deps: DeliverDeps, chatId: ChatId, sent: ChatMessage, outcome: SendOutcome): Promise<Delivered | undefined> {
  if (outcome.kind === 'accepted') await nameMessage(deps, outcome.providerMessageId, chatId);
  if (outcome.kind === 'refused') {
    deps.log.warn({ chatId, seq: sent.seq, code: outcome.code, failure: outcome.failure }, 'the carrier refused a chat message');
  }
  const result = await changeChat<Delivered | undefined>(
    deps,
    chatId,
    async (draft, thread) => {
      const message = thread.find((entry) => entry.seq === sent.seq);
      if (message?.sending?.attempt !== sent.sending?.attempt || !message) return { changed: false, outcome: undefined };
      const later = applyOutcome(draft, thread, message, outcome);
      if (outcome.kind === 'refused') await honourRefusal(deps.store, draft, outcome.failure);
      return { changed: true, outcome: later };
    },
    true,
  );
  return result?.kind === 'refused' ? { kind: 'done' } : result;
}
