import type { Store, TimerPayload } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { DueTimer } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';

const MARK_SECONDS = 24 * 3600;

/**
 * A timer that fails again and again goes on as an event: its work is tried as that of any other, and becomes a dead letter
 * that an operator sees and replays when it fails there too. Told twice it is one.
 */
export async function putTimerAside(deps: { readonly store: Store; readonly clock: Clock }, timer: DueTimer): Promise<void> {
  const mark = { name: `timer-failed:${timer.id}:${timer.atMs}`, value: '1', ttlSeconds: MARK_SECONDS };
  const event = { type: 'timer.failed', atMs: deps.clock.nowMs(), data: { timer: timer.payload } } as const;
  await deps.store.commit({ shard: timer.shard, marks: [mark], events: [event] });
}

/** The timer that an event of that kind holds; undefined for every other. */
export function timerIn(event: DomainEvent): TimerPayload | undefined {
  return event.type === 'timer.failed' ? (event.data?.timer as TimerPayload | undefined) : undefined;
}
