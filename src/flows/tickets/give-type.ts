import type { CompiledTickets } from './compile-tickets.ts';
import { markUrgent, type Noted, withoutEvidence } from './note-words.ts';
import type { Ticket } from './ticket.ts';

/** Gives a ticket at the desk its type, if the classifier is sure; says once that it is not. Pure. */
export function giveType(tickets: CompiledTickets, ticket: Ticket): Noted {
  if (ticket.type || tickets.settings.types.length === 0) return { ticket, facts: [] };
  const verdict = tickets.classifier.judge(ticket.evidence ?? {});
  if (verdict.kind === 'unsure') {
    const unsure = { ...ticket, unsure: verdict.candidates };
    return ticket.unsure
      ? { ticket: unsure, facts: [] }
      : { ticket: unsure, facts: [{ type: 'ticket-unsure', candidates: verdict.candidates }] };
  }
  const { type: id, score, words } = verdict;
  const type = tickets.typeOf(id);
  const { unsure: _, ...rest } = withoutEvidence(ticket);
  const typed: Ticket = { ...rest, type: { id, name: type?.name ?? {}, by: 'classifier', score, words } };
  const fact = { type: 'ticket-typed', ticket: id, score, words } as const;
  if (!type?.urgent || ticket.urgent) return { ticket: typed, facts: [fact] };
  const urgent = markUrgent(typed, 'type', [id]);
  return { ticket: urgent.ticket, facts: [fact, ...urgent.facts] };
}
