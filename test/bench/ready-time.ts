import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../support/redis.ts';
import { ROOT } from './measured-process.ts';

const GIVE_UP_AFTER_MS = 30_000;

/** From `npm start` on a fresh data folder, with a Redis on the path, to `/readyz` saying yes; ms. */
export async function measureReady(folder: string, run: number): Promise<number> {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    PORT: String(port),
    DATA_DIR: join(folder, `ready-${run}`),
  };
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], { cwd: ROOT, env, stdio: 'ignore', detached: true });
  const gone = once(child, 'exit');
  const end = () => child.pid && process.kill(-child.pid, 'SIGTERM');
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      if (performance.now() - startedAt > GIVE_UP_AFTER_MS) throw new Error('npm start was not ready in time');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() - startedAt;
  } finally {
    if (child.exitCode === null) end();
    await gone;
  }
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
}
