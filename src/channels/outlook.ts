/**
 * What a promise may be based on, read without a round trip: the waits on both channels as last measured. Undefined is
 * "not known", and what is not known is never promised.
 */
export interface Outlook {
  /** By queue name. */
  readonly queues: Readonly<Record<string, QueueOutlook>>;
  readonly desk: DeskOutlook;
}

export interface QueueOutlook {
  readonly waitSeconds?: number;
  readonly size?: number;
  readonly atMs: number;
}

export interface DeskOutlook {
  /** Is anybody present who may take a chat? */
  readonly open: boolean;
  /** Until the first reply of a human, estimated from waiting chats, free capacity and recent handling; absent when unknown. */
  readonly waitSeconds?: number;
  readonly waiting: number;
  readonly agentsPresent: number;
  /** When nobody is present: when the desk opens next, if opening hours say so. */
  readonly opensAtMs?: number;
}
