import { servesTeam } from '../agents/presence.ts';
import type { Chat } from './chat.ts';

/** Somebody signed in who looks at chats. */
export interface Onlooker {
  readonly id: string;
  readonly role: 'agent' | 'supervisor' | 'administrator';
  readonly teams: readonly string[];
}

/** May this user see the chat in lists and open its thread? Agents: their own and those waiting for their teams. Pure. */
export function maySee(user: Onlooker, chat: Pick<Chat, 'state' | 'team' | 'agentId'>): boolean {
  if (isSupervisor(user)) return true;
  if (chat.state === 'waiting') return servesTeam(user.teams, chat.team);
  return chat.agentId === user.id && chat.state === 'assigned';
}

/** Supervisors and administrators see every chat and may take over. */
export function isSupervisor(user: Pick<Onlooker, 'role'>): boolean {
  return user.role !== 'agent';
}
