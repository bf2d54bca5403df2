import type { World } from './world.ts';

/** How long a driver waits for the service, in real milliseconds; only a failing test ever waits so long. */
const LIMIT_MS = 20_000;

/** Resolves with the first value that is not undefined or false, looked for now and after every change. Throws Error when none comes. */
export function waitUntil<T>(
  world: Pick<World, 'changes'>,
  look: () => T | undefined | false,
  what: () => string,
  limitMs = LIMIT_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let unwatch = () => {};
    const timer = setTimeout(() => {
      unwatch();
      reject(new Error(`waited ${limitMs} ms for ${what()}`));
    }, limitMs);
    const check = () => {
      const found = look();
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      unwatch();
      resolve(found);
    };
    unwatch = world.changes.watch(check);
    check();
  });
}
