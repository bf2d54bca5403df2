import type { RunningLoop } from './run-relay.ts';

/** Work that becomes due and is leased: what is not settled comes again when its lease has run out. */
export interface DueWork<Item> {
  /** How long is waited when fewer than `leaseCount` were due. */
  readonly lookEveryMs: number;
  readonly leaseCount: number;
  /** Nothing is leased while so many are under way; no limit by default. */
  readonly maxUnderWay?: number;
  readonly lease: (count: number) => Promise<readonly Item[]>;
  /** Settles one. Must not throw. */
  readonly settle: (item: Item) => Promise<void>;
  /** The store could not be asked; it is asked again. */
  readonly notRead: (error: unknown) => void;
}

/** Looks for due work again and again, and has each piece settled; those of one look are under way together. */
export function runDue<Item>(due: DueWork<Item>): RunningLoop {
  const { leaseCount, maxUnderWay = Number.POSITIVE_INFINITY } = due;
  const underWay = new Set<Promise<void>>();
  let running = true;
  let wake: (() => void) | undefined;

  async function loop(): Promise<void> {
    while (running) {
      const items = underWay.size < maxUnderWay ? await due.lease(leaseCount).catch(nothing) : [];
      for (const item of items) {
        const work = due.settle(item).finally(() => underWay.delete(work));
        underWay.add(work);
      }
      if (items.length < leaseCount) await rest();
    }
  }

  function nothing(error: unknown): readonly Item[] {
    due.notRead(error);
    return [];
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, due.lookEveryMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
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
