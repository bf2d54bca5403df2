import { type Command, createCommand, InvalidArgumentError } from 'commander';
import { createStudioClient, type StudioClient } from './studio-client.ts';
import { diffWithService, type PushOptions, pullFlows, pushFlows } from './sync-flows.ts';

type Print = (line: string) => void;

interface Where {
  readonly to: string;
}

const FILES = 'flows/<id>.flow.json; the cases beside it, <id>.cases.json, go with it';
const KEY =
  '\nThe API key is read from RELEVO_API_KEY. Exit status: 0 done, 1 refused or different, 2 a file or the service can’t be read,\n3 what was pushed waits for a second person.';

/** What can’t even be begun ends with 2. */
async function withClient({ to }: Where, work: (client: StudioClient) => Promise<number>): Promise<void> {
  try {
    const apiKey = process.env.RELEVO_API_KEY;
    if (!apiKey) throw new Error('Set RELEVO_API_KEY to an API key with the scopes that are needed; an administrator makes one.');
    process.exitCode = await work(createStudioClient({ url: to, apiKey }));
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exitCode = 2;
  }
}

function of(text: string): string {
  if (text !== 'draft' && !/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be draft or the number of a release.');
  return text;
}

function release(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be the number of a release.');
  return Number(text);
}

function command(name: string, description: string): Command {
  return createCommand(name)
    .description(description)
    .argument('<file...>', FILES)
    .option('--to <address>', 'where the service is', process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? '8080'}`)
    .addHelpText('after', KEY);
}

/** Flows in files and flows in the studio of a running service are the same: `push`, `pull`, `diff`. */
export function syncCommands(print: Print): readonly Command[] {
  return [
    command('push', 'Make files the drafts of a running service, all or none; with --publish make them releases.')
      .option('--publish', 'publish them, if nothing is wrong and their recorded cases pass', false)
      .option('--no-live', 'with --publish: callers do not hear it yet')
      .option('--note <text>', 'with --publish: what changed and why', 'Pushed from files')
      .option('--base <release>', 'the release that the files are based on, where .studio.json beside them does not say it', release)
      .option('--despite <reason>', 'with --publish: why callers are to hear it although its offers can’t be kept')
      .option('--force', 'also over a draft that somebody has not published', false)
      .action((files: string[], options: Where & PushOptions) => withClient(options, (client) => pushFlows(client, files, options, print))),
    command('pull', 'Make files what a running service has, byte for byte: the draft, or the newest release where there is none.')
      .option('--of <state>', 'draft, or the number of a release', of, 'draft')
      .action((files: string[], options: Where & { of: string }) =>
        withClient(options, (client) => pullFlows(client, files, options.of, print)),
      ),
    command('diff', 'Say what is different between a running service and files, in words.')
      .option('--of <state>', 'draft, or the number of a release', of, 'draft')
      .action((files: string[], options: Where & { of: string }) =>
        withClient(options, (client) => diffWithService(client, files, options.of, print)),
      ),
  ];
}
