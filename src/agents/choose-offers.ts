import type { AgentPresence } from './agent.ts';
import type { ChatOffer } from './agent-board.ts';
import { byTurn } from './by-turn.ts';
import type { IndexedChat } from './chat-index.ts';
import { presentNow, servesTeam, speaks } from './presence.ts';

/** How long a chat is offered to one agent before the next is asked, in ms. */
export const OFFER_MS = 30_000;

export interface RoutingView {
  readonly waiting: readonly IndexedChat[];
  readonly agents: readonly AgentPresence[];
  readonly offers: readonly ChatOffer[];
  readonly nowMs: number;
}

export interface NewOffer {
  readonly chat: IndexedChat;
  readonly userId: string;
}

/**
 * Who is asked to take which chat now. Chats: in their turn. Agents: present, of the team, with every
 * skill, with a free place (open offers count); the one who served the person before, then speakers of the language, then the least
 * loaded. Whoever let an offer pass is asked again only when all others did. Pure.
 */
export function chooseOffers(view: RoutingView): readonly NewOffer[] {
  const agents = presentNow(view.agents, view.nowMs).filter((agent) => agent.status === 'available');
  const open = new Map(view.offers.filter((offer) => isOpen(offer, agents, view)).map((offer) => [offer.chatId, offer]));
  const free = new Map(agents.map((agent) => [agent.userId, agent.capacity - agent.load]));
  for (const offer of open.values()) free.set(offer.userId, (free.get(offer.userId) ?? 0) - 1);
  const chosen: NewOffer[] = [];
  for (const chat of [...view.waiting].sort(byTurn)) {
    if (open.has(chat.chatId)) continue;
    const tried = view.offers.find((offer) => offer.chatId === chat.chatId)?.tried ?? [];
    const agent = bestAgent(chat, agents, free, tried);
    if (!agent) continue;
    free.set(agent.userId, (free.get(agent.userId) ?? 0) - 1);
    chosen.push({ chat, userId: agent.userId });
  }
  return chosen;
}

function isOpen(offer: ChatOffer, available: readonly AgentPresence[], view: RoutingView): boolean {
  return (
    offer.untilMs > view.nowMs &&
    available.some((agent) => agent.userId === offer.userId) &&
    view.waiting.some((chat) => chat.chatId === offer.chatId)
  );
}

function bestAgent(
  chat: IndexedChat,
  agents: readonly AgentPresence[],
  free: ReadonlyMap<string, number>,
  tried: readonly string[],
): AgentPresence | undefined {
  const able = agents.filter((agent) => servesTeam(agent.teams, chat.team) && chat.skills.every((skill) => agent.skills.includes(skill)));
  const speakers = able.filter((agent) => speaks(agent.languages, chat.language));
  const fit = (speakers.length > 0 ? speakers : able).filter((agent) => (free.get(agent.userId) ?? 0) > 0);
  const fresh = fit.filter((agent) => !tried.includes(agent.userId));
  const rank = (agent: AgentPresence) => [
    agent.userId === chat.lastAgentId ? 0 : 1,
    1 - (free.get(agent.userId) ?? 0) / Math.max(1, agent.capacity),
    tried.lastIndexOf(agent.userId),
  ];
  return (fresh.length > 0 ? fresh : fit).toSorted((a, b) => compare(rank(a), rank(b)) || (a.userId < b.userId ? -1 : 1))[0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value - (b[i] ?? 0);
  return 0;
}
