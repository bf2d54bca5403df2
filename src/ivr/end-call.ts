import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import { type CallId, shardOfId } from '../base/ids.ts';
import { type Call, ENDED_CALL_TTL_SECONDS } from './call.ts';
import { callEvent } from './call-events.ts';

type Deps = { readonly store: Store; readonly clock: Clock };

/**
 * The call is over, whoever noticed it: the carrier's status, a queue that the caller left by hanging up, or the
 * sweeper. Where the caller was then decides what it counts as. Ending twice changes nothing.
 */
export function endCall(deps: Deps, callId: CallId, how: { readonly status: string; readonly durationSeconds?: number }): Promise<boolean> {
  return decideAndCommit<boolean>(deps.store, async () => {
    const [found] = (await deps.store.load([{ kind: 'call', id: callId }])) as [Versioned<Call> | undefined];
    if (!found || found.value.ended) return { outcome: false };
    const nowMs = deps.clock.nowMs();
    const call: Call = { ...found.value, ended: { atMs: nowMs, how: how.status } };
    return {
      outcome: true,
      changes: {
        shard: shardOfId(callId) ?? 0,
        writes: [{ ref: { kind: 'call', id: callId }, expectedVersion: found.version, value: call, ttlSeconds: ENDED_CALL_TTL_SECONDS }],
        timers: [{ id: `sweep:${callId}`, atMs: null }],
        events: endEvents(found.value, how, nowMs),
      },
    };
  });
}

/** What the end of a call counts as, from where it stood. Pure. */
export function endEvents(
  call: Call,
  how: { readonly status: string; readonly durationSeconds?: number },
  nowMs: number,
): readonly NewEvent[] {
  const { context } = call.snapshot;
  const events: NewEvent[] = [];
  if (call.offer?.open) events.push(callEvent(call, context, 'offer.abandoned', nowMs, { step: call.offer.step }));
  if (call.wait.kind === 'queue' && call.connectedAtMs === undefined) {
    const waitedMs = call.queuedAtMs === undefined ? 0 : nowMs - call.queuedAtMs;
    events.push(
      callEvent(call, context, 'call.abandoned', nowMs, {
        data: { waitedMs, ...(call.handoffId && { handoff: true }) },
        ...(call.handoffId && { handoffId: call.handoffId }),
      }),
    );
  }
  const data = {
    status: how.status,
    at: call.wait.kind,
    durationSeconds: how.durationSeconds ?? Math.round((nowMs - call.startedAtMs) / 1000),
    reachedPerson: call.connectedAtMs !== undefined,
  };
  events.push(callEvent(call, context, 'call.ended', nowMs, { ...(call.wait.step !== undefined && { step: call.wait.step }), data }));
  return events;
}

/** A call without a sign of life for hours has ended, and nobody told us. */
export async function sweepCall(deps: Deps, callId: CallId): Promise<void> {
  await endCall(deps, callId, { status: 'swept' });
}
