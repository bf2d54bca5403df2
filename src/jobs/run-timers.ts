import type { TimerPayload } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { DueTimer, Timers } from '../base/event-log.ts';
import type { Logger } from '../base/log.ts';
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
  const underWay = new Set<Promise<void>>();
  let running = true;
  let wake: (() => void) | undefined;

  async function loop(): Promise<void> {
    while (running) {
      let due: readonly DueTimer[] = [];
      try {
        due = await deps.timers.lease(deps.clock.nowMs(), LEASE_COUNT, LEASE_MS);
      } catch (error) {
        deps.log.warn({ err: error }, 'due timers could not be read');
      }
      for (const timer of due) take(timer);
      if (due.length < LEASE_COUNT) await rest();
    }
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function take(timer: DueTimer): void {
    const work = handleOne(deps, timer).finally(() => underWay.delete(work));
    underWay.add(work);
  }

  const finished = loop();
  return {
    async stop(graceMs) {
      running = false;
      wake?.();
      await finished;
      await Promise.race([Promise.allSettled(underWay), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    },
  };
}

async function handleOne(deps: TimerLoopDeps, timer: DueTimer): Promise<void> {
  try {
    await deps.handle(timer.payload);
    await deps.timers.acknowledge([timer]);
  } catch (error) {
    deps.log.error({ err: error, timer: timer.id, type: timer.payload.type }, 'a timer could not be handled; it will come again');
  }
}
