import type { FlowFact } from '../outcomes.ts';
import type { CompiledTickets } from './compile-tickets.ts';
import type { Ticket, UrgentWhy } from './ticket.ts';

export interface Noted {
  readonly ticket: Ticket;
  readonly facts: readonly FlowFact[];
}

/** What a text of the customer, spoken or written, says of the ticket: what it may be about, and whether it is urgent. Pure. */
export function noteWords(tickets: CompiledTickets, ticket: Ticket, text: string, language: string): Noted {
  const heard = ticket.type ? ticket : withEvidence(ticket, tickets.classifier.hear(ticket.evidence ?? {}, text, language));
  const words = ticket.urgent ? [] : tickets.isUrgent(text, language);
  return words.length === 0 ? { ticket: heard, facts: [] } : markUrgent(heard, 'words', words);
}

/** What the intent of the call or the chat says of it. Pure. */
export function noteIntent(tickets: CompiledTickets, ticket: Ticket, intent: string | undefined): Noted {
  if (intent === undefined) return { ticket, facts: [] };
  const heard = ticket.type ? ticket : withEvidence(ticket, tickets.classifier.hearIntent(ticket.evidence ?? {}, intent));
  const isUrgent = !ticket.urgent && tickets.settings.urgent.intents.includes(intent);
  return isUrgent ? markUrgent(heard, 'intent', [intent]) : { ticket: heard, facts: [] };
}

export function markUrgent(ticket: Ticket, why: UrgentWhy, words: readonly string[]): Noted {
  return {
    ticket: { ...ticket, urgent: { why, ...(words.length > 0 && { words }) } },
    facts: [{ type: 'ticket-urgent', why, words }],
  };
}

function withEvidence(ticket: Ticket, evidence: NonNullable<Ticket['evidence']>): Ticket {
  return Object.keys(evidence).length === 0 ? withoutEvidence(ticket) : { ...ticket, evidence };
}

export function withoutEvidence({ evidence: _, ...ticket }: Ticket): Ticket {
  return ticket;
}
