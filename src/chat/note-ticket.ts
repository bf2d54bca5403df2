import type { EventType, NewEvent } from '../base/events.ts';
import type { FlowFact } from '../flows/outcomes.ts';
import type { TicketPromise } from '../flows/schema/tickets.ts';
import { stopFields } from '../flows/tickets/fields.ts';
import type { Ticket } from '../flows/tickets/ticket.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';

/** A chat that waits without a promise is looked at again so soon: the desk may have been left meanwhile, ms. */
export const LOOK_AGAIN_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

/** What happened to the ticket, in the event log. The words are those of the flow, never the customer's. */
export function noteTicket(draft: ChatDraft, facts: readonly FlowFact[]): void {
  for (const fact of facts) {
    const event = eventOf(fact, draft.chat.ticket);
    if (event) addEvent(draft, ...event);
  }
}

function eventOf(fact: FlowFact, ticket: Ticket | undefined): readonly [EventType, NewEvent['data']] | undefined {
  switch (fact.type) {
    case 'ticket-typed':
      return ['ticket.typed', { ticket: fact.ticket, score: fact.score, words: fact.words }];
    case 'ticket-unsure':
      return ['ticket.unsure', { candidates: fact.candidates.map(({ type }) => type) }];
    case 'ticket-urgent':
      return ['ticket.urgent', { why: fact.why, words: fact.words }];
    case 'ticket-kept':
      return ['ticket.kept', { kind: fact.kind, dueAtMs: fact.dueAtMs }];
    case 'ticket-field':
      return ['ticket.field-collected', { variable: fact.variable, ...(ticket?.type && { ticket: ticket.type.id }) }];
    default:
      return undefined;
  }
}

/** When the ticket is looked at next: before the promise is missed, when it is, or, without one, soon. */
export function setDueTimer(draft: ChatDraft, { warnMinutes }: Pick<TicketPromise, 'warnMinutes'>): void {
  const { id, ticket } = draft.chat;
  const { promise } = ticket ?? {};
  if (promise?.missed) return;
  const warnAtMs = promise && !promise.warned ? promise.dueAtMs - warnMinutes * MINUTE_MS : promise?.dueAtMs;
  const atMs = warnAtMs === undefined ? draft.nowMs + LOOK_AGAIN_MS : Math.max(draft.nowMs, warnAtMs);
  draft.timers.push({ id: `due:${id}`, atMs, payload: { type: 'chat.due', chatId: id } });
}

/** A human has the chat, or the bot asks its own questions again: what the type needs is asked no more. The promise stands. */
export function takeTicket(draft: ChatDraft): void {
  if (draft.chat.ticket?.asking) draft.chat = { ...draft.chat, ticket: stopFields(draft.chat.ticket) };
}

/** The promised answer was written. */
export function answerTicket(draft: ChatDraft): void {
  const { promise } = draft.chat.ticket ?? {};
  if (!promise) return;
  endPromise(draft);
  addEvent(draft, 'ticket.answered', {
    late: draft.nowMs > promise.dueAtMs,
    waitedSeconds: Math.round((draft.nowMs - promise.madeAtMs) / 1000),
  });
}

/** Nobody is owed an answer any more. */
export function endPromise(draft: ChatDraft): void {
  const { chat } = draft;
  if (!chat.ticket) return;
  const { promise: _, toldAtMs: __, ...ticket } = chat.ticket;
  draft.chat = { ...chat, ticket };
  draft.timers.push({ id: `due:${chat.id}`, atMs: null });
}
