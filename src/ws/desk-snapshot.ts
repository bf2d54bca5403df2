import type { User } from '../access/user.ts';
import { FIRST_CANNED_REPLIES } from '../agents/canned-replies.ts';
import { presentNow } from '../agents/presence.ts';
import { readDesk } from '../agents/read-desk.ts';
import { maySee, type Onlooker } from '../chat/may-see.ts';
import type { CannedReply, DeskAgent, DeskFrame } from '../http/contract/desk.ts';
import type { DeskDeps } from './desk-deps.ts';
import { loadChats, markPresent } from './desk-presence.ts';
import { deskAgent, deskChat } from './desk-views.ts';

/** A desk shows no more chats than this. */
const MOST_CHATS = 500;

/** Everything a page needs to begin with. */
export async function deskSnapshot(deps: DeskDeps, user: User, eyes: Onlooker): Promise<Extract<DeskFrame, { type: 'snapshot' }>> {
  const presence = await markPresent(deps, user);
  const [ids, offers, agents, figures, canned] = await Promise.all([
    visibleIds(deps, eyes),
    deps.board.offers(),
    currentAgents(deps),
    readDesk(deps),
    cannedReplies(deps),
  ]);
  const nowMs = deps.clock.nowMs();
  const chats = (await loadChats(deps, ids)).filter((chat) => chat.state !== 'closed' && maySee(eyes, chat));
  return {
    type: 'snapshot',
    nowMs,
    me: agents.find((agent) => agent.userId === user.id) ?? deskAgent({ ...presence, load: 0 }),
    supervises: eyes.supervises,
    chats: chats.map((chat) =>
      deskChat(
        chat,
        offers.find((offer) => offer.chatId === chat.id),
        nowMs,
      ),
    ),
    agents: [...agents],
    teams: [...new Set([...deps.teams(), ...agents.flatMap((agent) => agent.teams)])].sort(),
    canned,
    templates: deps.templates.list().map(({ name, language, body, variables }) => ({
      name,
      language,
      body,
      variables: variables.map((variable) => ({ ...variable })),
    })),
    figures,
  };
}

async function visibleIds(deps: DeskDeps, eyes: Onlooker): Promise<readonly string[]> {
  const own = await deps.board.seatsOf(eyes.id);
  const listed = eyes.supervises ? await deps.index.open(MOST_CHATS) : await deps.index.waiting();
  return [...own, ...listed.slice(0, MOST_CHATS).map((chat) => chat.chatId)];
}

/** The colleagues as they are now. */
export async function currentAgents(deps: DeskDeps): Promise<readonly DeskAgent[]> {
  return presentNow(await deps.board.agents(), deps.clock.nowMs())
    .map(deskAgent)
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The canned replies in force. */
export async function cannedReplies(deps: DeskDeps): Promise<CannedReply[]> {
  return [...((await deps.settings.cannedReplies()) ?? FIRST_CANNED_REPLIES)];
}
