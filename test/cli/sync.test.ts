import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blankFlow } from '../../src/flows/studio/blank-flow.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { runBuilt } from '../support/run-built.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let cookie: string;
let apiKey: string;
let folder: string;
/** Written as no machine would: the bytes must come back all the same. */
const text = (id: string, name: string) =>
  writeJson(blankFlow({ id, name, business: 'Luz Clara', timeZone: 'Europe/Madrid', languages: ['es', 'en'] })).replaceAll('  ', ' \t');
const CASES = (id: string) => `{"flow":"${id}",  "cases":[]}\r\n`;

beforeAll(async () => {
  const flows = await mkdtemp(join(tmpdir(), 'relevo-served-'));
  await writeFile(join(flows, 'support.flow.json'), text('support', 'Support'));
  t = await startTestService({ options: { flowsFolder: flows } });
  await rm(flows, { recursive: true });
  cookie = await t.signIn('demo');
  const scopes = ['flows:read', 'flows:write', 'flows:publish'];
  const made = await ask('post', '/api/api-keys', { name: 'ci', scopes });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  apiKey = made.body.secret;
});
afterAll(() => t?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relevo-sync-'));
  return () => rm(folder, { recursive: true });
});

const ask = (method: 'get' | 'put' | 'post', path: string, body?: object) =>
  supertest(t.publicUrl)[method](path).set('Cookie', cookie).set('Origin', t.publicUrl).send(body);
const at = (name: string) => join(folder, name);

async function flow(args: readonly string[], env: Record<string, string> = { RELEVO_API_KEY: apiKey, PUBLIC_URL: t.publicUrl }) {
  const { code, said } = await runBuilt('cli/flow', args, { env });
  return { code, said: said.replaceAll(folder, '') };
}

