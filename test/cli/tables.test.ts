import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeJson } from '../../src/flows/write-json.ts';
import { runBuilt } from '../support/run-built.ts';
import { startTestService, type TestService } from '../support/service.ts';

const table = (phone: string, town = 'Madrid') => ({
  $schema: '../table.schema.json',
  name: 'shops',
  title: 'Shops',
  key: 'town',
  columns: [
    { name: 'town', type: 'text' },
    { name: 'phone', type: 'text' },
  ],
  rows: [
    { town: 'Madrid', phone },
    { town, phone: '2' },
  ],
});

let t: TestService;
let folder: string;
let apiKey: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relevo-tables-'));
  t = await startTestService();
  const made = await supertest(t.publicUrl)
    .post('/api/api-keys')
    .set('Cookie', await t.signIn('demo'))
    .set('Origin', t.publicUrl)
    .send({ name: 'ci', scopes: ['tables:read', 'tables:write'] });
  apiKey = made.body.secret;
});
afterAll(async () => {
  await t?.stop();
  await rm(folder, { recursive: true });
});

const run = async (...args: readonly string[]) =>
  runBuilt('cli/tables', args, { env: { RELEVO_API_KEY: apiKey, PUBLIC_URL: t.publicUrl } });

it('npm run tables pushes a file, which calls read at once, and pulls the same bytes; what is wrong is told and not kept', async () => {
  const file = join(folder, 'shops.table.json');
  const text = writeJson(table('1', 'Toledo'));
  await writeFile(file, text);
  expect(await run('push', file, '--note', 'New')).toMatchObject({
    code: 0,
    said: expect.stringContaining('shops is at revision 1; calls read it now.'),
  });
  expect(await run('push', file)).toMatchObject({ code: 0, said: expect.stringContaining('shops is as it was.') });
  await writeFile(file, writeJson(table('1', 'MADRID')));
  expect(await run('push', file)).toMatchObject({ code: 1, said: expect.stringContaining('stands in row 1 already') });
  expect(await run('pull', file)).toMatchObject({ code: 0 });
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(await run('pull', join(folder, 'towns.table.json'))).toMatchObject({
    code: 1,
    said: expect.stringContaining('there is no table towns'),
  });
});
