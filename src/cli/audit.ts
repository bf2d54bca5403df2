import { createCommand, InvalidArgumentError } from 'commander';
import type { AuditHead } from '../access/audit.ts';
import { auditCsvHead, auditCsvLine, auditJsonLine } from '../access/audit-lines.ts';
import { verifyAudit } from '../access/verify-audit.ts';
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

function verify(options: { readonly head?: AuditHead }): Promise<void> {
  return joinStore(async (client, config) => {
    const { trail, keyring } = await openTrail(client, config);
    const heads = options.head ? { 'the one you gave': options.head } : {};
    const { count, head, broken } = await verifyAudit(trail, (text) => keyring.signAudit(text), heads);
    if (broken) {
      console.error(`The audit trail is broken at entry ${broken.seq} (${broken.kind}). ${broken.says}`);
      console.error(
        `The ${broken.kind === 'cut-off' || broken.kind === 'head-differs' ? count : broken.seq - 1} entries before are whole.`,
      );
      process.exitCode = EX_BROKEN;
      return;
    }
    console.log(`The audit trail is whole: ${count} entries.`);
    if (head) console.log(`Its newest: ${head.seq}:${head.hash} (${new Date(head.atMs).toISOString()}). Keep this line elsewhere.`);
  });
}

function exportAll({ csv }: { readonly csv?: true }): Promise<void> {
  return joinStore(async (client, config) => {
    const { trail } = await openTrail(client, config);
    await noteCommand({ client, config }, { action: 'audit.exported' }, async () => {
      if (csv) process.stdout.write(auditCsvHead());
      for (let from = 1; ; ) {
        const page = await trail.up(from, AT_ONCE);
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
      .action(verify),
  )
  .addCommand(
    createCommand('export')
      .description('Print every entry, oldest first: JSON lines with the signed text and its signature.')
      .option('--csv', 'as a table instead')
      .action(exportAll),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
