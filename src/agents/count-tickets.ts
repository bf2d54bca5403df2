import type { IndexedChat } from './chat-index.ts';

/** Customers who wait for what was promised, or for whom it is urgent. */
export interface TicketCounts {
  /** Urgent, and nobody has taken it. */
  readonly urgent: number;
  /** The promise is about to be missed, by the time that its flow sets for that. */
  readonly dueSoon: number;
  readonly overdue: number;
}

/** Of the open chats; one that was taken counts until somebody has written. Pure. */
export function countTickets(open: readonly IndexedChat[], nowMs: number): TicketCounts {
  const due = open.filter(({ dueAtMs }) => dueAtMs !== undefined) as readonly (IndexedChat & { readonly dueAtMs: number })[];
  return {
    urgent: open.filter(({ urgent, state }) => urgent === true && state === 'waiting').length,
    dueSoon: due.filter(({ dueAtMs, dueSoon }) => dueSoon === true && dueAtMs > nowMs).length,
    overdue: due.filter(({ dueAtMs }) => dueAtMs <= nowMs).length,
  };
}
