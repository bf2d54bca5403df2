import type { TimerPayload } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { DueTimer, Timers } from '../base/event-log.ts';
import type { Logger } from '../base/log.ts';
import { runDue } from './run-due.ts';
import type { RunningLoop } from './run-relay.ts';

export interface TimerLoopDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly handle: (payload: TimerPayload) => Promise<void>;
  /** The timer is given up here; what becomes of it is written down before it is acknowledged. */
  readonly putAside: (timer: DueTimer) => Promise<void>;
}

const LOOK_EVERY_MS = 200;
const LEASE_MS = 30_000;
const LEASE_COUNT = 100;
/** A timer that failed this often is put aside. While the store is away nothing is counted. */
const MAX_TRIES = 5;

/**
 * Hands out what is due. A timer whose handling fails is not acknowledged: its lease runs out and it comes again, until it
 * has failed so often in this process that it is put aside.
 */
export function runTimers(deps: TimerLoopDeps): RunningLoop {
  const failures = new Map<string, number>();
  return runDue({
    lookEveryMs: LOOK_EVERY_MS,
    leaseCount: LEASE_COUNT,
    lease: (count) => deps.timers.lease(deps.clock.nowMs(), count, LEASE_MS),
    settle: (timer) => handleOne(deps, timer, failures),
    notRead: (error) => deps.log.warn({ err: error }, 'due timers could not be read'),
  });
}

async function handleOne(deps: TimerLoopDeps, timer: DueTimer, failures: Map<string, number>): Promise<void> {
  // One that was set anew in its place has its own tries.
  const key = `${timer.shard}/${timer.id}/${timer.atMs}`;
  try {
    await deps.handle(timer.payload);
    await deps.timers.acknowledge([timer]);
    failures.delete(key);
  } catch (error) {
    const about = { err: error, timer: timer.id, type: timer.payload.type };
    const isStoreAway = error instanceof AppError && error.code === 'store-unavailable';
    const tries = (failures.get(key) ?? 0) + (isStoreAway ? 0 : 1);
    failures.set(key, tries);
    if (tries < MAX_TRIES) return deps.log.error(about, 'a timer could not be handled; it will come again');
    await giveUp(deps, timer, about);
    failures.delete(key);
  }
}

async function giveUp(deps: TimerLoopDeps, timer: DueTimer, about: object): Promise<void> {
  try {
    await deps.putAside(timer);
    await deps.timers.acknowledge([timer]);
    deps.log.error(about, 'a timer failed again and again; it goes on as work of the event log');
  } catch (error) {
    deps.log.warn({ ...about, err: error }, 'a failed timer could not be put aside; it will come again');
  }
}
