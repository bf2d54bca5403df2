/** Counts what is under way at the carrier, so that a test can wait until nothing is. */
export interface Activity {
  /** Something began; call the answer once when it has ended. */
  begin(): () => void;
  /** One more, one fewer: for a leg that parks and goes on. */
  hold(): void;
  release(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createActivity(): Activity {
  let count = 0;
  const waiters: (() => void)[] = [];
  const end = () => {
    count -= 1;
    if (count === 0) for (const wake of waiters.splice(0)) wake();
  };
  return {
    begin: () => {
      count += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        end();
      };
    },
    hold: () => {
      count += 1;
    },
    release: end,
    idle: async () => {
      while (count > 0) await new Promise<void>((resolve) => waiters.push(resolve));
    },
  };
}
