import { type Command, createCommand } from 'commander';
import { createLogger } from '../base/log.ts';
import { readConfig, type TwilioConfig } from '../config.ts';
import { hasErrors } from '../flows/lint/problem.ts';
import { readTemplateFolder } from '../flows/read-flow-file.ts';
import { templateWordings } from '../flows/template-wordings.ts';
import { createContentApi } from '../providers/twilio/content.ts';
import { createRestClient } from '../providers/twilio/rest-client.ts';
import {
  pushTemplates,
  readTemplateStates,
  type TemplateState,
  type TemplateWording,
  toContent,
} from '../providers/twilio/template-states.ts';

const EX_CONFIG = 78;
const TIMEOUT_MS = 15_000;

/** The folder's templates; undefined, with every problem printed, when one has errors or none is there. */
async function readWordings(folder: string): Promise<TemplateWording[] | undefined> {
  const files = await readTemplateFolder(folder);
  for (const { file, problems } of files) {
    for (const { severity, code, path, message, line } of problems) {
      console.error(`${file}${line ? `:${line}` : ''}: ${severity} ${code}${path ? ` (${path})` : ''}: ${message}`);
    }
  }
  if (files.length === 0) console.error(`There are no templates in ${folder}.`);
  const wrong = files.length === 0 || files.some(({ problems }) => hasErrors(problems));
  return wrong ? undefined : files.flatMap(({ value }) => (value ? templateWordings(value) : []));
}

function readTwilio(): TwilioConfig | undefined {
  const read = readConfig(process.env);
  if (!read.ok) for (const problem of read.problems) console.error(problem);
  else if (read.config.twilio) return read.config.twilio;
  else console.error('Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: in sandbox mode the emulator gets the templates by itself.');
  process.exitCode = EX_CONFIG;
  return undefined;
}

type Work = (contents: ReturnType<typeof createContentApi>, wordings: readonly TemplateWording[]) => Promise<void>;

async function withTemplates(folder: string, work: Work): Promise<void> {
  const twilio = readTwilio();
  if (!twilio) return;
  const wordings = await readWordings(folder);
  if (!wordings) {
    process.exitCode = 1;
    return;
  }
  const { accountSid, authTokens, apiUrl } = twilio;
  const rest = createRestClient({
    accountSid,
    authToken: authTokens[0] ?? '',
    timeoutMs: TIMEOUT_MS,
    log: createLogger('silent'),
    ...(apiUrl && { apiUrl }),
  });
  await work(createContentApi(rest), wordings);
}

function describeState(state: TemplateState, asked: string, done?: string): string {
  const moved = state.category && state.category.toUpperCase() !== asked ? `asked as ${asked}, returned as ${state.category}` : undefined;
  const remarks = [done, moved, state.rejectionReason].filter(Boolean).join('; ');
  const columns = [
    state.name.padEnd(28),
    state.language.padEnd(6),
    state.status.padEnd(12),
    state.sendable ? 'is sent    ' : 'is not sent',
  ];
  return [...columns, state.contentSid ?? '-'.padEnd(34), remarks && `(${remarks})`].filter(Boolean).join('  ');
}

function askedCategory(wordings: readonly TemplateWording[], { name, language }: TemplateState): string {
  return wordings.find((wording) => wording.name === name && wording.language === language)?.category ?? '';
}

async function push(folder: string): Promise<void> {
  await withTemplates(folder, async (contents, wordings) => {
    for (const result of await pushTemplates(contents, wordings)) {
      console.log(describeState(result, askedCategory(wordings, result), result.done));
    }
    console.log('WhatsApp reviews new templates within a day. "npm run templates -- status" shows what came of it.');
  });
}

async function status(folder: string): Promise<void> {
  await withTemplates(folder, async (contents, wordings) => {
    const states = await readTemplateStates(contents, wordings);
    for (const state of states) console.log(describeState(state, askedCategory(wordings, state)));
    const missing = states.filter((state) => state.status === 'missing');
    if (missing.length > 0) console.log(`"npm run templates -- push" creates what is missing (${missing.length}).`);
    if (states.every((state) => state.status === 'unread')) {
      console.error('The carrier could not be asked. Check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the network.');
      process.exitCode = 1;
    }
  });
}

/** Shows the very requests that `push` would send. */
async function show(folder: string): Promise<void> {
  const wordings = await readWordings(folder);
  if (!wordings) process.exitCode = 1;
  for (const wording of wordings ?? []) {
    const { friendlyName, ...content } = toContent(wording);
    console.log(JSON.stringify({ friendly_name: friendlyName, ...content }, null, 2));
  }
}

function command(name: string, description: string, run: (folder: string) => Promise<void>): Command {
  return createCommand(name)
    .description(description)
    .option('--folder <folder>', 'where the template files are', 'flows/templates')
    .action((options: { folder: string }) => run(options.folder));
}

const program = createCommand('templates')
  .description('The WhatsApp templates of flows/templates and their state at the carrier.')
  .addCommand(command('push', 'Create what is not at the carrier yet and ask approval for it. Doing it twice changes nothing.', push))
  .addCommand(command('status', 'Show the state and the returned category of each template and language.', status))
  .addCommand(command('show', 'Print what push would send; asks nobody.', show));

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
