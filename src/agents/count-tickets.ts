import type { IndexedChat } from './chat-index.ts';

/** Customers who wait for what was promised, or for whom it is urgent. */
export interface TicketCounts {
  /** Urgent, and nobody has taken it. */
  readonly urgent: number;
  /** The promise ends within the hour. */
  readonly dueSoon: number;
  readonly overdue: number;
}

const SOON_MS = 3_600_000;

/** Of the open chats; one that was taken counts until somebody has written. Pure. */
export function countTickets(open: readonly IndexedChat[], nowMs: number): TicketCounts {
  const due = open.flatMap(({ dueAtMs }) => (dueAtMs === undefined ? [] : [dueAtMs]));
  return {
    urgent: open.filter(({ urgent, state }) => urgent === true && state === 'waiting').length,
    dueSoon: due.filter((atMs) => atMs > nowMs && atMs - nowMs <= SOON_MS).length,
    overdue: due.filter((atMs) => atMs <= nowMs).length,
  };
}
