import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createCommand } from 'commander';
import { DEMO_PASSWORD } from '../access/prepare-first-users.ts';
import { PlayScript, SandboxScript, ScriptReport } from '../http/contract/sandbox-script.ts';

const LOOK_EVERY_MS = 1_000;

interface Options {
  readonly seed?: string;
  readonly speed?: string;
  readonly callers?: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly report?: string;
}

/** A request to the running service, as the page makes it. Throws Error with what the service said. */
async function ask(options: Options, cookie: string, method: string, path: string, body?: unknown): Promise<Response> {
  const address = new URL(path, options.url);
  const response = await fetch(address, {
    method,
    headers: { ...(cookie !== '' && { cookie }), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Error(`No service answers at ${options.url}. Start one with npm start, or name another with --url.`, { cause: error });
  });
  if (response.ok) return response;
  const said = (await response.json().catch(() => undefined)) as { error?: { message?: string; details?: unknown } } | undefined;
  const details = said?.error?.details === undefined ? '' : ` ${JSON.stringify(said.error.details)}`;
  throw new Error(`${method} ${address.pathname}: ${response.status} ${said?.error?.message ?? response.statusText}${details}`);
}

async function signIn(options: Options): Promise<string> {
  const response = await ask(options, '', 'POST', '/api/session', { username: options.user, password: options.password });
  return (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
}

/** The script with what the command line says. Throws Error with every problem. */
async function readScript(file: string, options: Options): Promise<SandboxScript> {
  const source = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const given = Object.fromEntries(
    (['seed', 'speed', 'callers'] as const).flatMap((name) => (options[name] === undefined ? [] : [[name, Number(options[name])]])),
  );
  const read = SandboxScript.safeParse({ ...source, ...given });
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(({ path, message }) => `${file}: ${path.join('.') || '(the file)'}: ${message}`).join('\n'));
}

function print(report: ScriptReport): void {
  console.log(`\n${report.name}, seed ${report.seed}, at ${report.speed} times the speed: ${report.state}, ${report.arrived} callers.\n`);
  for (const { n, atSecond, from, person, outcome, invite, failure } of report.callers) {
    const message = invite === undefined ? '' : `invite ${invite}${failure === undefined ? '' : ` (${failure})`}`;
    console.log([String(n).padStart(5), `${atSecond} s`.padStart(8), from.padEnd(15), outcome.padEnd(14), person, message].join('  '));
  }
  console.log('');
  for (const [outcome, count] of Object.entries(report.totals)) console.log(`${String(count).padStart(7)}  ${outcome}`);
  console.log(`${String(report.invites).padStart(7)}  invites`);
  for (const [code, count] of Object.entries(report.problems)) console.log(`${String(count).padStart(7)}  problems ${code} on a call`);
}

async function play(file: string, options: Options): Promise<void> {
  const script = await readScript(file, options);
  const cookie = await signIn(options);
  const api = (method: string, body?: unknown) => ask(options, cookie, method, '/sandbox/api/script', body);
  await api('POST', PlayScript.parse({ script }));
  // Whoever stops the command stops its callers.
  process.once('SIGINT', () => void api('DELETE').catch((error: unknown) => console.error(error)));
  const look = async () => ScriptReport.parse(await (await api('GET')).json());
  let report = await look();
  while (report.state === 'running') {
    process.stderr.write(`\r${report.arrived} of ${script.callers} have called, ${report.settled} are done `);
    await pause(LOOK_EVERY_MS);
    report = await look();
  }
  print(report);
  if (options.report !== undefined) await writeFile(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
  if (report.state !== 'done' || report.totals.unsettled > 0 || report.totals['carrier-error'] > 0) process.exitCode = 1;
}

const program = createCommand('sandbox')
  .description('Plays with the carrier emulator of a running service.')
  .addCommand(
    createCommand('script')
      .description('Play a script of callers and report how it ended for each; 1 if for somebody it did not end well.')
      .argument('<file>', 'e.g. flows/morning.sandbox.json')
      .option('--seed <n>', 'other people than the file says')
      .option('--speed <n>', 'how many seconds of the people pass in one')
      .option('--callers <n>', 'how many call')
      .option('--url <address>', 'where the service is', process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? '8080'}`)
      .option('--user <name>', 'who signs in', 'demo-agent')
      .option('--password <word>', 'with which password', DEMO_PASSWORD)
      .option('--report <file>', 'write the report as JSON too')
      .action(play),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
