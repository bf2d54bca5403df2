import { isDeliveryProgress } from '../channels/delivery.ts';
import { FAILURE_REACTIONS } from '../channels/failure-reactions.ts';
import type { SendOutcome } from '../channels/messages.ts';
import { type Chat, type ChatMessage, isSilenced } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import { serviceWindow } from './service-window.ts';
import { updateMessage } from './track-delivery.ts';

/** A sending of which nothing was heard for so long is taken as unknown: its process may have died, ms. */
const STALE_MS = 45_000;
/** How soon an unknown outcome is looked up: the carrier's list needs a moment, ms. */
const LOOK_UP_AFTER_MS = 3_000;
/** Sendings of one message, the first included; those that a busy carrier turned away don't count. */
const MAX_ATTEMPTS = 4;
const RETRY_MS = 10_000;

/** `later`: a timer of the chat comes back at that time; nothing has to be remembered by the caller. */
export type Delivered = { readonly kind: 'done' } | { readonly kind: 'later'; readonly atMs: number };
export type Next = Delivered | { readonly kind: 'send'; readonly chat: Chat; readonly message: ChatMessage };

/** Is it still to be sent, or on its way with nobody knowing what came of it? */
export function isPending(message: ChatMessage): boolean {
  return message.delivery === 'requested' || (message.delivery === 'sending' && message.providerMessageId === undefined);
}

/** What the carrier's list says about a sending of unknown outcome. */
export interface LookedUp {
  readonly seq: number;
  readonly attempt: number;
  /** Absent: it was not sent. */
  readonly providerMessageId?: string;
}

/** What to do about the oldest message that is still to be sent: send it (the intent goes into the draft), wait, or give it up. */
export function decideNext(
  draft: ChatDraft,
  thread: readonly ChatMessage[],
  message: ChatMessage,
  found: LookedUp | undefined,
): { changed: boolean; outcome: Next } {
  const { chat, nowMs } = draft;
  const { sending } = message;
  if (message.delivery === 'sending' && sending) {
    if (found?.seq !== message.seq || found.attempt !== sending.attempt)
      return { changed: false, outcome: { kind: 'later', atMs: dueAt(sending) } };
    if (found.providerMessageId !== undefined) {
      const known = thread.some((entry) => entry.providerMessageId === found.providerMessageId);
      if (!known) {
        updateMessage(draft, { ...message, providerMessageId: found.providerMessageId });
        return { changed: true, outcome: planNext(draft, thread, message) };
      }
    }
    if (sending.attempt >= MAX_ATTEMPTS) return fail(draft, thread, message, 'unknown-outcome');
  }
  const notBeforeMs = message.delivery === 'requested' ? sending?.notBeforeMs : undefined;
  if (notBeforeMs !== undefined && notBeforeMs > nowMs) return { changed: false, outcome: { kind: 'later', atMs: notBeforeMs } };
  const sendable = outsideWindow(chat, message, nowMs);
  const refusal = refuseSending(chat, sendable, nowMs);
  if (refusal) return fail(draft, thread, message, refusal);
  const intent = { attempt: (sending?.attempt ?? 0) + 1, startedAtMs: nowMs };
  draft.messages.push({ ...sendable, delivery: 'sending', sending: intent });
  setTimer(draft, nowMs + STALE_MS);
  return { changed: true, outcome: { kind: 'send', chat: draft.chat, message: { ...sendable, sending: intent } } };
}

/** The message, or the template that was made ready in case the window closes before it goes out. */
function outsideWindow(chat: Chat, message: ChatMessage, nowMs: number): ChatMessage {
  if (!message.outside || message.template || serviceWindow(chat.lastInboundAtMs, nowMs).open) return message;
  const { outside, buttons: _, list: __, attachment: ___, place: ____, ...rest } = message;
  const { text, providerTemplateId, variables } = outside;
  return { ...rest, text, template: { providerTemplateId, variables } };
}

function refuseSending(chat: Chat, message: ChatMessage, nowMs: number): string | undefined {
  const unwanted = message.template ? chat.optedOut : isSilenced(chat);
  if (unwanted && (message.author.kind === 'agent' || message.template)) return 'opted-out';
  if (!message.template && !serviceWindow(chat.lastInboundAtMs, nowMs).open) return 'window-closed';
  return undefined;
}

function fail(draft: ChatDraft, thread: readonly ChatMessage[], message: ChatMessage, code: string): { changed: boolean; outcome: Next } {
  updateMessage(draft, { ...message, delivery: 'failed', failure: { code } });
  return { changed: true, outcome: planNext(draft, thread, message) };
}

/** With this one settled: come back at once if others wait, otherwise take the timer down. */
function planNext(draft: ChatDraft, thread: readonly ChatMessage[], settled: ChatMessage): Delivered {
  const more = thread.some((entry) => entry.seq !== settled.seq && isPending(entry));
  setTimer(draft, more ? draft.nowMs : null);
  return more ? { kind: 'later', atMs: draft.nowMs } : { kind: 'done' };
}

/** When a sending without an outcome is looked up, ms. */
export function dueAt(sending: NonNullable<ChatMessage['sending']>): number {
  return sending.startedAtMs + (sending.unknown ? LOOK_UP_AFTER_MS : STALE_MS);
}

function setTimer(draft: ChatDraft, atMs: number | null): void {
  const { id } = draft.chat;
  draft.timers.push({ id: `deliver:${id}`, atMs, ...(atMs !== null && { payload: { type: 'chat.deliver', chatId: id } }) });
}

/** Takes over what came of a sending; answers when to come back, if this has to wait. */
export function applyOutcome(
  draft: ChatDraft,
  thread: readonly ChatMessage[],
  message: ChatMessage,
  outcome: SendOutcome,
): Delivered | undefined {
  const attempt = message.sending?.attempt ?? 1;
  if (outcome.kind === 'accepted') {
    // A receipt may have been faster than the carrier's answer: it is not undone.
    updateMessage(draft, { ...message, providerMessageId: outcome.providerMessageId });
    planNext(draft, thread, message);
    return undefined;
  }
  // The receipt was faster than the answer, and the answer got lost: it was sent.
  if (message.delivery !== undefined && isDeliveryProgress('sending', message.delivery)) return undefined;
  if (outcome.kind === 'unknown') {
    draft.messages.push({ ...message, sending: { attempt, startedAtMs: message.sending?.startedAtMs ?? draft.nowMs, unknown: true } });
    return comeBack(draft, draft.nowMs + LOOK_UP_AFTER_MS);
  }
  if (outcome.kind === 'busy') return again(draft, message, attempt - 1, outcome.retryAfterMs);
  const passing = FAILURE_REACTIONS[outcome.failure].retries > 0 && outcome.failure !== 'template';
  if (passing && attempt < MAX_ATTEMPTS) return again(draft, message, attempt, RETRY_MS * attempt);
  updateMessage(draft, { ...message, delivery: 'failed', failure: { code: outcome.code } }, outcome.failure);
  planNext(draft, thread, message);
  return undefined;
}

/** Not processed: asked for again later. A busy carrier costs no attempt. */
function again(draft: ChatDraft, message: ChatMessage, attempt: number, afterMs: number): Delivered {
  draft.messages.push({
    ...message,
    delivery: 'requested',
    sending: { attempt, startedAtMs: draft.nowMs, notBeforeMs: draft.nowMs + afterMs },
  });
  return comeBack(draft, draft.nowMs + afterMs);
}

function comeBack(draft: ChatDraft, atMs: number): Delivered {
  setTimer(draft, atMs);
  return { kind: 'later', atMs };
}
