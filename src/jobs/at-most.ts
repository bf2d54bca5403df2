/** Runs so many pieces of work at a time; the others wait, first come, first served. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // Who waited takes over the place.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
