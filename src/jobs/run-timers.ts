import type { TimerPayload } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { DueTimer, Timers } from '../base/event-log.ts';
import type { Logger } from '../base/log.ts';
import { runDue } from './run-due.ts';
import type { RunningLoop } from './run-relay.ts';

export interface TimerLoopDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly handle: (payload: TimerPayload) => Promise<void>;
}

const LOOK_EVERY_MS = 200;
const LEASE_MS = 30_000;
const LEASE_COUNT = 100;

/** Hands out what is due. A timer whose handling fails is not acknowledged: its lease runs out and it comes again. */
export function runTimers(deps: TimerLoopDeps): RunningLoop {
  return runDue({
    lookEveryMs: LOOK_EVERY_MS,
    leaseCount: LEASE_COUNT,
    lease: (count) => deps.timers.lease(deps.clock.nowMs(), count, LEASE_MS),
    settle: (timer) => handleOne(deps, timer),
    notRead: (error) => deps.log.warn({ err: error }, 'due timers could not be read'),
  });
}

async function handleOne(deps: TimerLoopDeps, timer: DueTimer): Promise<void> {
  try {
    await deps.handle(timer.payload);
    await deps.timers.acknowledge([timer]);
  } catch (error) {
    deps.log.error({ err: error, timer: timer.id, type: timer.payload.type }, 'a timer could not be handled; it will come again');
  }
}
