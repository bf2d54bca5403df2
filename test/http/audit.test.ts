import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RIGHTS } from '../../src/access/rights.ts';
import { verifyAudit } from '../../src/access/verify-audit.ts';
import type { ApiRoute } from '../../src/http/contract/routes/route.ts';
import { API } from '../../src/http/contract/routes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let root: string;
let rootId: string;

beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis);
  rootId = (await api.addUser('root', 'administrator')).user.id;
  root = await api.signIn('root');
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

const as = (cookie: string, method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: object) => {
  const asked = api.request[method](path).set('Cookie', cookie);
  return body ? asked.send(body) : asked;
};
const trail = async (query = '') => (await as(root, 'get', `/api/audit?${query}`).expect(200)).body.items as Record<string, unknown>[];
const kept = async () => (await api.deps.trail.up(1, 1_000)).map(({ entry }) => entry);

describe('what the contract says of the audit trail', () => {
  /** Changes nothing, or asks a machine's question whose answer shows nobody. */
  const READS = new Set(['previewTableRows', 'checkEligibility', 'checkDraft']);

  it('is there for every route that changes something', () => {
    const changing = Object.entries(API as Record<string, ApiRoute>).filter(([id, { method }]) => method !== 'get' && !READS.has(id));
    expect(changing.length).toBeGreaterThan(30);
    expect(changing.filter(([, { audit }]) => audit === undefined).map(([id]) => id)).toEqual([]);
  });

  it('is there for every route that shows one person', () => {
    const personal = new Set(['journeys:read']);
    const shown = RIGHTS.filter(({ method, who, kind }) => kind === 'route' && method === 'GET' && personal.has(who)).map(
      ({ path }) => path,
    );
    const noted = Object.values(API as Record<string, ApiRoute>).filter(({ audit }) => audit !== undefined);
    // The list of closed chats names no person: its entries are opened as journeys.
    for (const path of shown.filter((each) => each !== '/api/chats')) expect(noted.map((route) => route.path)).toContain(path);
    expect(noted.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/api/chats/:id/person', '/api/handoffs/:id', '/api/dead-letters']),
    );
  });
});

describe('a change', () => {
  it('stands in it with who, what, when, from where and how it ended', async () => {
    const made = await as(root, 'post', '/api/users', { username: 'eva', name: 'Eva', roles: ['agent'] }).expect(201);
    const [entry] = await trail('action=user.created');
    expect(entry).toMatchObject({
      action: 'user.created',
      who: { kind: 'user', id: rootId, name: 'root (root)' },
      object: { kind: 'user', id: made.body.user.id, name: 'Eva (eva)' },
      outcome: 'done',
      atMs: api.clock.nowMs(),
      request: made.headers['x-request-id'],
    });
    expect(String(entry?.from)).toMatch(/127\.0\.0\.1/);
    expect(await trail('action=user.created')).toHaveLength(1);
    expect((await kept()).filter(({ action }) => action === 'user.created').map(({ outcome }) => outcome)).toEqual(['begun', 'done']);
  });

  it('that was refused stands in it with the code', async () => {
    await as(root, 'post', '/api/users', { username: 'root', name: 'Root', roles: ['agent'] }).expect(409);
    expect(await trail('action=user.created')).toMatchObject([{ outcome: 'refused', code: 'username-taken' }]);
  });

  it('is not made when it can not be noted', async () => {
    await api.stop();
    const real = api.deps.trail;
    const broken = { ...real, note: () => Promise.reject(new Error('no')) };
    api = await startApi(redis, { deps: { trail: broken } });
    await api.addUser('boss', 'administrator');
    const created = await api.deps.users.list();
    const key = await import('../../src/access/create-api-key.ts').then(({ createApiKey }) =>
      createApiKey(api.deps as never, { name: 'crm', role: 'administrator', createdBy: 'boss' }),
    );
    const answer = await api.request
      .post('/api/users')
      .set('Authorization', `Bearer ${key.secret}`)
      .send({ username: 'eva', name: 'Eva', roles: ['agent'] });
    expect(answer.status).toBe(500);
    expect(await api.deps.users.list()).toEqual(created);
  });

  it('that was begun and never ended is shown as such', async () => {
    await api.deps.trail.note({ action: 'user.changed', who: { kind: 'user', id: rootId }, outcome: 'begun' });
    expect(await trail('action=user.changed')).toMatchObject([{ outcome: 'begun' }]);
  });
});

