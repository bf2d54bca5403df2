import type { Journeys } from './fold-journeys.ts';
import { happened, notesOf } from './track.ts';

/** What is under way, by the events of the last day. */
export interface LiveCounts {
  readonly callsInFlows: number;
  /** Queued, or with the person who answered: the carrier tells that only afterwards. */
  readonly callsQueued: number;
  readonly handoffsUnderWay: number;
  readonly waitingForDelivery: number;
  /** Calls of either kind, by flow id. */
  readonly callsByFlow: Readonly<Record<string, number>>;
}

/** Counts what has begun and has not ended. Pure. */
export function countLive(journeys: Journeys): LiveCounts {
  const callsByFlow: Record<string, number> = {};
  const counts = { callsInFlows: 0, callsQueued: 0, handoffsUnderWay: 0, waitingForDelivery: 0, callsByFlow };
  for (const call of journeys.calls.values()) {
    const gone = happened(call, 'call.ended') || happened(call, 'call.failed-over') || !happened(call, 'call.started');
    if (gone) continue;
    for (const flowId of notesOf(call, 'flow')) callsByFlow[flowId] = (callsByFlow[flowId] ?? 0) + 1;
    const queued = happened(call, 'call.queued') && !happened(call, 'call.connected') && !happened(call, 'call.abandoned');
    if (queued) counts.callsQueued += 1;
    else counts.callsInFlows += 1;
  }
  for (const handoff of journeys.handoffs.values()) {
    const settled = (['handoff.engaged', 'handoff.failed', 'handoff.expired', 'handoff.withdrawn'] as const).some((type) =>
      happened(handoff, type),
    );
    if (settled || !happened(handoff, 'handoff.requested')) continue;
    counts.handoffsUnderWay += 1;
    if (!happened(handoff, 'handoff.delivered') && !happened(handoff, 'handoff.read')) counts.waitingForDelivery += 1;
  }
  return counts;
}
