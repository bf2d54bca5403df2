import type { AgentBoard } from '../agents/agent-board.ts';
import type { ChatId } from '../base/ids.ts';
import type { Actor } from './actor.ts';
import { type ChangeDeps, changeChat, type Refusal, refuse } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';
import { takeTicket } from './note-ticket.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

export type SeatDeps = ChangeDeps & { readonly board: Pick<AgentBoard, 'takeSeat' | 'leaveSeat'> };
export type Claimed = { readonly kind: 'claimed'; readonly chat: Chat };

/**
 * An agent takes a waiting chat; a supervisor also one of the bot's or of a colleague (`takeOver`). Of two at once one gets
 * it, the other is told. The place is taken first, so that two claims can't share the last one. Refused with
 * chat-not-found, chat-closed, chat-taken, chat-not-yours, at-capacity.
 */
export async function claimChat(
  deps: SeatDeps,
  actor: Actor,
  claim: { readonly chatId: ChatId; readonly takeOver?: boolean },
): Promise<Claimed | Refusal> {
  if (!(await deps.board.takeSeat(actor.userId, claim.chatId, actor.capacity))) return refuse('at-capacity');
  const outcome = await changeChat<Claimed | Refusal>(deps, claim.chatId, (draft) => {
    if (draft.chat.state === 'assigned' && draft.chat.agentId === actor.userId) {
      return { changed: false, outcome: { kind: 'claimed', chat: draft.chat } };
    }
    const refusal = refuseClaim(draft.chat, actor, claim.takeOver ?? false);
    if (refusal) return { changed: false, outcome: refusal };
    tellDesk(draft, draft.chat.state === 'waiting' ? 'claimed' : 'takenOver', { agent: actor.name });
    assignTo(draft, actor);
    tellCustomer(draft, 'agentJoined', { agent: actor.name });
    return { changed: true, outcome: { kind: 'claimed', chat: draft.chat } };
  });
  if (outcome.kind === 'refused') await deps.board.leaveSeat(actor.userId, claim.chatId);
  return outcome;
}

function refuseClaim(chat: Chat, actor: Actor, takeOver: boolean): Refusal | undefined {
  if (chat.state === 'closed') return refuse('chat-closed');
  if (chat.state === 'waiting') return undefined;
  if (takeOver && actor.supervisor) return undefined;
  return refuse(chat.state === 'assigned' ? 'chat-taken' : 'chat-not-yours');
}

/** Makes somebody the owner of the chat; the bot stops where it is. */
export function assignTo(draft: ChatDraft, agent: { readonly userId: string; readonly name: string }): void {
  const queuedAtMs = draft.chat.queuedAtMs;
  draft.chat = { ...draft.chat, state: 'assigned', agentId: agent.userId, agentName: agent.name, assignedAtMs: draft.nowMs };
  draft.timers.push({
    id: `idle:${draft.chat.id}`,
    atMs: draft.nowMs + ASSIGNED_IDLE_MS,
    payload: { type: 'chat.idle', chatId: draft.chat.id },
  });
  takeTicket(draft);
  addEvent(draft, 'chat.assigned', {
    userId: agent.userId,
    ...(queuedAtMs !== undefined && { waitedSeconds: Math.round((draft.nowMs - queuedAtMs) / 1000) }),
  });
}

/** A chat with a human is closed after so long without a word of the customer, in ms. */
export const ASSIGNED_IDLE_MS = 7 * 24 * 3_600_000;
