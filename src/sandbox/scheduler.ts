import type { Clock } from '../base/clock.ts';

/** Where the carrier's own time comes from: every delay, timeout and second of waiting goes through it. */
export interface Scheduler extends Clock {
  /** Runs `task` after so many milliseconds, on the next turn of the event loop for 0; the answer cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
  /** Cancels everything that waits. */
  stop(): void;
}

/** A scheduler whose time stands still until it is moved. Delays of 0 run by themselves. */
export interface ManualScheduler extends Scheduler {
  /** When the next waiting task is due; undefined when none waits. */
  nextDueMs(): number | undefined;
  /** Moves the time to the next task that is due at or before `untilMs` and runs it; false when there is none. */
  runNext(untilMs: number): boolean;
  /** Moves the time without running anything. */
  setTime(ms: number): void;
}

/** The scheduler of everyday use: real timers, the time from `clock`. */
export function createRealScheduler(clock: Clock): Scheduler {
  const timers = new Set<NodeJS.Timeout>();
  return {
    nowMs: () => clock.nowMs(),
    schedule: (delayMs, task) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, delayMs);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

interface Waiting {
  readonly atMs: number;
  readonly task: () => void;
}

/** A scheduler for tests; it turns the manual clock that the tested service shares with it. */
export function createManualScheduler(clock: Clock & { set(ms: number): void }): ManualScheduler {
  const waiting = new Set<Waiting>();
  const immediates = new Set<NodeJS.Immediate>();
  const next = () => {
    let first: Waiting | undefined;
    for (const entry of waiting) if (!first || entry.atMs < first.atMs) first = entry;
    return first;
  };
  return {
    nowMs: () => clock.nowMs(),
    schedule: (delayMs, task) => {
      if (delayMs <= 0) return runSoon(immediates, task);
      const entry = { atMs: clock.nowMs() + delayMs, task };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    stop: () => {
      waiting.clear();
      for (const immediate of immediates) clearImmediate(immediate);
      immediates.clear();
    },
    nextDueMs: () => next()?.atMs,
    runNext: (untilMs) => {
      const first = next();
      if (!first || first.atMs > untilMs) return false;
      waiting.delete(first);
      clock.set(Math.max(clock.nowMs(), first.atMs));
      first.task();
      return true;
    },
    setTime: (ms) => clock.set(ms),
  };
}

function runSoon(immediates: Set<NodeJS.Immediate>, task: () => void): () => void {
  const immediate = setImmediate(() => {
    immediates.delete(immediate);
    task();
  });
  immediates.add(immediate);
  return () => {
    clearImmediate(immediate);
    immediates.delete(immediate);
  };
}
