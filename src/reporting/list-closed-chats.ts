import type { DomainEvent } from '../base/events.ts';
import { dayOf, spanOfDay } from './day-span.ts';
import type { ReportingDeps } from './query-today.ts';

/** A chat that is over, as its last closing tells. */
export interface ClosedChat {
  readonly chatId: string;
  readonly closedAtMs: number;
  readonly disposition?: string;
  readonly by?: string;
  readonly language?: string;
  readonly intent?: string;
  readonly flow?: string;
}

function closedChat(event: DomainEvent, chatId: string): ClosedChat {
  const { disposition, by } = event.data ?? {};
  const { language, intent, flow } = event;
  return {
    chatId,
    closedAtMs: event.atMs,
    ...(typeof disposition === 'string' && { disposition }),
    ...(typeof by === 'string' && { by }),
    ...(language !== undefined && { language }),
    ...(intent !== undefined && { intent }),
    ...(flow !== undefined && { flow }),
  };
}

/** The chats that were closed on a day (YYYY-MM-DD, today by default), newest first, each once. */
export async function listClosedChats(deps: ReportingDeps, day?: string): Promise<readonly ClosedChat[]> {
  const span = spanOfDay(day ?? dayOf(deps.clock.nowMs(), deps.timeZone), deps.timeZone);
  const closed = new Map<string, ClosedChat>();
  for await (const events of deps.eventLog.range(span.fromMs, span.toMs)) {
    for (const event of events) {
      if (event.type !== 'chat.closed' || event.chatId === undefined || event.atMs >= span.toMs) continue;
      const before = closed.get(event.chatId);
      if (!before || event.atMs >= before.closedAtMs) closed.set(event.chatId, closedChat(event, event.chatId));
    }
  }
  return [...closed.values()].sort((a, b) => b.closedAtMs - a.closedAtMs);
}
