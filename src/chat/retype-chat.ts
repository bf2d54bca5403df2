import type { ChatId } from '../base/ids.ts';
import { stopFields } from '../flows/tickets/fields.ts';
import type { Ticket } from '../flows/tickets/ticket.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { rankAnew } from './bring-to-desk.ts';
import { type ChangeDeps, changeChat, type Refusal, refuse } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { tellDesk } from './tell-customer.ts';

export interface Retyping {
  readonly chatId: ChatId;
  /** The type that it is. */
  readonly type?: string;
  readonly urgent?: boolean;
}

export type Retyped = { readonly kind: 'retyped'; readonly chat: Chat };

/**
 * An agent says what a ticket is: its type, whether it is urgent. The correction is an event, so that it can be counted how
 * often the classifier was right; a chat that waits goes to the people of that type. Refused with chat-not-found, chat-closed, chat-not-yours,
 * ticket-type-not-found.
 */
export function retypeChat(deps: ChangeDeps & Pick<ReceiveDeps, 'flows'>, actor: Actor, retyping: Retyping): Promise<Retyped | Refusal> {
  return changeChat<Retyped | Refusal>(deps, retyping.chatId, async (draft) => {
    const refusal = draft.chat.state === 'waiting' ? undefined : refuseHandling(draft.chat, actor);
    if (refusal) return { changed: false, outcome: refusal };
    const { compiled } = (await deps.flows.find(draft.chat.flow)) ?? deps.flows.forNumber(draft.chat.sender);
    const { tickets } = compiled;
    const type = tickets?.typeOf(retyping.type);
    if (!tickets || (retyping.type !== undefined && !type)) return { changed: false, outcome: refuse('ticket-type-not-found') };
    const before = draft.chat.ticket ?? {};
    if (type && type.id !== before.type?.id) correct(draft, before, { id: type.id, name: type.name, by: actor.userId }, actor);
    if (retyping.urgent !== undefined && retyping.urgent !== (before.urgent !== undefined)) setUrgent(draft, retyping.urgent, actor);
    const changed = draft.events.length > 0;
    if (changed) rankAnew(draft, tickets);
    return { changed, outcome: { kind: 'retyped', chat: draft.chat } };
  });
}

function correct(draft: ChatDraft, before: Ticket, type: NonNullable<Ticket['type']>, actor: Actor): void {
  const { unsure: _, evidence: __, ...ticket } = stopFields(before);
  draft.chat = { ...draft.chat, ticket: { ...ticket, type } };
  const was = before.type ? (before.type.by === 'classifier' ? 'typed' : 'corrected') : 'unsure';
  addEvent(draft, 'ticket.corrected', { ticket: type.id, ...(before.type && { from: before.type.id }), was, userId: actor.userId });
  tellDesk(draft, 'ticketRetyped', { agent: actor.name, type: nameIn(type.name, draft.chat.language) });
}

function setUrgent(draft: ChatDraft, urgent: boolean, actor: Actor): void {
  const { urgent: _, ...ticket } = draft.chat.ticket ?? {};
  draft.chat = { ...draft.chat, ticket: urgent ? { ...ticket, urgent: { why: 'agent' } } : ticket };
  addEvent(draft, urgent ? 'ticket.urgent' : 'ticket.calmed', { why: 'agent', userId: actor.userId });
  tellDesk(draft, urgent ? 'ticketUrgent' : 'ticketCalmed', { agent: actor.name });
}

function nameIn(name: Readonly<Record<string, string>>, language: string): string {
  return name[language] ?? Object.values(name)[0] ?? '';
}
