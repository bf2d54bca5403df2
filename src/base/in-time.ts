/**
 * The outcome of `work` if it comes within the limit (ms); fails with what `late` makes otherwise. The work itself goes on.
 * After the limit, what has arrived by then is read first: a process that did not get to run sees its timers before that.
 */
export function inTime<T>(work: Promise<T>, limitMs: number, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(late())), limitMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (thrown) => {
        clearTimeout(timer);
        reject(thrown);
      },
    );
  });
}
