import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { type ChatId, type ContactId, shardOfId } from '../base/ids.ts';
import type { AgentBoard } from './agent-board.ts';
import type { ChatIndex } from './chat-index.ts';
import { chooseOffers, type NewOffer, OFFER_MS } from './choose-offers.ts';

export interface RoutingDeps {
  readonly store: Store;
  readonly board: AgentBoard;
  readonly index: ChatIndex;
  readonly clock: Clock;
}

/**
 * Offers waiting chats to the agents who are next. Safe to run in every process at any time: an offer is made once, and
 * one that ran out goes on to the next agent. Answers the offers made.
 */
export async function routeWaiting(deps: RoutingDeps): Promise<readonly NewOffer[]> {
  const waiting = await deps.index.waiting();
  if (waiting.length === 0) return [];
  const [agents, offers] = await Promise.all([deps.board.agents(), deps.board.offers()]);
  const nowMs = deps.clock.nowMs();
  const made: NewOffer[] = [];
  for (const offer of chooseOffers({ waiting, agents, offers, nowMs })) {
    const took = await deps.board.makeOffer(offer.chat.chatId, offer.userId, nowMs, nowMs + OFFER_MS);
    if (!took) continue;
    await recordOffer(deps, offer, nowMs);
    made.push(offer);
  }
  return made;
}

async function recordOffer(deps: RoutingDeps, offer: NewOffer, nowMs: number): Promise<void> {
  await deps.store.commit({
    shard: shardOfId(offer.chat.chatId) ?? 0,
    events: [
      {
        type: 'chat.offered',
        atMs: nowMs,
        chatId: offer.chat.chatId as ChatId,
        contactId: offer.chat.contactId as ContactId,
        data: { userId: offer.userId, untilMs: nowMs + OFFER_MS },
      },
    ],
  });
}
