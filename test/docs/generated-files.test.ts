import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ERROR_CATALOGUE } from '../../src/base/error-catalogue.ts';
import { PROBLEM_CATALOGUE } from '../../src/flows/lint/catalogue.ts';
import { WORDING_NAMES } from '../../src/flows/wording.ts';
import { FILTERS } from '../../src/flows/wording-filters.ts';
import { generatedFiles } from '../../tools/docs/generated-files.ts';

const files = await generatedFiles();
const text = (path: string) => files.get(path) ?? '';

test.each([...files.keys()])('%s is what the code makes', (path) => {
  expect(readFileSync(path, 'utf8')).toBe(text(path));
});

describe('the pages', () => {
  test('the reference explains every step, every place and every filter', () => {
    const page = text('docs/flow-language.md');
    const names = [...WORDING_NAMES.map((name) => `\`{{${name}}}\``), ...Object.keys(FILTERS).map((name) => `\`${name}\``)];
    for (const name of names) expect(page).toMatch(new RegExp(`^\\| ${name.replace(/[{}]/g, '\\$&')} \\| \\S`, 'm'));
    for (const type of ['menu', 'offer', 'queue', 'ask', 'assign']) expect(page).toContain(`### ${type}\n`);
    expect(page).toContain('"choose-language": {');
  });

  test('problems and errors have a place for every code', () => {
    for (const code of Object.keys(PROBLEM_CATALOGUE)) expect(text('docs/problems.md')).toContain(`\n## ${code}\n`);
    for (const code of Object.keys(ERROR_CATALOGUE)) expect(text('docs/errors.md')).toContain(`\n| \`${code}\` |`);
  });
});

describe('the schemas', () => {
  const schema = (path: string) => z.fromJSONSchema(JSON.parse(text(path)));

  test.each([
    ['flows/flow.schema.json', 'flows/support.flow.json'],
    ['flows/cases.schema.json', 'flows/support.cases.json'],
    ['flows/template.schema.json', 'flows/templates/call-continue.json'],
  ])('%s takes %s, and not with a field it does not know', (path, file) => {
    const json = JSON.parse(readFileSync(file, 'utf8'));
    expect(schema(path).safeParse(json).error?.issues ?? []).toEqual([]);
    expect(schema(path).safeParse({ ...json, misspelt: 1 }).success).toBe(false);
  });
});