describe('signing in', () => {
  it('is noted, and so are failures, by a hash of the name that was tried', async () => {
    await api.request.post('/api/session').send({ username: 'root', password: 'wrong' }).expect(401);
    await api.request.post('/api/session').send({ username: 'My Secret Password 1', password: 'x' }).expect(401);
    const entries = await trail('action=session.begun');
    expect(entries).toMatchObject([
      { outcome: 'refused', code: 'credentials-wrong', who: { kind: 'nobody' } },
      { outcome: 'refused', code: 'credentials-wrong', object: { name: 'root' } },
      { outcome: 'done', who: { id: rootId } },
    ]);
    expect(JSON.stringify(await kept())).not.toMatch(/secret password/i);
    await as(root, 'delete', '/api/session').expect(204);
    root = await api.signIn('root');
    expect(await trail('action=session.ended')).toMatchObject([{ who: { id: rootId }, outcome: 'done' }]);
  });

  it('that is refused for too many attempts is noted once, not for every attempt', async () => {
    for (let n = 0; n < 14; n += 1) await api.request.post('/api/session').send({ username: 'ana', password: 'wrong' });
    expect((await trail('action=session.begun')).filter(({ code }) => code === 'too-many-attempts')).toHaveLength(1);
  });
});

describe('the trail', () => {
  it('holds no number of a person, and finds what was done to one all the same', async () => {
    await as(root, 'put', '/api/contact-marks', { number: '+34 600 111 222', vip: true }).expect(200);
    expect(JSON.stringify(await kept())).not.toContain('600');
    expect(await trail(`object=${encodeURIComponent('+34600111222')}`)).toMatchObject([{ action: 'person.marked' }]);
    expect(await trail(`object=${encodeURIComponent('+34600111223')}`)).toEqual([]);
  });

  it('notes a refusal of the guard once in ten minutes', async () => {
    await api.addUser('ana', 'agent');
    const ana = await api.signIn('ana');
    for (let n = 0; n < 3; n += 1) await as(ana, 'get', '/api/audit').expect(403);
    expect(await trail('action=access.refused')).toMatchObject([{ outcome: 'refused', object: { id: 'GET /api/audit' } }]);
  });

  it('is searched by who, what, object and time, and paged', async () => {
    const { user } = await api.addUser('ana', 'administrator');
    const ana = await api.signIn('ana');
    const startMs = api.clock.nowMs();
    for (let n = 0; n < 5; n += 1) {
      api.clock.advance(60_000);
      await as(ana, 'put', '/api/contact-marks', { number: '+34600111222', vip: n % 2 === 0 }).expect(200);
      await as(root, 'patch', `/api/users/${user.id}`, { name: `Ana ${n}` }).expect(200);
    }
    expect(await trail('who=ana&action=person.marked')).toHaveLength(5);
    expect(await trail(`object=${user.id}`)).toHaveLength(5);
    expect(await trail(`action=user.changed&fromMs=${startMs + 60_000}&toMs=${startMs + 120_000}`)).toHaveLength(2);
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await as(root, 'get', `/api/audit?action=user.changed&limit=2${cursor}`).expect(200);
      seen.push(...body.items.map(({ seq }: { seq: number }) => seq));
      if (body.next === undefined) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => Number(b) - Number(a)));
  });

  it('is taken away as JSON lines or CSV, which is noted', async () => {
    await as(root, 'post', '/api/users', { username: 'eva', name: '=HYPERLINK("x")', roles: ['agent'] }).expect(201);
    const lines = (await as(root, 'get', '/api/audit/export?format=ndjson').expect(200)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.some(({ entry, signature }) => entry.action === 'user.created' && signature.length === 43)).toBe(true);
    const csv = await as(root, 'get', '/api/audit/export?format=csv').expect(200);
    expect(csv.headers['content-disposition']).toContain('audit.csv');
    expect(csv.text).toContain(`"'=HYPERLINK(""x"") (eva)"`);
    expect(await trail('action=audit.exported')).toHaveLength(2);
    await as(root, 'get', '/api/audit/export?format=xml').expect(400);
  });

  it('is whole after all that', async () => {
    await as(root, 'post', '/api/users', { username: 'eva', name: 'Eva', roles: ['agent'], password: PASSWORD }).expect(201);
    const verdict = await verifyAudit(api.deps.trail, [api.deps.keyring.signAudit]);
    expect(verdict.broken).toBeUndefined();
    expect(verdict.count).toBeGreaterThan(2);
  });
});