describe('npm run flow, between files and a running service', () => {
  it('pushes a new flow as a draft, publishes it, and pulls the same bytes', async () => {
    await writeFile(at('sales.flow.json'), text('sales', 'Sales'));
    await writeFile(at('sales.cases.json'), CASES('sales'));
    expect(await flow(['push', at('sales.flow.json')])).toEqual({
      code: 0,
      said: '/sales.flow.json is the draft of sales now (revision 1).\n',
    });
    expect((await flow(['diff', at('sales.flow.json')])).code).toBe(0);
    const published = await flow(['push', at('sales.flow.json'), '--publish', '--note', 'From the repository']);
    expect(published).toEqual({ code: 0, said: '/sales.flow.json is release 1 of sales, and callers hear it.\n' });
    expect((await flow(['push', at('sales.flow.json'), '--publish'])).said).toBe('/sales.flow.json is published already.\n');
    expect((await ask('get', '/api/flows/sales/releases')).body.items).toMatchObject([
      { number: 1, note: 'From the repository', aliases: ['live'] },
    ]);

    const other = await mkdtemp(join(tmpdir(), 'relevo-pulled-'));
    expect(await flow(['pull', join(other, 'sales.flow.json')])).toMatchObject({ code: 0 });
    expect(await readFile(join(other, 'sales.flow.json'), 'utf8')).toBe(text('sales', 'Sales'));
    expect(await readFile(join(other, 'sales.cases.json'), 'utf8')).toBe(CASES('sales'));
    await rm(other, { recursive: true });
  });

  it('says what is different in words, with the exit status 1', async () => {
    await writeFile(at('support.flow.json'), text('support', 'Help').replace('Goodbye', 'Bye'));
    const { code, said } = await flow(['diff', at('support.flow.json')]);
    expect(code).toBe(1);
    expect(said).toContain('compared with release 1 of support:');
    expect(said).toContain('~ call step “goodbye”, text (en): “Thank you for calling. Goodbye.” → “Thank you for calling. Bye.”');
    expect(said).toContain('~ the flow, name: "Support" → "Help"');
  });

  it('publishes all files or none, and leaves no draft behind', async () => {
    await writeFile(at('support.flow.json'), text('support', 'Better'));
    await writeFile(at('other.flow.json'), text('other', 'Other').replace('"next": "bye"', '"next": "nowhere"'));
    const { code, said } = await flow(['push', at('support.flow.json'), at('other.flow.json'), '--publish']);
    expect(code).toBe(1);
    expect(said).toMatch(/other\.flow\.json can’t be published:[\s\S]*FAILED {2}problems\n {4}F010 .*nowhere/);
    expect(said).toContain('Nothing was pushed.');
    expect((await ask('get', '/api/flows/support/draft')).body).toMatchObject({ changed: false, flow: { name: 'Support' } });
    expect((await ask('get', '/api/flows/other/draft')).status).toBe(404);
  });

  it('does not push over a draft of somebody, unless forced', async () => {
    const { revision } = (await ask('get', '/api/flows/support/draft')).body;
    await ask('put', '/api/flows/support/draft', { baseRevision: revision, flow: text('support', 'Of somebody') });
    await writeFile(at('support.flow.json'), text('support', 'From a file'));
    const { code, said } = await flow(['push', at('support.flow.json')]);
    expect([code, said]).toEqual([1, expect.stringContaining('somebody has an unpublished draft of support')]);
    expect((await ask('get', '/api/flows/support/draft')).body.flow.name).toBe('Of somebody');
    expect((await flow(['push', at('support.flow.json'), '--force'])).code).toBe(0);
    expect((await ask('get', '/api/flows/support/draft')).body.flow.name).toBe('From a file');
  });

  it('pulls all or nothing, and a release by its number', async () => {
    await cp('flows/support.flow.json', at('support.flow.json'));
    const before = await readFile(at('support.flow.json'), 'utf8');
    const lost = await flow(['pull', at('support.flow.json'), at('nothing.flow.json')]);
    expect([lost.code, lost.said]).toEqual([1, '/nothing.flow.json: the service has no flow nothing.\n']);
    expect(await readFile(at('support.flow.json'), 'utf8')).toBe(before);
    expect((await flow(['pull', at('support.flow.json'), '--of', '1'])).code).toBe(0);
    expect(await readFile(at('support.flow.json'), 'utf8')).toBe(text('support', 'Support'));
  });

  it('does not push an older file over what was published in the studio, and says what settles it', async () => {
    const { revision } = (await ask('get', '/api/flows/sales/draft')).body;
    await ask('put', '/api/flows/sales/draft', { baseRevision: revision, flow: text('sales', 'Of the studio'), cases: null });
    const published = { draftRevision: revision + 1, note: 'At ten in the morning', makeLive: true };
    expect((await ask('post', '/api/flows/sales/releases', published)).body.number).toBe(2);
    await writeFile(at('sales.flow.json'), text('sales', 'Of the file'));
    const { code, said } = await flow(['push', at('sales.flow.json')]);
    expect(code).toBe(1);
    expect(said).toMatch(/release 2 of sales was published in the studio by Alba Demo on .* \(“At ten in the morning”\)/);
    expect(said).toContain('npm run flow -- push /sales.flow.json --base 2');
    expect((await ask('get', '/api/flows/sales/draft')).body.changed).toBe(false);

    expect((await flow(['pull', at('sales.flow.json')])).code).toBe(0);
    expect(JSON.parse(await readFile(at('.studio.json'), 'utf8'))).toEqual({ [new URL(t.publicUrl).origin]: { sales: 2 } });
    await writeFile(at('sales.flow.json'), text('sales', 'Of both'));
    expect((await flow(['push', at('sales.flow.json'), '--publish'])).said).toContain('release 3 of sales');
  });

  it('asks a second person where one is needed, and ends with 3', async () => {
    await ask('put', '/api/studio-settings', { secondPerson: true });
    await writeFile(at('sales.flow.json'), text('sales', 'For two'));
    const { code, said } = await flow(['push', at('sales.flow.json'), '--publish', '--base', '3']);
    expect([code, said]).toEqual([3, expect.stringContaining('waits for a second person')]);
    const { items } = (await ask('get', '/api/flows/sales/approvals')).body;
    expect(items).toMatchObject([{ asked: { kind: 'publish', fromFiles: true }, mine: true }]);
    await ask('put', '/api/studio-settings', { secondPerson: false });
  });

  it('ends with 2 where it can’t begin', async () => {
    await writeFile(at('support.flow.json'), '{');
    expect(await flow(['push', at('support.flow.json')])).toMatchObject({ code: 2, said: expect.stringContaining('is no JSON') });
    expect(await flow(['push', at('Support.json')])).toMatchObject({
      code: 2,
      said: expect.stringContaining('name a file <id>.flow.json'),
    });
    expect(await flow(['push', at('lost.flow.json')])).toMatchObject({ code: 2, said: expect.stringContaining('is not there') });
    expect(await flow(['diff', at('support.flow.json')], {})).toMatchObject({
      code: 2,
      said: expect.stringContaining('Set RELEVO_API_KEY'),
    });
    const nobody = { RELEVO_API_KEY: apiKey, PUBLIC_URL: 'http://127.0.0.1:1' };
    expect(await flow(['pull', at('support.flow.json')], nobody)).toMatchObject({
      code: 2,
      said: expect.stringContaining('No service answers'),
    });
  });
});
