import type { AgentPresence } from '../agents/agent.ts';
import { presentNow, servesTeam, speaks } from '../agents/presence.ts';
import type { Callback } from './callback.ts';
import type { IndexedCallback } from './callback-index.ts';

type Wanted = Pick<Callback, 'team' | 'skills' | 'language' | 'asked' | 'promisedBy'>;

/**
 * Who may be rung for a callback now, the best first: there, available, of the team, with every skill and a free place,
 * and not asked before; those who speak the language first, then the least loaded. Who promised the call goes before all,
 * with whatever they have in hand. Pure.
 */
export function agentsFor(callback: Wanted, agents: readonly AgentPresence[], nowMs: number): readonly AgentPresence[] {
  const present = presentNow(agents, nowMs).filter((agent) => !callback.asked.includes(agent.userId));
  return present
    .filter((agent) => agent.status === 'available' && (agent.userId === callback.promisedBy || isFor(callback, agent)))
    .toSorted((a, b) => rank(a, callback) - rank(b, callback) || (a.userId < b.userId ? -1 : 1));
}

function isFor(callback: Wanted, agent: AgentPresence): boolean {
  if (agent.load >= agent.capacity || !servesTeam(agent.teams, callback.team)) return false;
  return callback.skills.every((skill) => agent.skills.includes(skill));
}

function rank(agent: AgentPresence, { language, promisedBy }: Wanted): number {
  if (agent.userId === promisedBy) return -1;
  return (speaks(agent.languages, language) ? 0 : 10) + agent.load / Math.max(1, agent.capacity);
}

/**
 * How many others of the team are due and come before this one. Who asked to be called as soon as somebody is free keeps
 * the place of the moment of asking; a time that was promised counts from then. Pure.
 */
export function turnOf(id: string, open: readonly IndexedCallback[], nowMs: number): number {
  const mine = open.find((callback) => callback.id === id);
  if (!mine) return 0;
  const before = (other: IndexedCallback) =>
    other.promisedAtMs < mine.promisedAtMs || (other.promisedAtMs === mine.promisedAtMs && other.id < mine.id);
  return open.filter(
    (other) => other.id !== id && other.state === 'scheduled' && other.dueAtMs <= nowMs && other.team === mine.team && before(other),
  ).length;
}
