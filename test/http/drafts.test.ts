import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Flow } from '../../src/flows/flow.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import type { FlowNewsItem } from '../../src/flows/studio/flow-news.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { FlowDraft } from '../../src/http/contract/drafts.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

const TEXT = readFileSync('flows/support.flow.json', 'utf8');
const CASES = '{"flow":"support",\n   "cases": []}';
const JSON_OF = () => JSON.parse(TEXT) as Record<string, unknown>;

let redis: TestRedis;
let api: TestApi;
let cookie: string;
let news: FlowNewsItem[];
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());
beforeEach(async () => {
  api = await startApi(redis);
  await api.addUser('ada', 'administrator');
  cookie = await api.signIn('ada');
  const { releases, clock } = api.deps;
  await publishFlow({ releases, clock }, { flow: Flow.parse(JSON_OF()), source: { flow: TEXT, cases: CASES }, problems: [] });
  news = [];
  const listening = await import('../../src/store/redis/flow-news.ts');
  const other = await listening.openFlowNews({ client: api.client, log: api.deps.log }, 2_000);
  other.listen((item) => news.push(item));
  return async () => {
    other.close();
    await api.stop();
  };
});

const get = (path = '') => api.request.get(`/api/flows/support/draft${path}`).set('Cookie', cookie);
const put = (body: object, id = 'support') => api.request.put(`/api/flows/${id}/draft`).set('Cookie', cookie).send(body);
const files = (of = 'draft') => api.request.get(`/api/flows/support/files?of=${of}`).set('Cookie', cookie);

