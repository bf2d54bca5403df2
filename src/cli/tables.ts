import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, createCommand } from 'commander';
import { parseShape } from '../flows/parse-flow.ts';
import { Table } from '../flows/tables/table.ts';
import { writeJson } from '../flows/write-json.ts';
import { TableDetail } from '../http/contract/tables.ts';
import { createApiClient, Refusal } from './studio-client.ts';

interface Where {
  readonly to: string;
  readonly note?: string;
}

const print = (line: string) => void process.stdout.write(`${line}\n`);
const ENDING = '.table.json';

function nameOf(file: string): string {
  if (!file.endsWith(ENDING)) throw new Error(`${file} is no file of a table: name it <name>${ENDING}.`);
  return basename(file, ENDING);
}

function clientOf({ to }: Where) {
  const apiKey = process.env.RELEVO_API_KEY;
  if (!apiKey)
    throw new Error('Set RELEVO_API_KEY to an API key with the scopes tables:read and tables:write; an administrator makes one.');
  const ask = createApiClient({ url: to, apiKey });
  return {
    /** Undefined: there is no such table. */
    read: async (name: string): Promise<TableDetail | undefined> => {
      try {
        return TableDetail.parse(await ask('GET', `/api/tables/${name}`));
      } catch (thrown) {
        if (thrown instanceof Refusal && thrown.code === 'table-not-found') return undefined;
        throw thrown;
      }
    },
    save: async (name: string, body: object) => TableDetail.parse(await ask('PUT', `/api/tables/${name}`, body)),
  };
}

async function tableIn(file: string): Promise<Table> {
  const { value, problems } = parseShape(await readFile(file, 'utf8'), Table, 'flow');
  if (!value) throw new Error(problems.map(({ message }) => `${file}: ${message}`).join('\n'));
  return value;
}

async function push(files: readonly string[], where: Where): Promise<number> {
  const client = clientOf(where);
  for (const file of files) {
    const name = nameOf(file);
    const table = await tableIn(file);
    const before = await client.read(name);
    const saved = await client.save(name, { baseRevision: before?.revision ?? 0, table, ...(where.note && { note: where.note }) });
    print(saved.revision === before?.revision ? `${name} is as it was.` : `${name} is at revision ${saved.revision}; calls read it now.`);
  }
  return 0;
}

async function pull(files: readonly string[], where: Where): Promise<number> {
  const client = clientOf(where);
  let missing = 0;
  for (const file of files) {
    const found = await client.read(nameOf(file));
    if (found) {
      await writeFile(file, writeJson({ $schema: '../table.schema.json', ...found.table }));
      print(`${file} is ${found.name} at revision ${found.revision}.`);
    } else {
      print(`${file}: there is no table ${nameOf(file)}.`);
      missing += 1;
    }
  }
  return missing > 0 ? 1 : 0;
}

/** 1: refused; 2: it could not even be begun. */
async function run(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    if (thrown instanceof Refusal && Array.isArray(thrown.details))
      for (const { message, flowId } of thrown.details as readonly { message?: string; flowId?: string }[])
        process.stderr.write(`  ${message ?? flowId ?? ''}\n`);
    process.exitCode = thrown instanceof Refusal ? 1 : 2;
  }
}

function command(name: string, description: string): Command {
  return createCommand(name)
    .description(description)
    .argument('<file...>', 'flows/tables/<name>.table.json')
    .option('--to <address>', 'where the service is', process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? '8080'}`)
    .addHelpText(
      'after',
      '\nThe API key is read from RELEVO_API_KEY. Exit status: 0 done, 1 refused or missing, 2 a file or the service can’t be read.',
    );
}

await createCommand('tables')
  .description('Tables that flows look up: from files to a running service and back.')
  .addCommand(
    command('push', 'Make a table of a running service what the file says; calls read it at once.')
      .option('--note <text>', 'why, for the history')
      .action((files: string[], options: Where) => run(() => push(files, options))),
  )
  .addCommand(
    command('pull', 'Make files what the tables of a running service are.').action((files: string[], options: Where) =>
      run(() => pull(files, options)),
    ),
  )
  .parseAsync();
