import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';

const FLOW = {
  ...BASICS,
  tables: { notices: { columns: { active: 'boolean', text: 'wording' } } },
  variables: { first: { type: 'string' } },
  call: {
    start: 'remember',
    steps: {
      remember: { type: 'set', values: { first: 'tables.notices["storm"].text' }, next: 'storm' },
      storm: { type: 'branch', cases: [{ when: 'tables.notices["storm"].active', to: 'notice' }], otherwise: 'menu' },
      notice: { type: 'say', text: both('{{tables.notices["storm"].text}}', '{{tables.notices["storm"].text}}'), next: 'menu' },
      menu: {
        type: 'menu',
        prompt: both('Pulse 1 para el aviso, 0 para una persona.', 'Press 1 for the notice, 0 for a person.'),
        options: [
          { key: '1', to: 'again' },
          { key: '0', to: 'person', person: true },
        ],
        invalid: 'person',
        noInput: 'person',
      },
      again: {
        type: 'say',
        text: both('Ahora: {{tables.notices["storm"].text}} Antes: {{first}}', 'Now: {{tables.notices["storm"].text}} Before: {{first}}'),
        next: 'menu',
      },
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós.', 'Goodbye.') },
    },
  },
};
const NOTICES = {
  name: 'notices',
  title: 'Notices',
  languages: ['es', 'en'],
  key: 'notice',
  columns: [
    { name: 'notice', type: 'text' },
    { name: 'active', type: 'boolean' },
    { name: 'text', type: 'wording' },
  ],
  rows: [{ notice: 'storm', active: false, text: { es: 'Tormenta en el norte.', en: 'Storm in the north.' } }],
};
type Row = Record<string, unknown>;
const withStorm = (row: Row) => ({ ...NOTICES, rows: [{ ...NOTICES.rows[0], ...row }] });

let folder: FlowFolder;
let t: TestService;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  await mkdir(join(folder.path, 'tables'));
  await writeFile(join(folder.path, 'tables/notices.table.json'), JSON.stringify(NOTICES));
  t = await startTestService({ options: { flowsFolder: folder.path } });
  for (const username of ['demo', 'demo-supervisor', 'demo-agent']) {
    const signedIn = await supertest(t.publicUrl).post('/api/session').send({ username, password: 'relevo-demo' });
    cookies[username] = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  }
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

const ask = (method: 'get' | 'put' | 'post' | 'delete', path: string, body?: object, who = 'demo-supervisor') =>
  supertest(t.publicUrl)
    [method](`/api/tables${path}`)
    .set('Cookie', cookies[who] ?? '')
    .set('Origin', t.publicUrl)
    .send(body);
const revision = async () => (await ask('get', '/notices')).body.revision as number;
const put = async (row: Row) => ask('put', '/notices', { baseRevision: await revision(), table: withStorm(row) });

