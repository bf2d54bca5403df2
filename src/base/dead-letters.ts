import type { EventGroup, EventLog } from './event-log.ts';
import type { DomainEvent, EventType } from './events.ts';

const GROUPS: readonly EventGroup[] = ['effects', 'archive'];

/** Work that failed five times and was put aside. */
export interface PutAside {
  readonly group: EventGroup;
  readonly event: DomainEvent;
  readonly reason: string;
  readonly atMs: number;
}

type Log = Pick<EventLog, 'deadLetters' | 'replay' | 'discard'>;

/** Everything that was put aside, newest first. */
export async function listDeadLetters(eventLog: Pick<Log, 'deadLetters'>): Promise<readonly PutAside[]> {
  const lists = await Promise.all(GROUPS.map(async (group) => (await eventLog.deadLetters(group)).map((letter) => ({ group, ...letter }))));
  return lists.flat().sort((a, b) => b.atMs - a.atMs);
}

/**
 * Replays, or gives up, what was put aside up to a moment; oldest first. Each is taken once, whoever else does the same.
 * What is replayed is decided anew by what is true then: an invite that nobody wants any more, to somebody who opted out
 * or of a handoff that is over, is not sent.
 */
export async function settleDeadLetters(
  eventLog: Log,
  how: 'replay' | 'discard',
  choice: { readonly untilMs: number; readonly type?: EventType | undefined },
): Promise<number> {
  let settled = 0;
  for (const { group, event, atMs } of (await listDeadLetters(eventLog)).toReversed()) {
    if (atMs > choice.untilMs || (choice.type !== undefined && event.type !== choice.type)) continue;
    if (await eventLog[how](group, event)) settled += 1;
  }
  return settled;
}
