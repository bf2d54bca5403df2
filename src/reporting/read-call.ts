import type { EventLog } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';
import { shardOfId } from '../base/ids.ts';

const CLOCK_DIFFERENCE_MS = 60_000;
const MOST_EVENTS = 2_000;
/** From a call to its handoff, from that to its chat. */
const MOST_LOOKS = 3;

function idsOf({ callId, handoffId, chatId }: DomainEvent): readonly string[] {
  return [callId, handoffId, chatId].filter((id) => id !== undefined);
}

/**
 * Everything the log keeps of one call, the handoffs it led to and their chats from then on, oldest first, at most two thousand events;
 * [] if it keeps nothing. Only the shards that these ids name are read. `fromMs`: nothing older is looked at.
 */
export async function readCall(
  { eventLog, clock }: { readonly eventLog: Pick<EventLog, 'range'>; readonly clock: { nowMs(): number } },
  callId: string,
  fromMs: number,
): Promise<readonly DomainEvent[]> {
  const known = new Set([callId]);
  const toMs = clock.nowMs() + CLOCK_DIFFERENCE_MS;
  let found: DomainEvent[] = [];
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const before = known.size;
    const shards = [...new Set([...known].flatMap((id) => shardOfId(id) ?? []))].sort((a, b) => a - b);
    found = [];
    for await (const events of eventLog.range(fromMs, toMs, shards)) {
      for (const event of events) {
        // Another call that came back because of this one's handoff is another journey.
        if (event.callId !== undefined && event.callId !== callId) continue;
        const ids = event.type === 'call.returned' ? [event.callId ?? ''] : idsOf(event);
        if (!ids.some((id) => known.has(id))) continue;
        for (const id of ids) known.add(id);
        found.push(event);
      }
    }
    if (known.size === before) break;
  }
  const ordered = found.sort((a, b) => a.atMs - b.atMs || a.shard - b.shard || compareIds(a.id, b.id));
  return withoutEarlierMatters(ordered, callId).slice(0, MOST_EVENTS);
}

/** Stream positions `<ms>-<n>` in their order. */
function compareIds(a: string, b: string): number {
  const [ms = 0, n = 0] = a.split('-').map(Number);
  const [otherMs = 0, otherN = 0] = b.split('-').map(Number);
  return ms - otherMs || n - otherN;
}

/** The chat that the call led to may have gone on before, about something else. */
function withoutEarlierMatters(events: readonly DomainEvent[], callId: string): readonly DomainEvent[] {
  const began = events.find((event) => event.callId === callId)?.atMs ?? Number.NEGATIVE_INFINITY;
  return events.filter((event) => event.atMs >= began);
}
