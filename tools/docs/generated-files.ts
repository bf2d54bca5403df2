import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Calendar } from '../../src/flows/calendar.ts';
import { CaseFile } from '../../src/flows/cases.ts';
import { Flow, Part } from '../../src/flows/flow.ts';
import { Table } from '../../src/flows/tables/table.ts';
import { Template } from '../../src/flows/template.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { SandboxScript } from '../../src/http/contract/sandbox-script.ts';
import { redisKeysPage } from '../../src/store/redis/keys-page.ts';
import { accessPage } from './access-page.ts';
import { auditPage } from './audit-page.ts';
import { carrierErrorsPage } from './carrier-errors-page.ts';
import { errorsPage, problemsPage } from './catalogue-pages.ts';
import { eligibilityPage } from './eligibility-page.ts';
import { flowLanguagePage } from './flow-language-page.ts';
import { proofPage } from './proof-page.ts';
import { envExample, readmeWithSettings } from './settings-pages.ts';

function schemaText(schema: z.ZodType, title: string): string {
  return writeJson({ title, ...z.toJSONSchema(schema, { io: 'input' }) });
}

/** Every file that is made from the code, by its path in the repository, with the text it must have. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const source = JSON.parse(readFileSync(new URL('../../flows/support.flow.json', import.meta.url), 'utf8')) as Record<string, unknown>;
  return new Map([
    ['docs/flow-language.md', flowLanguagePage(Flow.parse(source), source)],
    ['docs/problems.md', problemsPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/access.md', accessPage()],
    ['docs/audit.md', auditPage()],
    ['docs/eligibility.md', eligibilityPage()],
    ['docs/carrier-errors.md', carrierErrorsPage()],
    ['docs/proof.md', await proofPage()],
    ['docs/redis-keys.md', redisKeysPage()],
    ['.env.example', envExample()],
    ['README.md', readmeWithSettings()],
    ['flows/flow.schema.json', schemaText(Flow, 'A flow of Relevo')],
    ['flows/sandbox-script.schema.json', schemaText(SandboxScript, 'A script of callers for the sandbox of Relevo')],
    ['flows/part.schema.json', schemaText(Part, 'A part of flows of Relevo')],
    ['flows/calendar.schema.json', schemaText(Calendar, 'A calendar of opening hours of Relevo')],
    ['flows/table.schema.json', schemaText(Table, 'A table that flows of Relevo look up')],
    ['flows/template.schema.json', schemaText(Template, 'A message template of Relevo')],
    ['flows/cases.schema.json', schemaText(CaseFile, 'Recorded conversations of a flow of Relevo')],
  ]);
}
