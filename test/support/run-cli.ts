import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestRedis } from './redis.ts';
import { runBuilt } from './run-built.ts';

/** What a command of the project said, on both streams, and how it ended. */
export interface CliRun {
  readonly code: number | null;
  readonly said: string;
}

/** Where commands of the tests keep the secret of their sandbox. */
export const CLI_DATA = join(tmpdir(), 'relevo-cli-tests');

/** Runs `src/cli/<command>.ts` in a process of its own, on that Redis. */
export async function runCli(redis: TestRedis, command: string, args: readonly string[]): Promise<CliRun> {
  const { code, said } = await runBuilt(`cli/${command}`, args, { env: { REDIS_URL: redis.url, DATA_DIR: CLI_DATA } });
  // The Redis of the tests keeps no append-only file, which is told each time.
  return { code, said: said.replace(/^\{.*\n/gm, '') };
}
