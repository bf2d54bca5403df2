import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
let fresh: boolean | undefined;

function isFresh(): boolean {
  const builtAt = statSync(new URL('dist/.built', ROOT), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = readdirSync(new URL('src', ROOT), { recursive: true, withFileTypes: true });
  return files.every(
    (file) => !file.isFile() || file.parentPath.includes('/src/web') || statSync(`${file.parentPath}/${file.name}`).mtimeMs <= builtAt,
  );
}

/** Where the build has put `src/<script>.ts`; a process begins in a third of the time it takes from the sources. Throws when the sources are newer. */
export function builtScript(script: string): string {
  fresh ??= isFresh();
  if (!fresh) throw new Error('dist/ is older than src/. Run npm run build, or npm test, which does it.');
  return new URL(`dist/${script}.js`, ROOT).pathname;
}

/** What a command said on each stream, on both in the order it came, and the code of its exit. */
export interface BuiltRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly said: string;
}

/** Runs `src/<script>.ts`, as it is built, to its end; of the environment it gets only PATH and what is given. */
export async function runBuilt(
  script: string,
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<BuiltRun> {
  const child = spawn(process.execPath, [builtScript(script), ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const heard = { out: '', err: '', said: '' };
  for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      heard[name] += chunk;
      heard.said += chunk;
    });
  }
  // A command that ends without reading leaves a pipe that can't be written to.
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', kill);
  return { code, ...heard };
}
