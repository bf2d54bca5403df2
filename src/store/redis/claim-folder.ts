import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';

/**
 * This process as the only one that may start a server on the folder. Nothing of the claim outlives the process: it is a
 * listener in the kernel's own name space, not a file. Elsewhere than on Linux there is no such thing, and the
 * connections of the running server tell alone. Throws if another process has the claim. Returns what gives it back.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  if (process.platform !== 'linux') return async () => {};
  const { dev, ino } = await stat(folder);
  const server = createServer((socket) => socket.destroy());
  const listening = once(server, 'listening');
  server.listen({ path: `\0relevo-redis-${dev}-${ino}` });
  try {
    await listening;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EADDRINUSE') throw folderInUse(folder);
    throw thrown;
  }
  server.unref();
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

/** The sentence for a second service on one folder. */
export function folderInUse(folder: string): Error {
  return new Error(
    `Another Relevo is running on ${folder}. Stop it, or give this one its own DATA_DIR, or let both share a server through REDIS_URL.`,
  );
}
