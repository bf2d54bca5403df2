import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { until } from '../support/redis.ts';

/** A program in a process of its own that tells what it costs. */
export interface MeasuredProcess {
  /** User and system time of all its threads so far, in microseconds. */
  cpuUs(): Promise<number>;
  /** Resident memory, bytes. */
  rss(): Promise<number>;
  startProfile(): Promise<void>;
  stopProfile(): Promise<Profiler.Profile>;
  stop(): Promise<void>;
}

export interface Program {
  /** Path of a JavaScript file, from the root of the project. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its standard output goes, really written. */
  readonly outputFile: string;
  /** Asked until it says yes. */
  readonly isReady: () => Promise<boolean>;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts a program with the probe inside. Throws when it ends before it is ready. */
export async function startMeasured(program: Program): Promise<MeasuredProcess> {
  const output = openSync(program.outputFile, 'a');
  const child = spawn(process.execPath, ['--import', new URL('probe.mjs', import.meta.url).href, program.script], {
    cwd: ROOT,
    stdio: ['ignore', output, output, 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...program.env },
  });
  closeSync(output);
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ask = asker(child);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`${program.script} ended with ${child.exitCode}; see ${program.outputFile}`);
    return program.isReady();
  }, 30_000);
  return {
    cpuUs: async () => {
      const { userUs, systemUs } = (await ask('cpu')) as { userUs: number; systemUs: number };
      return userUs + systemUs;
    },
    rss: async () => (await ask('rss')) as number,
    startProfile: async () => void (await ask('startProfile')),
    stopProfile: async () => (await ask('stopProfile')) as Profiler.Profile,
    stop: async () => {
      process.off('exit', end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function asker(child: ReturnType<typeof spawn>): (ask: string) => Promise<unknown> {
  const waiting = new Map<number, (answer: unknown) => void>();
  let last = 0;
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  return (ask) =>
    new Promise((resolve, reject) => {
      if (child.exitCode !== null) return reject(new Error('the measured process is gone'));
      last += 1;
      waiting.set(last, resolve);
      child.send({ id: last, ask });
    });
}
