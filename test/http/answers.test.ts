import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counter, Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/access/user.ts';
import { AppError } from '../../src/base/errors.ts';
import { API } from '../../src/http/contract/routes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let root: string;
let webFolder: string;
const broken = { overview: new Error('the database of secrets said: hunter2'), settings: new AppError('store-unavailable') };
const metrics = new Registry();

beforeAll(async () => {
  redis = await startTestRedis();
  webFolder = await mkdtemp(join(tmpdir(), 'relevo-web-'));
  await mkdir(join(webFolder, 'assets'));
  await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>Relevo</title>');
  await writeFile(join(webFolder, 'assets', 'app-1a2b3c.js'), 'export {};');
  new Counter({ name: 'relevo_of_the_tests', help: 'x', registers: [metrics] }).inc(3);
  api = await startApi(redis, {
    deps: {
      webFolder,
      metrics,
      overview: () => Promise.reject(broken.overview),
      settings: () => Promise.reject(broken.settings),
    },
  });
  await api.addUser('root', 'administrator');
  await api.addUser('ana', 'agent');
  root = await api.signIn('root');
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
  await rm(webFolder, { recursive: true, force: true });
});

const get = (path: string) => api.request.get(path).set('Cookie', root);

describe('a refusal', () => {
  it('names every field that is wrong, where it stands and what is expected', async () => {
    const answer = await api.request
      .post('/api/users')
      .set('Cookie', root)
      .send({ username: 'No Good', roles: ['king'], capacity: 'many' });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: 'body-invalid', message: expect.any(String) });
    expect(answer.body.error.details.map(({ path }: { path: string }) => path).sort()).toEqual([
      'body.capacity',
      'body.name',
      'body.roles.0',
      'body.username',
    ]);
    expect(answer.body.error.details[0].message).toMatch(/must|expected|Invalid/);
  });

  it.each([
    ['GET', '/api/users?limit=0', 'query.limit'],
    ['GET', '/api/users?limit=many', 'query.limit'],
    ['GET', '/api/users?cursor=x', 'query.cursor'],
    ['GET', '/api/users?limit=1&limit=2', 'query.limit'],
    ['GET', '/api/reports/funnel?day=yesterday', 'query.day'],
    ['GET', '/api/reports/funnel?day=2026-02-30', 'query.day'],
    ['GET', '/api/journeys/p_01_SOMEBODY', 'params.id'],
    ['GET', '/api/flows/..%2f..%2fpackage', 'params.id'],
    ['PATCH', '/api/users/root', 'params.id'],
  ])('answers 400 to %s %s', async (method, path, where) => {
    const answer = await api.request[method.toLowerCase() as 'get'](path).set('Cookie', root).send();
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('body-invalid');
    expect(answer.body.error.details.map((problem: { path: string }) => problem.path)).toContain(where);
  });

  it('tells a body that is no JSON, that is missing, that is a form', async () => {
    const send = (type: string, body: string) => api.request.post('/api/users').set('Cookie', root).set('Content-Type', type).send(body);
    for (const answer of [
      await send('application/json', '{"a":'),
      await send('application/x-www-form-urlencoded', 'username=x'),
      await send('text/plain', '{}'),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatchObject({ code: 'body-invalid', details: [{ path: 'body' }] });
    }
  });

  it('answers 413 to more than 64 KiB', async () => {
    const answer = await api.request
      .post('/api/users')
      .set('Cookie', root)
      .send({ name: 'x'.repeat(65 * 1024) });
    expect(answer.status).toBe(413);
    expect(answer.body.error.code).toBe('body-too-large');
  });

  it('answers 400 to an address that is no text', async () => {
    expect((await get('/api/flows/%E0%A4%A')).status).toBe(400);
  });

  it('hides what is our fault, and logs it with the id of the request', async () => {
    const answer = await get('/api/overview').set('X-Request-Id', 'trace-0001');
    expect(answer.status).toBe(500);
    expect(answer.body.error.code).toBe('internal');
    expect(answer.text).not.toContain('hunter2');
    const line = api.logged.map((text) => JSON.parse(text)).find(({ requestId }) => requestId === 'trace-0001');
    expect(line).toMatchObject({ code: 'internal', path: '/api/overview', err: { message: expect.stringContaining('hunter2') } });
  });

  it('says that nothing was changed while the store does not answer, and when to come again', async () => {
    const answer = await get('/api/settings');
    expect(answer.status).toBe(503);
    expect(answer.body.error.code).toBe('store-unavailable');
    expect(answer.headers['retry-after']).toBe('2');
  });
});

