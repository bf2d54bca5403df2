import type { Activity } from './activity.ts';
import type { ManualScheduler, Scheduler } from './scheduler.ts';

/** The carrier's time as a test moves it. */
export interface Time {
  /** Until the carrier has nothing under way: no webhook, no receipt that is due, no line that is busy. */
  idle(): Promise<void>;
  /** Lets so much time pass, everything in its order; needs a manual scheduler, otherwise throws Error. */
  advance(ms: number): Promise<void>;
  /** To the next thing that is due; false when nothing is, or time runs by itself. */
  step(): Promise<boolean>;
}

export function createTime(scheduler: Scheduler | ManualScheduler, activity: Activity): Time {
  const manual = 'runNext' in scheduler ? scheduler : undefined;
  return {
    idle: () => activity.idle(),
    advance: async (ms) => {
      if (!manual) throw new Error('time runs by itself here; give the sandbox a manual scheduler to advance it');
      const until = manual.nowMs() + ms;
      await activity.idle();
      while (manual.runNext(until)) await activity.idle();
      manual.setTime(Math.max(until, manual.nowMs()));
    },
    step: async () => {
      await activity.idle();
      return manual?.runNext(Number.MAX_SAFE_INTEGER) ?? false;
    },
  };
}
