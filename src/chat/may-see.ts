import { servesTeam } from '../agents/presence.ts';
import type { Chat } from './chat.ts';

/** Somebody signed in who looks at chats. */
export interface Onlooker {
  readonly id: string;
  readonly teams: readonly string[];
  /** Sees every chat and may take over. */
  readonly supervises: boolean;
}

/** May this user see the chat in lists and open its thread? Agents: their own and those waiting for their teams. Pure. */
export function maySee(user: Onlooker, chat: Pick<Chat, 'state' | 'team' | 'agentId'>): boolean {
  if (user.supervises) return true;
  if (chat.state === 'waiting') return servesTeam(user.teams, chat.team);
  return chat.agentId === user.id && chat.state === 'assigned';
}