describe('every answer', () => {
  it('carries a request id: the caller’s own if it is harmless', async () => {
    expect((await api.request.get('/healthz').set('X-Request-Id', 'abc-123.DEF_456')).headers['x-request-id']).toBe('abc-123.DEF_456');
    for (const wrong of ['short', 'with blank and more', `${'x'.repeat(65)}`, '<script>alert(1)</script>']) {
      expect((await api.request.get('/healthz').set('X-Request-Id', wrong)).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect((await api.request.get('/no/such/address')).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps a page to itself', async () => {
    const { headers } = await get('/desk');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('of the API is kept by no cache', async () => {
    expect((await get('/api/me')).headers['cache-control']).toBe('no-store');
    expect((await get('/api/nothing')).headers['cache-control']).toBe('no-store');
  });
});

describe('a page', () => {
  it.each(['/', '/desk', '/desk/t_01_ABC', '/flows', '/flows/support', '/reports', '/settings', '/sandbox', '/login'])(
    'at %s is the web app',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('<title>Relevo</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );

  it('sends whoever is not signed in to the sign-in, and back afterwards', async () => {
    const answer = await api.request.get('/flows/support?side=chat');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/login?next=%2Fflows%2Fsupport%3Fside%3Dchat');
  });

  it('that the role may not see says so with 403', async () => {
    const answer = await api.request.get('/settings').set('Cookie', await api.signIn('ana'));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('<title>Relevo</title>');
  });

  it('has its files kept for a year', async () => {
    const answer = await api.request.get('/assets/app-1a2b3c.js');
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await api.request.get('/assets/missing.js')).status).toBe(404);
    expect((await api.request.get('/assets/%2e%2e/index.html')).status).toBe(404);
  });
});

describe('for operators', () => {
  const asRole = async (of: TestApi, path: string, role: Role) => {
    await of.addUser(`a-${role}`, role);
    return of.request.get(path).set('Cookie', await of.signIn(`a-${role}`));
  };

  it('/healthz says that the process lives, and to an administrator alone which store is used and whether it lasts', async () => {
    const answer = await api.request.get('/healthz');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
    expect((await asRole(api, '/healthz', 'supervisor')).body).toEqual({ status: 'ok' });
    const store = { kind: 'server', durable: true, description: 'a Redis of the tests' };
    expect((await asRole(api, '/healthz', 'administrator')).body).toEqual({ status: 'ok', store });
  });

  it('/readyz names what is missing, and to an administrator alone says why', async () => {
    expect((await api.request.get('/readyz')).body).toEqual({ ready: true, missing: [] });
    const checks = [
      { name: 'store', ok: false, detail: 'does not answer' },
      { name: 'flows', ok: true, detail: 'two' },
    ];
    const other = await startApi(redis, { deps: { checks: async () => checks } });
    const answer = await other.request.get('/readyz');
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ ready: false, missing: ['store'] });
    expect((await asRole(other, '/readyz', 'agent')).body).toEqual({ ready: false, missing: ['store'] });
    expect((await asRole(other, '/readyz', 'administrator')).body).toEqual({ ready: false, missing: ['store'], checks });
    await other.stop();
  });

  it('/metrics is Prometheus text', async () => {
    const answer = await api.request.get('/metrics');
    expect(answer.text).toContain('relevo_of_the_tests 3');
    expect(answer.headers['content-type']).toContain('text/plain');
  });
});

describe('the description of the API', () => {
  it('is there for machines and to read, with nothing from elsewhere', async () => {
    expect((await api.request.get('/api/openapi.json')).body).toMatchObject({ openapi: '3.1.0', info: { title: 'Relevo' } });
    const page = await api.request.get('/api/docs');
    expect(page.text).not.toMatch(/<script|src="|url\(/);
    for (const route of Object.values(API))
      expect(page.text, route.path).toContain(`<code>${route.path.replaceAll(/:(\w+)/g, '{$1}')}</code>`);
    expect((await api.request.get('/api/docs/package.json')).status).toBe(404);
  });
});

describe('the sample power cuts', () => {
  it('have one incident, and a state for every postcode', async () => {
    const { incident } = (await api.request.get('/demo/incidents/current')).body;
    expect(incident).toEqual({ area: 'Vallecas', eta: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:[03]0:00\.000Z$/) });
    const states = await Promise.all(['28031', '28032', '28033'].map((code) => api.request.get(`/demo/outages/${code}`)));
    expect(states.map(({ body }) => body.outage.state).sort()).toEqual(['planned', 'restored', 'working']);
  });

  it.each(['28030', '2803', 'abcde'])('know none in %s', async (postcode) => {
    const answer = await api.request.get(`/demo/outages/${postcode}`);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'outage-not-found']);
  });
});

describe('the sample policies', () => {
  it('say what they cover, whether they are in force, and how far the claim is', async () => {
    const found = await Promise.all(
      ['1450123458', '2450123456', '3450123454', '1990000000'].map((number) => api.request.get(`/demo/policies/${number}`)),
    );
    expect(found.map(({ body }) => `${body.policy.kind} ${body.policy.state} ${body.claim.state}`)).toEqual([
      'car active received',
      'home active received',
      'health active received',
      'car lapsed none',
    ]);
    expect(found[0]?.body.claim.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it.each(['1450123459', '145012345', '9000000001', 'abcdefghij'])('know none by %s', async (number) => {
    const answer = await api.request.get(`/demo/policies/${number}`);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'policy-not-found']);
  });
});

describe('the sample clinic and helpdesk', () => {
  it('know a patient, offer times, book one of them and cancel', async () => {
    const post = (path: string, body: object) => api.request.post(path).send(body);
    const { patient } = (await post('/demo/clinic/patients', { phone: '222', birthDate: '1980-03-05' })).body;
    expect(patient).toEqual({ id: expect.stringMatching(/^P\d+$/), firstName: expect.any(String) });
    const { count, slots } = (await post('/demo/clinic/slots', { kind: 'family' })).body;
    expect(count).toBe(3);
    expect(slots.map(({ at }: { at: number }) => at)).toEqual(slots.map(({ at }: { at: number }) => at).toSorted());
    expect((await post('/demo/clinic/appointments', { patient: patient.id, slot: slots[1].id })).body.appointment).toEqual({
      at: slots[1].at,
    });
    const { appointment } = (await api.request.get(`/demo/clinic/patients/${patient.id}/appointment`)).body;
    expect((await post(`/demo/clinic/appointments/${appointment.id}/cancel`, {})).body).toEqual({ appointment: { id: appointment.id } });
  });

  it('know employees, incidents and what is down', async () => {
    expect((await api.request.get('/demo/helpdesk/employees/91234')).body.employee.vip).toBe(true);
    expect((await api.request.get('/demo/helpdesk/incidents/123456')).body.incident.state).toBe('open');
    expect((await api.request.get('/demo/helpdesk/outage')).body.outage.system).toBe('Outlook');
  });

  it.each([
    ['post', '/demo/clinic/patients', { birthDate: '1980-03-01' }],
    ['post', '/demo/clinic/appointments', { slot: 'S1' }],
    ['post', '/demo/clinic/appointments/none/cancel', {}],
    ['get', '/demo/clinic/patients/P9/appointment', undefined],
    ['get', '/demo/helpdesk/employees/01234', undefined],
    ['get', '/demo/helpdesk/incidents/1', undefined],
  ] as const)('know nothing of %s %s', async (method, path, body) => {
    const answer = await (method === 'post' ? api.request.post(path).send(body) : api.request.get(path));
    expect([answer.status, answer.body.error.code]).toEqual([404, 'sample-not-found']);
  });
});

describe('the sample order book', () => {
  it('has an order for every number, always in the same state', async () => {
    const states = new Set<string>();
    for (const number of ['100000', '100001', '100002', '100003', '999999']) {
      const first = await api.request.get(`/demo/orders/${number}`);
      expect(first.status).toBe(200);
      expect(first.body.order).toEqual({ number, state: expect.any(String), eta: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
      expect((await api.request.get(`/demo/orders/${number}`)).body).toEqual(first.body);
      states.add(first.body.order.state);
    }
    expect([...states].sort()).toEqual(['delayed', 'delivered', 'preparing', 'shipped']);
  });

  it.each(['000123', '12345', '1234567', 'abcdef'])('knows no order %s', async (number) => {
    const answer = await api.request.get(`/demo/orders/${number}`);
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe('order-not-found');
  });
});
