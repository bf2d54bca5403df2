import type { ChatId } from '../base/ids.ts';
import type { Actor } from './actor.ts';
import { type ChangeDeps, changeChat, type Refusal } from './change-chat.ts';

/** The owner has seen what came: nothing is unread. Of somebody else's chat it changes nothing. Refused with chat-not-found. */
export function markSeen(deps: ChangeDeps, actor: Actor, seen: { readonly chatId: ChatId }): Promise<{ readonly kind: 'seen' } | Refusal> {
  return changeChat(deps, seen.chatId, (draft) => {
    const theirs = draft.chat.state === 'assigned' && draft.chat.agentId === actor.userId;
    const changed = theirs && draft.chat.unread > 0;
    if (changed) draft.chat = { ...draft.chat, unread: 0 };
    return { changed, outcome: { kind: 'seen' } as const };
  });
}