describe('the draft of a flow', () => {
  it('is the newest release until somebody saves one', async () => {
    const answer = await get();
    const draft = FlowDraft.parse(answer.body);
    expect(draft).toMatchObject({ flowId: 'support', revision: 0, changed: false, basedOn: 1 });
    expect(JSON.stringify(draft.flow)).toBe(JSON.stringify(JSON_OF()));
    expect(draft.savedBy).toBeUndefined();
  });

  it('is kept though it is wrong, and says how; others are told', async () => {
    const wrong = { ...JSON_OF(), call: { start: 'nowhere', steps: {} } };
    const saved = await put({ baseRevision: 0, flow: wrong });
    expect(saved.status).toBe(200);
    expect(saved.body.revision).toBe(1);
    expect(saved.body.problems.map(({ code }: { code: string }) => code)).toContain('F010');
    const { body } = await get();
    expect(body).toMatchObject({ revision: 1, changed: true, basedOn: 1, savedBy: { name: 'ada' }, savedAtMs: api.clock.nowMs() });
    expect(JSON.stringify(body.flow)).toBe(JSON.stringify(wrong));
    expect(body.cases).toEqual({ flow: 'support', cases: [] });
    await until(async () => news.length > 0);
    expect(news).toMatchObject([{ kind: 'draft-saved', flowId: 'support', revision: 1, by: { name: 'ada' } }]);
  });

  it('is written in the form of the files when it comes as JSON, and kept byte for byte when it comes as text', async () => {
    await put({ baseRevision: 0, flow: JSON_OF() });
    expect((await files()).body).toMatchObject({ flow: writeJson(JSON_OF()), cases: CASES, changed: true, revision: 1, release: 1 });
    const own = TEXT.replaceAll('  ', '\t');
    await put({ baseRevision: 1, flow: own, cases: null });
    const { body } = await files();
    expect(body.flow).toBe(own);
    expect(body.cases).toBeUndefined();
    expect((await files('1')).body).toMatchObject({ flow: TEXT, cases: CASES, changed: false, release: 1 });
    expect((await files('2')).body.error.code).toBe('release-not-found');
  });

  it('refuses whoever edited an older one, and says who saved since', async () => {
    await put({ baseRevision: 0, flow: JSON_OF() });
    const late = await put({ baseRevision: 0, flow: { ...JSON_OF(), name: 'Late' } });
    expect([late.status, late.body.error.code]).toEqual([409, 'draft-changed']);
    expect(late.body.error.details).toMatchObject({ revision: 1, savedBy: { name: 'ada' }, savedAtMs: api.clock.nowMs() });
    expect((await get()).body.flow.name).toBe('Customer support');
  });

  it('takes one of two who save at once', async () => {
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => put({ baseRevision: 0, flow: { ...JSON_OF(), name } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const kept = answers.findIndex(({ status }) => status === 200);
    expect((await get()).body.flow.name).toBe(['One', 'Two', 'Three'][kept]);
  });

  it('is thrown away, and its revision goes on: an editor of before is refused', async () => {
    await put({ baseRevision: 0, flow: { ...JSON_OF(), name: 'Draft' } });
    const early = await api.request.delete('/api/flows/support/draft?revision=0').set('Cookie', cookie);
    expect(early.body.error.code).toBe('draft-changed');
    expect((await api.request.delete('/api/flows/support/draft').set('Cookie', cookie)).status).toBe(204);
    expect((await get()).body).toMatchObject({ revision: 2, changed: false, flow: { name: 'Customer support' } });
    expect((await put({ baseRevision: 1, flow: JSON_OF() })).body.error.code).toBe('draft-changed');
    await until(async () => news.some(({ kind }) => kind === 'draft-reverted'));
  });

  it('of more than a mebibyte is refused', async () => {
    const padded = { ...JSON_OF(), name: 'x'.repeat(1024 * 1024) };
    for (const flow of [padded, { ...padded, business: 'x'.repeat(3 * 1024 * 1024) }]) {
      const answer = await put({ baseRevision: 0, flow });
      expect([answer.status, answer.body.error.code]).toEqual([413, 'draft-too-large']);
    }
    expect((await get()).body.revision).toBe(0);
  });

  it('must be a JSON object, of a flow there is', async () => {
    for (const flow of ['{', '[]', '"x"', 7]) expect((await put({ baseRevision: 0, flow })).body.error.code).toBe('body-invalid');
    expect((await put({ baseRevision: 0, flow: JSON_OF() }, 'nothing')).body.error.code).toBe('flow-not-found');
  });

  it('of another id than its address has a problem', async () => {
    const { body } = await put({ baseRevision: 0, flow: { ...JSON_OF(), id: 'other' } });
    expect(body.problems[0]).toMatchObject({ code: 'F004', path: 'id' });
  });
});

describe('a new flow', () => {
  const create = (body: object) => api.request.post('/api/flows').set('Cookie', cookie).send(body);

  it('begins as the smallest that answers a call and a chat, without errors', async () => {
    const { status, body } = await create({ id: 'sales', name: 'Sales', business: 'Luz Clara' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      flowId: 'sales',
      revision: 1,
      changed: true,
      flow: { id: 'sales', name: 'Sales', languages: ['es', 'en'] },
    });
    expect(body.basedOn).toBeUndefined();
    expect(body.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  });

  it('in a language that is not worded says what is missing', async () => {
    const { body } = await create({ id: 'sales', name: 'Sales', languages: ['es', 'fr'] });
    expect(new Set(body.problems.map(({ code }: { code: string }) => code))).toContain('F020');
  });

  it('is a copy of another with its cases', async () => {
    const { body } = await create({ id: 'sales', name: 'Sales', from: 'support' });
    expect(body.flow).toEqual({ ...JSON_OF(), id: 'sales', name: 'Sales' });
    expect(body.cases).toEqual({ flow: 'sales', cases: [] });
    expect((await create({ id: 'more', name: 'More', from: 'nothing' })).body.error.code).toBe('flow-not-found');
  });

  it('has the content of its files', async () => {
    const flow = TEXT.replace('"support"', '"sales"');
    await create({ id: 'sales', flow, cases: CASES });
    expect((await api.request.get('/api/flows/sales/files').set('Cookie', cookie)).body).toMatchObject({ flow, cases: CASES });
  });

  it('has an id of its own', async () => {
    for (const id of ['support', 'sales', 'sales']) await create({ id, name: 'X' });
    expect((await create({ id: 'support', name: 'X' })).body.error.code).toBe('flow-exists');
    expect((await create({ id: 'sales', name: 'X' })).body.error.code).toBe('flow-exists');
    for (const id of ['library', 'Sales', '9', '']) expect((await create({ id, name: 'X' })).body.error.code).toBe('body-invalid');
  });

  it('is gone when its draft is thrown away, and its id is free again', async () => {
    await create({ id: 'sales', name: 'Sales' });
    expect((await api.request.delete('/api/flows/sales/draft').set('Cookie', cookie)).status).toBe(204);
    expect((await api.request.get('/api/flows/sales/draft').set('Cookie', cookie)).body.error.code).toBe('flow-not-found');
    expect((await create({ id: 'sales', name: 'Sales' })).body.revision).toBe(3);
  });
});

it('the library has what the linter needs', async () => {
  const { body } = await api.request.get('/api/flows/library').set('Cookie', cookie);
  expect(body).toMatchObject({
    templates: [],
    teams: ['emergencies', 'support'].filter((team) => team === 'support'),
    flows: [{ id: 'support' }],
  });
});
