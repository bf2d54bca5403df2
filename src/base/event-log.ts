import type { TimerPayload } from './changes.ts';
import type { DomainEvent } from './events.ts';

/** The event log as its readers see it. Delivery is at least once; order holds within a shard. */
export interface EventLog {
  /**
   * New events for this group, or those another reader left unacknowledged for 30 s; [] when there are none. Never blocks.
   * At most `count` of each shard. Two readers of a group share its events: order holds for what one of them gets.
   */
  read(group: EventGroup, reader: string, count: number): Promise<readonly DomainEvent[]>;
  /** What was handed to this reader and is not acknowledged, oldest first; at most `count` of each shard. What it still works on is among it. */
  unacknowledged(group: EventGroup, reader: string, count: number): Promise<readonly DomainEvent[]>;
  acknowledge(group: EventGroup, events: readonly DomainEvent[]): Promise<void>;
  /** How often this event has been handed to the group. */
  deliveries(group: EventGroup, event: DomainEvent): Promise<number>;
  /** Put aside what can't be done, with the reason, for an operator to see and replay; acknowledges it. */
  bury(group: EventGroup, event: DomainEvent, reason: string): Promise<void>;
  deadLetters(group: EventGroup): Promise<readonly { readonly event: DomainEvent; readonly reason: string; readonly atMs: number }[]>;
  /** Hand a dead letter to its group again. False if it is no longer there. */
  replay(group: EventGroup, event: Pick<DomainEvent, 'id' | 'shard'>): Promise<boolean>;
  /** Give a dead letter up. False if it is no longer there. */
  discard(group: EventGroup, event: Pick<DomainEvent, 'id' | 'shard'>): Promise<boolean>;
  /** What came after the cursor, in every shard; for readers that each want everything (desks, dashboards). Without one: from now on. */
  tail(cursor: EventCursor | undefined, count: number): Promise<{ readonly events: readonly DomainEvent[]; readonly cursor: EventCursor }>;
  /** Every event of a span of time, shard by shard; of these shards only, if they are named. */
  range(fromMs: number, toMs: number, shards?: readonly number[]): AsyncIterable<readonly DomainEvent[]>;
  /** When the oldest event was that is kept, ms; undefined while there is none. */
  oldestMs(): Promise<number | undefined>;
}

/** Readers by group: `effects` turns events into work; `push` and dashboards use `tail`. */
export type EventGroup = 'effects' | 'archive';

/** One stream position per shard. */
export type EventCursor = readonly string[];

/** Timers written by commits. A lease that is not acknowledged runs out and the timer is handed out again. */
export interface Timers {
  lease(nowMs: number, max: number, leaseMs: number): Promise<readonly DueTimer[]>;
  acknowledge(timers: readonly DueTimer[]): Promise<void>;
}

export interface DueTimer {
  readonly shard: number;
  readonly id: string;
  readonly atMs: number;
  readonly payload: TimerPayload;
}
