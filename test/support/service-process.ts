import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** What it said of itself when ready. */
  readonly ready: { readonly kind: string; readonly durable: boolean; readonly text: string };
  /** Every line up to then. */
  readonly lines: readonly string[];
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ProcessSettings {
  readonly path?: string;
  readonly user?: number;
}

/** Runs test/contract/embedded-service.ts in a process of its own and returns when it is ready. Throws what it last said. */
export async function startServiceProcess(args: readonly string[], settings: ProcessSettings = {}): Promise<ServiceProcess> {
  const script = new URL('../contract/embedded-service.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(settings.path !== undefined && { PATH: settings.path }) },
    ...(settings.user !== undefined && { uid: settings.user, gid: settings.user }),
  });
  // A test that fails leaves nothing running.
  onTestFinished(() => void (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')));
  const lines: string[] = [];
  child.stderr.on('data', (chunk) => lines.push(String(chunk)));
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    const said = JSON.parse(line);
    if (!said.ready) continue;
    const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    };
    return { child, ready: said.ready, lines, end };
  }
  throw new Error(`it never was ready: ${lines.join('\n')}`);
}
