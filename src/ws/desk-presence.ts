import type { User } from '../access/user.ts';
import type { AgentPresence } from '../agents/agent.ts';
import type { Presence } from '../agents/agent-board.ts';
import { loadChat } from '../chat/change-chat.ts';
import type { Chat } from '../chat/chat.ts';
import type { DeskDeps } from './desk-deps.ts';

/** A status survives a break of so long; after that an agent who comes back is available, ms. */
const STATUS_KEPT_MS = 10 * 60_000;

/** Marks the agent as there: with `status` when it was chosen, otherwise as before. Answers the presence written. */
export async function markPresent(deps: DeskDeps, user: User, status?: AgentPresence['status']): Promise<Presence> {
  const nowMs = deps.clock.nowMs();
  const before = (await deps.board.agents()).find((agent) => agent.userId === user.id);
  const kept = before && nowMs - before.seenAtMs < STATUS_KEPT_MS ? before.status : 'available';
  const wanted = status ?? kept;
  const presence: Presence = {
    userId: user.id,
    name: user.name,
    teams: user.teams,
    skills: user.skills,
    languages: user.languages,
    ...(user.phone !== undefined && { phone: user.phone }),
    // Whoever may hold no chat is there, but never counted on.
    status: wanted === 'available' && user.capacity <= 0 ? 'away' : wanted,
    capacity: user.capacity,
    seenAtMs: nowMs,
  };
  await deps.board.setPresence(presence);
  if (!before || before.status !== presence.status) await deps.board.signal({ kind: 'agents' });
  return presence;
}

/** The chats of a list of ids that are still there. */
export async function loadChats(deps: DeskDeps, ids: readonly string[]): Promise<readonly Chat[]> {
  const found = await Promise.all([...new Set(ids)].map((id) => loadChat(deps.store, id as Chat['id'])));
  return found.flatMap((record) => (record ? [record.value] : []));
}
