import type { World } from '../world.ts';

/** The time of the people of a script. Everything ends at once when the script is stopped. */
export interface Pace {
  /** So many milliseconds of theirs; false when the script was stopped. */
  pause(ms: number): Promise<boolean>;
  /** Looks now and after every change at the carrier; undefined when the time was over first. */
  until<T>(look: () => T | undefined | false, limitMs: number): Promise<T | undefined>;
  readonly stopped: boolean;
  stop(): void;
}

/** What the service may need at least to do something, in real milliseconds: its time is not scaled. */
export const SERVICE_MS = 5_000;

export function createPace(world: World, speed: number): Pace {
  const wakers = new Set<() => void>();
  let stopped = false;
  return {
    get stopped() {
      return stopped;
    },
    stop: () => {
      stopped = true;
      for (const wake of [...wakers]) wake();
    },
    pause: async (ms) => {
      await wait(world, wakers, ms / speed, () => stopped);
      return !stopped;
    },
    until: async (look, limitMs) => {
      let found: ReturnType<typeof look>;
      await wait(world, wakers, limitMs / speed, () => {
        found = look();
        return stopped || (found !== undefined && found !== false);
      });
      return found === false ? undefined : found;
    },
  };
}

/** Resolves when it is over or the time is; whoever waited acts before the carrier counts as idle. */
function wait(world: World, wakers: Set<() => void>, ms: number, isOver: () => boolean): Promise<void> {
  if (ms <= 0 || isOver()) return Promise.resolve();
  return new Promise((resolve) => {
    const unwatch = world.changes.watch(() => isOver() && wake());
    const cancel = world.scheduler.schedule(ms, () => wake());
    const wake = () => {
      wakers.delete(wake);
      unwatch();
      cancel();
      const end = world.activity.begin();
      resolve();
      setImmediate(end);
    };
    wakers.add(wake);
  });
}
