import type { AgentBoard } from '../agents/agent-board.ts';
import type { ChatIndex } from '../agents/chat-index.ts';
import type { ChatId } from '../base/ids.ts';
import { changeChat } from './change-chat.ts';
import type { SeatDeps } from './claim-chat.ts';
import { queueChat } from './queue-chat.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

export type OrphanDeps = SeatDeps & {
  readonly board: Pick<AgentBoard, 'agents' | 'takeSeat' | 'leaveSeat'>;
  readonly index: Pick<ChatIndex, 'open'>;
};

/** An agent whose desk is silent for so long does not come back at once, ms. */
export const ORPHAN_AFTER_MS = 10 * 60_000;
const MOST_CHATS = 5_000;

/**
 * Chats of agents who have been gone for ten minutes while the customer waits for an answer go back into the queue, in
 * front; the customer is told. Answers how many.
 */
export async function returnOrphans(deps: OrphanDeps): Promise<number> {
  const nowMs = deps.clock.nowMs();
  const seen = new Map((await deps.board.agents()).map((agent) => [agent.userId, agent.seenAtMs]));
  const isGone = (userId: string) => nowMs - (seen.get(userId) ?? 0) >= ORPHAN_AFTER_MS;
  const candidates = (await deps.index.open(MOST_CHATS)).filter((chat) => chat.state === 'assigned' && isGone(chat.agentId ?? ''));
  let returned = 0;
  for (const { chatId, agentId } of candidates) if (await returnOne(deps, chatId as ChatId, agentId ?? '')) returned += 1;
  return returned;
}

async function returnOne(deps: OrphanDeps, chatId: ChatId, agentId: string): Promise<boolean> {
  const outcome = await changeChat<boolean>(deps, chatId, (draft) => {
    const { chat, nowMs } = draft;
    const waitsForUs = chat.unread > 0 && nowMs - Math.max(chat.lastInboundAtMs, chat.assignedAtMs ?? 0) >= ORPHAN_AFTER_MS / 2;
    if (chat.state !== 'assigned' || chat.agentId !== agentId || !waitsForUs) return { changed: false, outcome: false };
    const agent = chat.agentName ?? '';
    tellDesk(draft, 'agentGone', { agent });
    tellCustomer(draft, 'agentGone', { agent });
    queueChat(draft, { team: chat.team ?? 'support', skills: chat.skills, priority: Math.max(0, chat.priority - 1) });
    return { changed: true, outcome: true };
  });
  if (outcome !== true) return false;
  await deps.board.leaveSeat(agentId, chatId);
  return true;
}
