import type { AgentBoard } from '../agents/agent-board.ts';
import { presentNow } from '../agents/presence.ts';
import type { ChatId } from '../base/ids.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { changeChat, type Refusal, refuse } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { addEvent, addMessage, type ChatDraft } from './chat-draft.ts';
import { assignTo, type SeatDeps } from './claim-chat.ts';
import { queueChat } from './queue-chat.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

export type TransferDeps = SeatDeps & { readonly board: Pick<AgentBoard, 'takeSeat' | 'leaveSeat' | 'agents'> };
export type Transferred = { readonly kind: 'transferred'; readonly chat: Chat };

export interface Transfer {
  readonly chatId: ChatId;
  readonly to: { readonly kind: 'agent'; readonly userId: string } | { readonly kind: 'team'; readonly team: string };
  readonly note?: string;
}

/**
 * Passes a chat on: to a colleague who is there and has a free place, or into the queue of a team. The customer is told who
 * comes next. Refused with chat-not-found, chat-closed, chat-not-yours, agent-unavailable, at-capacity.
 */
export async function transferChat(deps: TransferDeps, actor: Actor, transfer: Transfer): Promise<Transferred | Refusal> {
  const { chatId, to } = transfer;
  if (to.kind === 'team') {
    return changeOwner(deps, actor, transfer, (draft) => {
      tellDesk(draft, 'transferredToTeam', { by: actor.name, team: to.team });
      tellCustomer(draft, 'passedToTeam');
      addEvent(draft, 'chat.transferred', { from: actor.userId, team: to.team });
      queueChat(draft, { team: to.team, skills: [], priority: Math.max(0, draft.chat.priority - 1) });
    });
  }
  const agent = presentNow(await deps.board.agents(), deps.clock.nowMs()).find((each) => each.userId === to.userId);
  if (agent?.status !== 'available') return refuse('agent-unavailable');
  if (!(await deps.board.takeSeat(agent.userId, chatId, agent.capacity))) return refuse('at-capacity');
  const outcome = await changeOwner(deps, actor, transfer, (draft) => {
    tellDesk(draft, 'transferredToAgent', { by: actor.name, agent: agent.name });
    tellCustomer(draft, 'passedToAgent', { agent: agent.name });
    addEvent(draft, 'chat.transferred', { from: actor.userId, to: agent.userId });
    assignTo(draft, agent);
  });
  const theirs = outcome.kind === 'transferred' && outcome.chat.agentId === agent.userId;
  if (!theirs) await deps.board.leaveSeat(agent.userId, chatId);
  return outcome;
}

function changeOwner(
  deps: TransferDeps,
  actor: Actor,
  transfer: Transfer,
  pass: (draft: ChatDraft) => void,
): Promise<Transferred | Refusal> {
  return changeChat<Transferred | Refusal>(deps, transfer.chatId, (draft) => {
    const { to } = transfer;
    if (to.kind === 'agent' && draft.chat.state === 'assigned' && draft.chat.agentId === to.userId) {
      return { changed: false, outcome: { kind: 'transferred', chat: draft.chat } };
    }
    const refusal = refuseHandling(draft.chat, actor);
    if (refusal) return { changed: false, outcome: refusal };
    pass(draft);
    if (transfer.note) addMessage(draft, { kind: 'note', userId: actor.userId, name: actor.name }, transfer.note);
    return { changed: true, outcome: { kind: 'transferred', chat: draft.chat } };
  });
}
