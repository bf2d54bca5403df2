import type { ChatId } from '../base/ids.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { askAfterClose } from './ask-after-close.ts';
import { changeChat, type Refusal } from './change-chat.ts';
import type { Chat } from './chat.ts';
import type { SeatDeps } from './claim-chat.ts';
import { contactOf, endChat } from './end-chat.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

export type Closed = { readonly kind: 'closed'; readonly chat: Chat };

/**
 * A human ends the chat with a disposition; the customer is told, may be asked how it was, and can take it up again by writing. Closing a closed
 * chat changes nothing. Refused with chat-not-found, chat-not-yours.
 */
export async function closeChat(
  deps: SeatDeps & ReceiveDeps,
  actor: Actor,
  close: { readonly chatId: ChatId; readonly disposition: string },
): Promise<Closed | Refusal> {
  const outcome = await changeChat<Closed | Refusal>(deps, close.chatId, async (draft) => {
    if (draft.chat.state === 'closed') return { changed: false, outcome: { kind: 'closed', chat: draft.chat } };
    const refusal = refuseHandling(draft.chat, actor);
    if (refusal) return { changed: false, outcome: refusal };
    tellDesk(draft, 'closedBy', { agent: actor.name, disposition: close.disposition });
    tellCustomer(draft, 'closed', { caseNumber: draft.chat.caseNumber });
    endChat(draft, await contactOf(deps.store, draft), close.disposition, actor.userId);
    await askAfterClose(deps, draft, close.disposition);
    return { changed: true, outcome: { kind: 'closed', chat: draft.chat } };
  });
  const owner = outcome.kind === 'closed' ? outcome.chat.agentId : undefined;
  if (owner !== undefined) await deps.board.leaveSeat(owner, close.chatId);
  return outcome;
}
