import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { createCommand, InvalidArgumentError, Option } from 'commander';
import { CaseWorld } from '../flows/cases.ts';
import type { Flow } from '../flows/flow.ts';
import { composeFlow } from '../flows/parts/compose-flow.ts';
import { goodTables, readTableFolder } from '../flows/read-library.ts';
import type { Table } from '../flows/tables/table.ts';
import { caseTable } from '../flows/tables/table-rows.ts';
import { checkFlows } from './check-flows.ts';
import { explainCommand } from './explain-command.ts';
import { numberCommands } from './number-commands.ts';
import { runnableFlow } from './runnable-flow.ts';
import { syncCommands } from './sync-commands.ts';
import { talkToFlow } from './talk-to-flow.ts';
import { testFlows } from './test-flows.ts';

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

function seconds(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.');
  return Number(text);
}

function clock(text: string): string {
  if (!CaseWorld.shape.clock.safeParse(text).success)
    throw new InvalidArgumentError('It must be a time in UTC, such as 2026-12-24T19:30:00Z.');
  return text;
}

function arm(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, experiment, chosen] = /^([a-z][a-z0-9-]*)=([a-z][a-z0-9-]*)$/.exec(text) ?? [];
  if (experiment === undefined || chosen === undefined)
    throw new InvalidArgumentError('It must be an experiment and an arm, such as greeting=short.');
  return { ...before, [experiment]: chosen };
}

interface RunOptions {
  readonly clock?: string;
  readonly arm?: Record<string, string>;
  readonly caller: NonNullable<CaseWorld['caller']>;
  readonly language?: string;
  readonly phoneWait?: number;
  readonly chatWait?: number;
  readonly deskClosed?: boolean;
  readonly message: NonNullable<CaseWorld['message']>['becomes'];
  readonly sms?: boolean;
  readonly chat?: boolean;
}

function worldOf(flow: Flow, tables: readonly Table[], options: RunOptions): CaseWorld {
  const queues = Object.values(composeFlow(flow).call.steps).flatMap((step) => (step.type === 'queue' ? [step.queue] : []));
  const { phoneWait, chatWait } = options;
  return {
    caller: options.caller,
    deskOpen: options.deskClosed !== true,
    message: { becomes: options.message, afterSeconds: 3, fallback: options.sms ? 'sms' : 'none' },
    ...(phoneWait !== undefined && { phoneWaitSeconds: Object.fromEntries(queues.map((queue) => [queue, phoneWait])) }),
    ...(chatWait !== undefined && { chatWaitSeconds: chatWait }),
    ...(options.clock !== undefined && { clock: options.clock }),
    ...(options.arm && { arms: options.arm }),
    ...(tables.length > 0 && { tables: Object.fromEntries(tables.map((table) => [table.name, caseTable(table)])) }),
  };
}

async function run(file: string, options: RunOptions): Promise<number> {
  const flow = await runnableFlow(file, print);
  if (!flow) return 1;
  const { language, chat = false } = options;
  if (language !== undefined && !flow.languages.includes(language)) {
    print(`${file} does not speak ${language}; it speaks ${flow.languages.join(', ')}.`);
    return 1;
  }
  const tables = goodTables(await readTableFolder(dirname(file)));
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const prompt = (text: string) => {
    if (process.stdin.isTTY) process.stdout.write(text);
  };
  await talkToFlow(
    { flow, world: worldOf(flow, tables, options), chat, ...(language !== undefined && { language }) },
    { lines, print, prompt },
  );
  lines.close();
  return 0;
}

const program = createCommand('flow').description(
  'Check flow files, talk to them in the terminal, play their recorded cases; say which flow answers which number, and why a caller was offered the chat; push and pull them to and from a running service.',
);

program
  .command('check')
  .description('Lint flow files, templates and files of cases: every problem with its place, its code and what to do.')
  .argument(
    '<file...>',
    'flows/<id>.flow.json, flows/<id>.cases.json, flows/templates/<name>.json, flows/calendars/<name>.calendar.json, flows/tables/<name>.table.json or flows/parts/<name>.part.json',
  )
  .action(async (files: string[]) => {
    process.exitCode = await checkFlows(files, print);
  });

program
  .command('run')
  .description('Talk to a flow: it says what a caller hears and reads keys from the terminal or a pipe. Look-ups answer with their mock.')
  .argument('<file>', 'flows/<id>.flow.json')
  .addOption(new Option('--caller <kind>', 'who calls').choices(['mobile', 'landline', 'withheld']).default('mobile'))
  .option('--language <tag>', 'the language to begin in, instead of the first of the flow')
  .option('--phone-wait <seconds>', 'the known wait in the queue', seconds)
  .option('--chat-wait <seconds>', 'the known wait at the desk', seconds)
  .option('--desk-closed', 'nobody is at the desk')
  .addOption(
    new Option('--message <outcome>', 'what becomes of the invite').choices(['delivered', 'failed', 'pending']).default('delivered'),
  )
  .option('--sms', 'a failed invite is followed by a text message with a link')
  .option('--clock <time>', 'when the conversation begins, in UTC: it drives the hours', clock)
  .option('--arm <experiment=arm>', 'the arm of an experiment; may be given several times', arm)
  .option('--chat', 'begin in the chat, without a call')
  .addHelpText('after', '\nExample: printf "2\\n1\\n123456\\n1\\n" | npm run -s flow -- run flows/support.flow.json')
  .action(async (file: string, options: RunOptions) => {
    process.exitCode = await run(file, options);
  });

program
  .command('test')
  .description('Play the recorded cases beside each flow file (<id>.cases.json) and print the coverage of steps and exits.')
  .argument('<file...>', 'flows/<id>.flow.json')
  .option('--update', 'rewrite the expectations with what happens now, for review', false)
  .action(async (files: string[], options: { update: boolean }) => {
    process.exitCode = await testFlows(files, options, print);
  });

program.addCommand(explainCommand(print));
for (const command of [...numberCommands(print), ...syncCommands(print)]) program.addCommand(command);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
