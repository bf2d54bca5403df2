import type { Changes, RecordRef } from '../../base/changes.ts';
import { consentKey, dueKey, eventsKey, markKey, partsKey, recordKey, shardOfRef, timersKey } from './keys.ts';

/** What the commit script takes; see commit-script.ts. Throws on changes that no store could keep: a bug of the caller. */
export function packChanges(changes: Changes, eventsKept: number): { keys: string[]; args: (string | number)[] } {
  const { shard, writes = [], parts = [], marks = [], timers = [], ledger = [], events = [] } = changes;
  const keys = [eventsKey(shard), dueKey(shard), timersKey(shard), consentKey(shard)];
  const gone = writes.filter((write) => write.value === null);
  const args: (string | number)[] = [
    marks.length,
    writes.length,
    gone.length,
    parts.length,
    timers.length,
    ledger.length,
    events.length,
    eventsKept,
  ];
  for (const mark of marks) {
    keys.push(markKey(shard, mark.name));
    args.push(mark.value, seconds(mark.ttlSeconds));
  }
  for (const write of writes) {
    keys.push(recordKey(inShard(write.ref, shard)));
    const body = write.value === null ? '' : `${write.expectedVersion + 1}|${JSON.stringify(write.value)}`;
    args.push(write.expectedVersion, body, seconds(write.ttlSeconds));
  }
  for (const write of gone) keys.push(partsKey(write.ref));
  for (const part of parts) {
    keys.push(partsKey(inShard(part.owner, shard)));
    args.push(part.field, JSON.stringify(part.value), seconds(part.ttlSeconds));
  }
  for (const timer of timers) {
    const atMs = timer.atMs === null ? '' : milliseconds(timer.atMs);
    args.push(timer.id, atMs, atMs === '' ? '' : `${atMs}|${JSON.stringify(timer.payload ?? { type: '' })}`);
  }
  for (const entry of ledger) args.push(JSON.stringify(entry.value));
  for (const event of events) args.push(milliseconds(event.atMs), JSON.stringify(event));
  return { keys, args };
}

function inShard(ref: RecordRef, shard: number): RecordRef {
  if (shardOfRef(ref) !== shard) throw new Error(`${ref.id} does not live in shard ${shard}`);
  return ref;
}

/** Whole seconds, one at least: Redis takes no others, and must not stop in the middle of a commit. */
function seconds(ttlSeconds: number): number {
  const whole = Math.ceil(ttlSeconds);
  if (!(whole >= 1 && Number.isSafeInteger(whole))) throw new Error(`a TTL of ${ttlSeconds} s can't be kept`);
  return whole;
}

function milliseconds(atMs: number): number {
  const whole = Math.floor(atMs);
  if (!(whole >= 0 && Number.isSafeInteger(whole))) throw new Error(`${atMs} is no time in ms`);
  return whole;
}
