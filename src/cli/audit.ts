import { readFile } from 'node:fs/promises';
import { createCommand, InvalidArgumentError } from 'commander';
import type { AuditHead } from '../access/audit.ts';
import { auditCsvHead, auditCsvLine, auditJsonLine, trailOfLines } from '../access/audit-lines.ts';
import { type AuditVerdict, verifyAudit } from '../access/verify-audit.ts';
import { createKeyring } from '../base/keyring.ts';
import { type Config, readConfig } from '../config.ts';
import { keepSandboxSecret } from '../store/keep-sandbox-secret.ts';
import { joinStore } from './join-store.ts';
import { noteCommand, openTrail } from './join-trail.ts';

const AT_ONCE = 500;
const EX_BROKEN = 2;

/** "1234:signature", as the log says it. */
function aHead(text: string): AuditHead {
  const match = /^(\d{1,15}):([\w-]{43})$/.exec(text);
  if (!match) throw new InvalidArgumentError('A head is a number, a colon and a signature, as the service wrote it into its log.');
  return { seq: Number(match[1]), hash: match[2] ?? '', atMs: 0 };
}

function anEntry(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('An entry is named by its number, from 1 on.');
}

/** The present key and those before it, the latest first. */
async function signersOf(config: Config) {
  const present = config.secretKey ?? (await keepSandboxSecret(config.dataDir));
  return [present, ...(config.secretKeysBefore ?? [])].map((key) => createKeyring(key, 1).signAudit);
}

const ageOf = (key: number) => (key === 0 ? 'the present SECRET_KEY' : `key ${key} of SECRET_KEY_BEFORE`);

function tell({ count, head, keys, broken }: AuditVerdict, first: number): void {
  if (broken) {
    console.error(`The audit trail is broken at entry ${broken.seq} (${broken.kind}). ${broken.says}`);
    console.error(
      `The ${broken.kind === 'cut-off' || broken.kind === 'head-differs' ? count : broken.seq - first} entries before are whole.`,
    );
    process.exitCode = EX_BROKEN;
    return;
  }
  console.log(`The audit trail is whole: ${count} entries.`);
  if (keys.some(({ key }) => key > 0))
    for (const { fromSeq, key } of keys) console.log(`From entry ${fromSeq} on signed with ${ageOf(key)}.`);
  if (head) console.log(`Its newest: ${head.seq}:${head.hash} (${new Date(head.atMs).toISOString()}). Keep this line elsewhere.`);
}

interface VerifyOptions {
  readonly head?: AuditHead;
  readonly file?: string[];
}

/** What was taken away is verified by the key alone, without a store. */
async function verifyFiles(files: readonly string[], config: Config, heads: Readonly<Record<string, AuditHead>>): Promise<void> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const taken = trailOfLines(texts.join(''));
  const { seq = 1, before = '' } = taken.first ?? {};
  const from = { seq: seq - 1, hash: before, atMs: 0 };
  tell(await verifyAudit(taken, await signersOf(config), heads, from), seq);
  if (seq > 1) console.log(`It begins with entry ${seq}, which follows ${from.seq}:${before}: that must be the end of the part before.`);
}

async function verify({ head, file }: VerifyOptions): Promise<void> {
  const heads = head ? { 'the one you gave': head } : {};
  if (file) {
    const read = readConfig(process.env);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    return verifyFiles(file, read.config, heads);
  }
  return joinStore(async (client, config) => {
    const { trail } = await openTrail(client, config);
    tell(await verifyAudit(trail, await signersOf(config), heads), 1);
  });
}

interface ExportOptions {
  readonly csv?: true;
  readonly from: number;
  readonly to: number;
}

function exportAll({ csv, from: first, to }: ExportOptions): Promise<void> {
  return joinStore(async (client, config) => {
    const { trail } = await openTrail(client, config);
    await noteCommand({ client, config }, { action: 'audit.exported' }, async () => {
      if (csv) process.stdout.write(auditCsvHead());
      for (let from = first; from <= to; ) {
        const page = await trail.up(from, Math.min(AT_ONCE, to - from + 1));
        for (const kept of page) process.stdout.write(csv ? auditCsvLine(kept, new Map()) : auditJsonLine(kept));
        const last = page.at(-1);
        if (!last) return;
        from = last.place + 1;
      }
    });
  });
}

const program = createCommand('audit')
  .description(
    'The audit trail: who did what, when and from where. Works beside a running service, with its REDIS_URL, DATA_DIR and SECRET_KEY.',
  )
  .addCommand(
    createCommand('verify')
      .description('Walk the chain from its beginning and name the first broken place; exit code 2 when there is one.')
      .option('--head <number:signature>', 'a head from the log, which must stand in the chain', aHead)
      .option('--file <file...>', 'what was taken away (export), its parts in their order, instead of what is in Redis')
      .action(verify),
  )
  .addCommand(
    createCommand('export')
      .description('Print every entry, oldest first: JSON lines with the signed text and its signature.')
      .option('--csv', 'as a table instead')
      .option('--from <number>', 'the first entry', anEntry, 1)
      .option('--to <number>', 'the last one', anEntry, Number.MAX_SAFE_INTEGER)
      .action(exportAll),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