describe('a table of the folder', () => {
  it('is taken at start, and a supervisor changes a cell: the next call hears it, and so does one under way at its next step', async () => {
    expect((await ask('get', '')).body.items).toMatchObject([
      {
        name: 'notices',
        revision: 1,
        rows: 1,
        savedBy: { userId: 'file' },
        usedBy: [{ flowId: 'support', release: 1, aliases: ['live'], columns: ['active', 'text'] }],
      },
    ]);
    const before = await t.sandbox.call({ from: '+34600820001' });
    expect(before.heard().join(' ')).not.toContain('Tormenta');

    const saved = await put({ active: true, text: { es: 'Tormenta en todo el país.', en: 'Storm all over.' } });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    expect(saved.body).toMatchObject({ revision: 2, savedBy: { name: expect.any(String) }, problems: [] });

    const after = await t.sandbox.call({ from: '+34600820002' });
    expect(after.heard().join(' ')).toContain('Tormenta en todo el país.');
    await before.press('1');
    expect(before.heard().join(' ')).toContain('Ahora: Tormenta en todo el país. Antes: Tormenta en el norte.');
    expect((await t.call(after.sid, '+34600820002'))?.flow).toBe('support@1');
  });

  it('is not taken from under somebody who saved meanwhile', async () => {
    const answer = await ask('put', '/notices', { baseRevision: 1, table: NOTICES });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({ code: 'table-changed', details: { revision: 2, savedBy: { userId: expect.any(String) } } });
  });

  it('is refused whole with every cell that is wrong', async () => {
    const answer = await put({ active: 'sometimes', text: { ca: 'Tempesta.' } });
    expect(answer.status).toBe(422);
    expect(answer.body.error).toMatchObject({
      code: 'table-invalid',
      details: expect.arrayContaining([
        expect.objectContaining({ kind: 'cell-type', row: 0, column: 'active' }),
        expect.objectContaining({ kind: 'text-language', language: 'ca' }),
      ]),
    });
    expect(await revision()).toBe(2);
  });

  it('keeps the columns that a release reads that answers calls', async () => {
    const [notice, , text] = NOTICES.columns;
    const without = { ...NOTICES, columns: [notice, text], rows: [{ notice: 'storm' }] };
    const answer = await ask('put', '/notices', { baseRevision: 2, table: without });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({
      code: 'table-in-use',
      details: [{ flowId: 'support', release: 1, aliases: ['live'], columns: ['active'] }],
    });
    expect((await ask('delete', '/notices?revision=2')).body.error.code).toBe('table-in-use');
  });

  it('a draft that reads what the table has not is not published', async () => {
    const flow = {
      specVersion: 1,
      id: 'support',
      ...FLOW,
      tables: { notices: { columns: { ...FLOW.tables.notices.columns, until: 'date' } } },
    };
    const admin = { Cookie: cookies.demo ?? '', Origin: t.publicUrl };
    await supertest(t.publicUrl).put('/api/flows/support/draft').set(admin).send({ baseRevision: 0, flow });
    const refused = await supertest(t.publicUrl)
      .post('/api/flows/support/releases')
      .set(admin)
      .send({ draftRevision: 1, note: 'Until', makeLive: true });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body.error.details)).toContain('F171');
  });

  it('goes out as CSV and comes back byte for byte; what is wrong is told by line and nothing is kept', async () => {
    const csv = (await ask('get', '/notices/rows.csv')).text;
    expect(csv).toBe('\uFEFFnotice,active,text:es,text:en\r\nstorm,true,Tormenta en todo el país.,Storm all over.\r\n');
    const same = await ask('post', '/notices/rows', { baseRevision: 2, csv });
    expect(same.body).toMatchObject({ revision: 2, rows: 1, changed: { cells: 0 }, lines: [], problems: [] });

    const wrong = `${csv}snow,perhaps,Nieve.,Snow.\r\nstorm,no,a,b\r\n`;
    const seen = await ask('post', '/notices/rows/preview', { csv: wrong });
    expect(seen.body).toMatchObject({
      revision: 2,
      rows: 3,
      lines: [{ kind: 'cell', line: 3, column: 'active' }],
      problems: [{ kind: 'key-twice', row: 2 }],
    });
    expect((await ask('post', '/notices/rows', { baseRevision: 2, csv: wrong })).status).toBe(422);

    const more = await ask('post', '/notices/rows', {
      baseRevision: 2,
      csv: `${csv}snow,no,Nieve.,Snow.\r\n*,no,Nada.,Nothing.\r\n`,
      note: 'Winter',
    });
    expect(more.body).toMatchObject({ revision: 3, rows: 2, changed: { rowsAdded: 2 } });
  });

  it('its history says who changed what, and any state can be brought back', async () => {
    const { items } = (await ask('get', '/notices/history')).body;
    expect(items.map(({ revision: n, note, changed }: Row) => [n, note, (changed as Row).rowsAdded])).toEqual([
      [3, 'Winter', 2],
      [2, undefined, 0],
      [1, undefined, 1],
    ]);
    const state = (await ask('get', '/notices/history/2')).body;
    expect(state.changes).toContainEqual({ kind: 'cell', key: 'storm', column: 'active', before: false, after: true });
    const back = await ask('post', '/notices/restore', { revision: 1, baseRevision: 3, note: 'It is over' });
    expect(back.body).toMatchObject({ revision: 4, table: { rows: [{ active: false }] } });
    const calm = await t.sandbox.call({ from: '+34600820003' });
    expect(calm.heard().join(' ')).not.toContain('Tormenta');
    expect((await ask('get', '/notices/history')).body.items[0]).toMatchObject({ revision: 4, restored: 1, note: 'It is over' });
  });

  it('a table that nobody reads can be made, taken away and brought back', async () => {
    const towns = { ...NOTICES, name: 'towns', title: 'Towns' };
    expect((await ask('put', '/towns', { baseRevision: 0, table: towns })).body).toMatchObject({ revision: 1, usedBy: [] });
    expect((await ask('put', '/towns', { baseRevision: 0, table: towns })).body.error.code).toBe('table-changed');
    expect((await ask('put', '/villages', { baseRevision: 0, table: towns })).body.error.code).toBe('body-invalid');
    expect((await ask('delete', '/towns?revision=1')).status).toBe(204);
    expect((await ask('get', '/towns')).body.error.code).toBe('table-not-found');
    expect((await ask('get', '/towns/rows.csv')).status).toBe(404);
    expect((await ask('post', '/towns/restore', { revision: 1, baseRevision: 2 })).body).toMatchObject({ revision: 3 });
    expect((await ask('put', '/towns', { baseRevision: 3, table: { ...towns, note: 'x'.repeat(1_200_000) } })).status).toBe(413);
  });

  it('who changed it stands in the audit trail, and agents see no tables', async () => {
    expect((await ask('get', '', undefined, 'demo-agent')).status).toBe(403);
    const { body } = await supertest(t.publicUrl)
      .get('/api/audit?action=table.changed')
      .set('Cookie', cookies.demo ?? '');
    const done = body.items.filter(({ outcome }: Row) => outcome === 'done').map(({ object, why }: Row) => [(object as Row).id, why]);
    expect(done).toContainEqual(['notices/4', 'It is over']);
  });
});
