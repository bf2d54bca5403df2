import type { AgentBoard } from '../agents/agent-board.ts';
import type { ChatIndex, IndexedChat } from '../agents/chat-index.ts';
import type { Store } from '../base/changes.ts';
import type { EventLog } from '../base/event-log.ts';
import type { ChatId } from '../base/ids.ts';
import { loadChat } from './change-chat.ts';
import type { Chat } from './chat.ts';

export interface ProjectDeps {
  readonly store: Store;
  readonly index: ChatIndex;
  readonly board: Pick<AgentBoard, 'signal'>;
}

/** What routing and lists know of a chat; undefined once it is closed. Pure. */
export function indexedChat(chat: Chat): IndexedChat | undefined {
  if (chat.state === 'closed') return undefined;
  const { id, contactId, state, team, skills, priority, language, intent, queuedAtMs, agentId, lastAgentId, ticket } = chat;
  return {
    chatId: id,
    contactId,
    state,
    skills,
    priority,
    language,
    ...(team !== undefined && { team }),
    ...(intent !== undefined && { intent }),
    ...(queuedAtMs !== undefined && { queuedAtMs }),
    ...(ticket?.urgent && { urgent: true as const }),
    ...(ticket?.promise && { dueAtMs: ticket.promise.dueAtMs }),
    ...(ticket?.promise?.warned && { dueSoon: true as const }),
    ...(agentId !== undefined && { agentId }),
    ...(lastAgentId !== undefined && { lastAgentId }),
  };
}

/** Brings the index up to the chat's own record. Any number of times, in any order. */
export async function projectChat(deps: ProjectDeps, chatId: ChatId): Promise<void> {
  const found = await loadChat(deps.store, chatId);
  if (!found) return;
  await deps.index.project(chatId, found.version, indexedChat(found.value));
  await deps.board.signal({ kind: 'offers', chatId });
}

/** Builds the index anew from the event log of a span of time: every chat that it names. Answers how many. */
export async function rebuildIndex(deps: ProjectDeps & { readonly eventLog: EventLog }, fromMs: number, toMs: number): Promise<number> {
  const ids = new Set<ChatId>();
  for await (const events of deps.eventLog.range(fromMs, toMs)) for (const event of events) if (event.chatId) ids.add(event.chatId);
  for (const id of ids) await projectChat(deps, id);
  return ids.size;
}
