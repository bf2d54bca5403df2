import { addEvent, type ChatDraft } from './chat-draft.ts';
import { LOOK_AGAIN_MS } from './note-ticket.ts';
import { tellDesk } from './tell-customer.ts';

export interface Wanted {
  readonly team: string;
  readonly skills: readonly string[];
  readonly priority: number;
}

/** Puts the chat into the queue for a human. It keeps the time it joined when it was waiting before. */
export function queueChat(draft: ChatDraft, wanted: Wanted): void {
  const { agentId, agentName: _, assignedAtMs: __, ...rest } = draft.chat;
  draft.chat = {
    ...rest,
    state: 'waiting',
    team: wanted.team,
    skills: wanted.skills,
    priority: wanted.priority,
    queuedAtMs: draft.chat.state === 'waiting' ? (draft.chat.queuedAtMs ?? draft.nowMs) : draft.nowMs,
    ...(agentId !== undefined && { lastAgentId: agentId }),
  };
  draft.timers.push({ id: `idle:${draft.chat.id}`, atMs: null });
  const { id, ticket } = draft.chat;
  // Everybody may have gone: then it is kept as a ticket.
  if (ticket && !ticket.promise)
    draft.timers.push({ id: `due:${id}`, atMs: draft.nowMs + LOOK_AGAIN_MS, payload: { type: 'chat.due', chatId: id } });
  tellDesk(draft, 'queued', { team: wanted.team });
  addEvent(draft, 'chat.queued', { team: wanted.team, skills: wanted.skills, priority: wanted.priority });
}
