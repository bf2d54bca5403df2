import type { Clock } from '../base/clock.ts';
import type { EventLog } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';

/** Everything that is known of one caller's matter. */
export interface JourneyEvents {
  readonly callIds: readonly string[];
  readonly handoffIds: readonly string[];
  readonly chatIds: readonly string[];
  /** Oldest first. */
  readonly events: readonly DomainEvent[];
  readonly truncated: boolean;
}

const DAY_MS = 86_400_000;
const CLOCK_DIFFERENCE_MS = 60_000;
const MOST_EVENTS = 2_000;
/** From a chat back to its handoff, from that to its call, from that to what else the call led to. */
const MOST_LOOKS = 4;

function idsOf(event: DomainEvent): string[] {
  return [event.callId, event.handoffId, event.chatId].filter((id) => id !== undefined);
}

/** The ids that belong to the same journey: a call, the handoffs it led to, their chats. A return names two journeys and joins none. */
async function connectedIds(deps: Pick<JourneyDeps, 'eventLog'>, id: string, fromMs: number, toMs: number): Promise<Set<string>> {
  const known = new Set([id]);
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const before = known.size;
    for await (const events of deps.eventLog.range(fromMs, toMs)) {
      for (const event of events) {
        const ids = event.type === 'call.returned' ? [] : idsOf(event);
        if (ids.some((each) => known.has(each))) for (const each of ids) known.add(each);
      }
    }
    if (known.size === before) return known;
  }
  return known;
}

export interface JourneyDeps {
  readonly eventLog: Pick<EventLog, 'range'>;
  readonly clock: Clock;
}

/** Follows a journey through the event log of the last days, from the id of its call, handoff or chat; undefined if there is nothing of it. */
export async function readJourney(deps: JourneyDeps, id: string, days: number): Promise<JourneyEvents | undefined> {
  const nowMs = deps.clock.nowMs();
  const fromMs = nowMs - days * DAY_MS;
  const toMs = nowMs + CLOCK_DIFFERENCE_MS;
  const ids = await connectedIds(deps, id, fromMs, toMs);
  const found: DomainEvent[] = [];
  for await (const events of deps.eventLog.range(fromMs, toMs)) {
    for (const event of events) if (idsOf(event).some((each) => ids.has(each))) found.push(event);
  }
  if (found.length === 0) return undefined;
  const ofKind = (prefix: string) => [...ids].filter((each) => each.startsWith(prefix));
  return {
    callIds: ofKind('c_'),
    handoffIds: ofKind('h_'),
    chatIds: ofKind('t_'),
    events: found.sort((a, b) => a.atMs - b.atMs || a.shard - b.shard || (a.id < b.id ? -1 : 1)).slice(0, MOST_EVENTS),
    truncated: found.length > MOST_EVENTS,
  };
}
