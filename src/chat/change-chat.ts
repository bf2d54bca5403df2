import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { ErrorCode } from '../base/error-catalogue.ts';
import type { ChatId } from '../base/ids.ts';
import type { Chat, ChatMessage } from './chat.ts';
import { type ChatDraft, changesOf, chatRef, draftOf } from './chat-draft.ts';

export interface ChangeDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Why something was not done: a code of the error catalogue. Nothing was changed. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
}

export function refuse(code: ErrorCode): Refusal {
  return { kind: 'refused', code };
}

/** `changed`: commit the draft; `unchanged`: there was nothing to do. */
export type ChatDecision<T> = { readonly changed: boolean; readonly outcome: T };

/**
 * Loads a chat, and its thread if `withThread`, lets `decide` work on the draft, and commits it; again on a clash.
 * Refused with `chat-not-found` when there is no such chat.
 */
export function changeChat<T>(
  deps: ChangeDeps,
  id: ChatId,
  decide: (draft: ChatDraft, thread: readonly ChatMessage[]) => ChatDecision<T> | Promise<ChatDecision<T>>,
  withThread = false,
): Promise<T | Refusal> {
  return decideAndCommit<T | Refusal>(deps.store, async () => {
    const [[found], thread] = await Promise.all([
      deps.store.load([chatRef(id)]) as Promise<(Versioned<Chat> | undefined)[]>,
      withThread ? loadThread(deps.store, id) : [],
    ]);
    if (!found) return { outcome: refuse('chat-not-found') };
    const draft = draftOf(found.value, found.version, deps.clock.nowMs());
    const { changed, outcome } = await decide(draft, thread);
    return changed ? { outcome, changes: changesOf(draft) } : { outcome };
  });
}

/** The thread of a chat, oldest first. */
export async function loadThread(store: Store, id: ChatId): Promise<readonly ChatMessage[]> {
  return (await store.loadParts(chatRef(id))).map((part) => part.value as ChatMessage);
}

/** A chat as it stands; undefined if there is none. */
export async function loadChat(store: Store, id: ChatId): Promise<Versioned<Chat> | undefined> {
  const [found] = await store.load([chatRef(id)]);
  return found as Versioned<Chat> | undefined;
}
