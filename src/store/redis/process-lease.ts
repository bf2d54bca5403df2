import { hostname } from 'node:os';
import type { RedisClient } from './client.ts';
import { PROCESS_KEY } from './keys.ts';
import { defineScript, runScript } from './script.ts';

const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 3_000;

/** KEYS process. ARGV me, lease (ms), whom to take over from ('' for nobody). Returns who holds it afterwards. */
const TAKE = defineScript(`
local holder = redis.call('GET', KEYS[1])
if not holder or holder == ARGV[1] or holder == ARGV[3] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
return holder
`);

/** KEYS process. ARGV me. */
const GIVE_BACK = defineScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`);

export interface ProcessLease {
  release(): Promise<void>;
}

/**
 * Makes sure that this is the only process on this Redis: while the archive is a file of one process, a second one would
 * tear the reports apart. A holder on this machine that is gone is taken over at once; one elsewhere is waited for.
 * Throws one sentence when another process is alive. `lost` is called once if, later on, another has it all the same.
 */
export async function holdProcessLease(
  client: RedisClient,
  lost: (problem: Error) => void,
  waitMs = LEASE_MS + 2_000,
): Promise<ProcessLease> {
  const me = `${hostname()}:${process.pid}:${Date.now()}`;
  const giveUpAtMs = Date.now() + waitMs;
  let isReleased = false;
  for (;;) {
    const holder = String(await runScript(client, TAKE, [PROCESS_KEY], [me, LEASE_MS, '']));
    if (holder === me) break;
    if (isGone(holder) && String(await runScript(client, TAKE, [PROCESS_KEY], [me, LEASE_MS, holder])) === me) break;
    if (isAlive(holder) || Date.now() > giveUpAtMs) {
      throw new Error(
        `Another Relevo process (${nameOf(holder)}) already uses this Redis. Several processes need a shared archive: set CLICKHOUSE_URL for all of them, or stop the other one.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const timer = setInterval(() => {
    renew().catch(() => undefined);
  }, RENEW_EVERY_MS);
  async function renew(): Promise<void> {
    const holder = String(await runScript(client, TAKE, [PROCESS_KEY], [me, LEASE_MS, '']));
    if (holder === me || isReleased) return;
    isReleased = true;
    clearInterval(timer);
    lost(new Error(`Another Relevo process (${nameOf(holder)}) has taken this Redis over while this one could not reach it.`));
  }
  timer.unref();
  return {
    async release() {
      isReleased = true;
      clearInterval(timer);
      await runScript(client, GIVE_BACK, [PROCESS_KEY], [me]).catch(() => undefined);
    },
  };
}

function nameOf(holder: string): string {
  return holder.split(':').slice(0, 2).join(', process ');
}

function processOn(holder: string): number | undefined {
  const [host, pid] = holder.split(':');
  return host === hostname() ? Number(pid) : undefined;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** On this machine, and not running any more. Our own id from an earlier life counts as gone. */
function isGone(holder: string): boolean {
  const pid = processOn(holder);
  return pid !== undefined && (pid === process.pid || !exists(pid));
}

function isAlive(holder: string): boolean {
  const pid = processOn(holder);
  return pid !== undefined && pid !== process.pid && exists(pid);
}
