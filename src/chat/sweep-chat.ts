import type { ChatId } from '../base/ids.ts';
import { changeChat } from './change-chat.ts';
import { addEvent } from './chat-draft.ts';
import { ASSIGNED_IDLE_MS, type SeatDeps } from './claim-chat.ts';
import { contactOf, endChat } from './end-chat.ts';
import { BOT_IDLE_MS } from './run-bot.ts';
import { serviceWindow } from './service-window.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

/** A chat in which the customer has not written for long is closed: the customer is told while that can be done. A chat that waits for us is never closed. */
export async function sweepIdleChat(deps: SeatDeps, chatId: ChatId): Promise<void> {
  let owner: string | undefined;
  await changeChat(deps, chatId, async (draft) => {
    const { state, lastInboundAtMs, caseNumber, agentId, assignedAtMs } = draft.chat;
    const limitMs = state === 'bot' ? BOT_IDLE_MS : ASSIGNED_IDLE_MS;
    const quiet = draft.nowMs - Math.max(lastInboundAtMs, assignedAtMs ?? 0) >= limitMs;
    if (!quiet || state === 'waiting' || state === 'closed') return { changed: false, outcome: undefined };
    owner = agentId;
    tellDesk(draft, 'closedIdle');
    tellCustomer(draft, 'closed', { caseNumber });
    endChat(draft, await contactOf(deps.store, draft), 'idle', 'sweep');
    return { changed: true, outcome: undefined };
  });
  if (owner !== undefined) await deps.board.leaveSeat(owner, chatId);
}

/** The window closes within the hour and the customer had the last word: whoever has the chat is reminded. */
export async function warnWindow(deps: SeatDeps, chatId: ChatId): Promise<void> {
  await changeChat(deps, chatId, (draft) => {
    const { state, lastInboundAtMs, lastMessage } = draft.chat;
    const { open, untilMs } = serviceWindow(lastInboundAtMs, draft.nowMs);
    const soon = open && untilMs - draft.nowMs <= 3_600_000;
    const ours = state === 'waiting' || state === 'assigned';
    if (!soon || !ours || lastMessage.by !== 'customer') return { changed: false, outcome: undefined };
    tellDesk(draft, 'windowClosing');
    addEvent(draft, 'chat.message-updated', { seq: draft.chat.lastMessage.seq });
    return { changed: true, outcome: undefined };
  });
}
