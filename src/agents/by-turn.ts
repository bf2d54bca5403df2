/** What decides the order in which waiting chats are answered. */
export interface Turn {
  readonly chatId: string;
  readonly urgent?: boolean | undefined;
  /** 0 goes first. */
  readonly priority: number;
  readonly queuedAtMs?: number | undefined;
  /** By when an answer is promised, ms; absent for somebody who waits now. */
  readonly dueAtMs?: number | undefined;
}

/** A promise is kept with so much to spare, ms: from then on the ticket goes before somebody who has just come. */
const HEAD_START_MS = 2 * 3_600_000;

/**
 * The order of waiting chats: urgent ones, then by priority, then by when each is due: somebody who waits now since they
 * came, a ticket two hours before the promise ends. So nobody on the line waits for last night's letters, and none of these is forgotten.
 */
export function byTurn(a: Turn, b: Turn): number {
  const urgency = Number(b.urgent ?? false) - Number(a.urgent ?? false);
  return (
    urgency || a.priority - b.priority || dueOf(a) - dueOf(b) || (a.queuedAtMs ?? 0) - (b.queuedAtMs ?? 0) || (a.chatId < b.chatId ? -1 : 1)
  );
}

function dueOf({ dueAtMs, queuedAtMs = 0 }: Turn): number {
  return dueAtMs === undefined ? queuedAtMs : Math.max(queuedAtMs, dueAtMs - HEAD_START_MS);
}
