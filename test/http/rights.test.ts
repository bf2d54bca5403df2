import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/api-key.ts';
import { FRAME_RIGHTS, findRight, RIGHTS } from '../../src/access/rights.ts';
import { ROLES, type Role } from '../../src/access/user.ts';
import { DeskCommand } from '../../src/http/contract/desk.ts';
import { DraftCommand } from '../../src/http/contract/draft-socket.ts';
import { API } from '../../src/http/contract/routes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Every route that is really mounted, found by walking the routers. */
function mountedRoutes(layers: readonly Layer[]): { method: string; path: string }[] {
  return layers.flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path }));
    return handle.stack ? mountedRoutes(handle.stack) : [];
  });
}

function routesOf(app: Express) {
  return mountedRoutes((app as unknown as { router: { stack: Layer[] } }).router.stack);
}

const SAMPLE: Record<string, string> = { ':id': 'support', ':number': '123456', '*': 'anything' };
const sample = (path: string) => path.replace(/:\w+|\*/g, (part) => SAMPLE[part] ?? part);

let redis: TestRedis;
let api: TestApi;
let webFolder: string;
const cookies = new Map<string, string>();

beforeAll(async () => {
  redis = await startTestRedis();
  webFolder = await mkdtemp(join(tmpdir(), 'relevo-rights-'));
  await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>Relevo</title>');
  api = await startApi(redis, { deps: { webFolder } });
  for (const role of ROLES) {
    await api.addUser(`the-${role}`, role);
    cookies.set(role, await api.signIn(`the-${role}`));
  }
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
  await rm(webFolder, { recursive: true, force: true });
});

const LETTER: Readonly<Record<Role, string>> = {
  administrator: 'A',
  'flow-editor': 'E',
  publisher: 'P',
  supervisor: 'S',
  agent: 'G',
  analyst: 'N',
  auditor: 'U',
};

/** Who is let in, written down a second time: whoever changes the table of rights says so here too. */
const LET_IN: Readonly<Record<string, string>> = {
  'GET /': 'AEPSGNU',
  'GET /desk': 'ASG',
  'GET /desk/*': 'ASG',
  'GET /flows': 'AEPSNU',
  'GET /flows/:id/calls': 'AEPSU',
  'GET /flows/:id/calls/*': 'AEPSU',
  'GET /flows/*': 'AEPSNU',
  'GET /tables': 'AEPSU',
  'GET /tables/*': 'AEPSU',
  'GET /reports': 'AEPSNU',
  'GET /reports/*': 'AEPSNU',
  'GET /settings': 'AEPSU',
  'GET /settings/*': 'AEPSU',
  'GET /users': 'AU',
  'GET /audit': 'AU',
  'GET /account': 'AEPSGNU',
  'GET /first': 'AEPSGNU',
  'GET /sandbox': 'AEPSG',
  'DELETE /api/session': 'AEPSGNU',
  'GET /api/me': 'AEPSGNU',
  'GET /api/me/sessions': 'AEPSGNU',
  'DELETE /api/me/sessions/:sessionId': 'AEPSGNU',
  'PUT /api/me/password': 'AEPSGNU',
  'GET /api/me/second-factor': 'AEPSGNU',
  'PUT /api/me/second-factor': 'AEPSGNU',
  'POST /api/me/second-factor/remove': 'AEPSGNU',
  'GET /api/overview': 'AEPSGNU',
  'GET /api/media/:id': 'ASG',
  'GET /api/flows': 'AEPSNU',
  'GET /api/flows/library': 'AEPSNU',
  'GET /api/flows/:id': 'AEPSNU',
  'POST /api/flows': 'AE',
  'GET /api/flows/:id/draft': 'AEPSNU',
  'PUT /api/flows/:id/draft': 'AE',
  'DELETE /api/flows/:id/draft': 'AE',
  'GET /api/flows/:id/files': 'AEPSNU',
  'GET /api/flows/:id/readiness': 'AEPSNU',
  'GET /api/flows/:id/traffic': 'AEPSNU',
  'GET /api/flows/:id/calls': 'AEPSU',
  'GET /api/flows/:id/calls/:callId': 'AEPSU',
  'POST /api/flows/:id/calls/:callId/caller': 'AS',
  'POST /api/flows/:id/check': 'AEPSNU',
  'GET /api/flows/:id/diff': 'AEPSNU',
  'GET /api/flows/:id/releases': 'AEPSNU',
  'POST /api/flows/:id/releases': 'AP',
  'GET /api/flows/:id/releases/:number': 'AEPSNU',
  'POST /api/flows/:id/releases/:number/restore': 'AE',
  'PUT /api/flows/:id/schedule': 'AP',
  'DELETE /api/flows/:id/schedule': 'AP',
  'GET /api/flows/:id/aliases': 'AEPSNU',
  'PUT /api/flows/:id/aliases/:alias': 'AP',
  'DELETE /api/flows/:id/aliases/:alias': 'AP',
  'POST /api/flows/:id/aliases/:alias/back': 'AP',
  'GET /api/tables': 'AEPSU',
  'GET /api/tables/:name': 'AEPSU',
  'PUT /api/tables/:name': 'AES',
  'DELETE /api/tables/:name': 'AES',
  'GET /api/tables/:name/rows.csv': 'AEPSU',
  'POST /api/tables/:name/rows/preview': 'AEPSU',
  'POST /api/tables/:name/rows': 'AES',
  'GET /api/tables/:name/history': 'AEPSU',
  'GET /api/tables/:name/history/:revision': 'AEPSU',
  'POST /api/tables/:name/restore': 'AES',
  'POST /api/flows/:id/releases/alone': 'A',
  'PUT /api/flows/:id/aliases/:alias/alone': 'A',
  'GET /api/flows/:id/approvals': 'AEPSNU',
  'POST /api/flows/:id/approvals': 'AP',
  'DELETE /api/flows/:id/approvals/:approval': 'AP',
  'POST /api/flows/:id/approvals/:approval/approve': 'AP',
  'POST /api/flows/:id/approvals/:approval/reject': 'AP',
  'GET /api/approvals': 'AEPSNU',
  'GET /api/studio-settings': 'AEPSNU',
  'PUT /api/studio-settings': 'A',
  'GET /api/reports/funnel': 'AEPSNU',
  'GET /api/journeys/:id': 'ASU',
  'GET /api/chats': 'ASU',
  'GET /api/settings': 'AEPSU',
  'PUT /api/numbers/:number': 'A',
  'DELETE /api/numbers/:number': 'A',
  'GET /api/canned-replies': 'AEPSU',
  'PUT /api/canned-replies/:shortcut': 'AS',
  'DELETE /api/canned-replies/:shortcut': 'AS',
  'GET /api/opening-hours': 'AEPSU',
  'PUT /api/opening-hours': 'A',
  'GET /api/offer-rules': 'AEPSU',
  'PUT /api/offer-rules/:id': 'A',
  'POST /api/offer-stops': 'A',
  'DELETE /api/offer-stops/:id': 'A',
  'PUT /api/contact-marks': 'AS',
  'GET /api/dead-letters': 'AS',
  'POST /api/dead-letters/replay': 'AS',
  'POST /api/dead-letters/discard': 'AS',
  'POST /api/dead-letters/replay-all': 'AS',
  'POST /api/dead-letters/discard-all': 'AS',
  'GET /api/carrier': 'AEPSU',
  'POST /api/carrier/ask': 'AS',
  'POST /api/senders/:sender/lift': 'A',
  'POST /api/handoffs/eligibility': 'A',
  'POST /api/handoffs': 'A',
  'GET /api/handoffs/:id': 'AS',
  'GET /api/chats/:id/person': 'ASG',
  'POST /api/chats/:id/person': 'ASG',
  'POST /api/chats/:id/person/split': 'A',
  'GET /api/chats/:id/reset': 'ASG',
  'POST /api/chats/:id/reset': 'ASG',
  'POST /api/person-resets/look': 'AS',
  'POST /api/person-resets': 'AS',
  'POST /api/chats/:id/call-back': 'ASG',
  'GET /api/callbacks': 'ASG',
  'POST /api/callbacks/:id/cancel': 'ASG',
  'GET /api/entry-links': 'AEPSU',
  'POST /api/entry-links': 'AS',
  'POST /api/entry-links/:code/retire': 'AS',
  'GET /api/entry-links/:code/qr.svg': 'AEPSU',
  'GET /api/entry-links/:code/qr.png': 'AEPSU',
  'GET /api/webhook-endpoints': 'AEPSU',
  'POST /api/webhook-endpoints': 'A',
  'PATCH /api/webhook-endpoints/:id': 'A',
  'DELETE /api/webhook-endpoints/:id': 'A',
  'POST /api/webhook-endpoints/:id/secret': 'A',
  'GET /api/webhook-deliveries': 'AEPSU',
  'POST /api/webhook-deliveries/:id/replay': 'AS',
  'GET /api/audit': 'AU',
  'GET /api/audit/export': 'AU',
  'GET /api/users': 'AU',
  'POST /api/users': 'A',
  'PATCH /api/users/:id': 'A',
  'PUT /api/users/:id/password': 'A',
  'GET /api/users/:id/sessions': 'AU',
  'DELETE /api/users/:id/sessions': 'A',
  'DELETE /api/users/:id/sessions/:sessionId': 'A',
  'DELETE /api/users/:id/second-factor': 'A',
  'GET /api/second-factor-duty': 'AU',
  'PUT /api/second-factor-duty': 'A',
  'GET /api/api-keys': 'AU',
  'POST /api/api-keys': 'A',
  'DELETE /api/api-keys/:id': 'A',
  '* /sandbox/api/*': 'AEPSG',
};

const ENDS_SESSION = new Set(['DELETE /api/session']);

const SCOPE_OPENS: Readonly<Record<Scope, RegExp>> = {
  'handoffs:read': /^GET \/api\/handoffs/,
  'handoffs:write': /^POST \/api\/handoffs/,
  'flows:read': /^(GET \/(api\/)?(flows(?!\/:id\/calls)|approvals|studio-settings)|POST \/api\/flows\/:id\/check)/,
  'flows:write':
    /^(GET \/(api\/)?(flows(?!\/:id\/calls)|approvals|studio-settings)|POST \/api\/flows$|(PUT|DELETE) \/api\/flows\/:id\/draft|POST \/api\/flows\/:id\/(check|.*restore)$)/,
  'flows:publish':
    /^(GET \/(api\/)?(flows(?!\/:id\/calls)|approvals|studio-settings)|POST \/api\/flows\/:id\/(check|releases)$|(PUT|POST|DELETE) \/api\/flows\/:id\/(aliases(?!.*alone)|schedule|approvals))/,
  'tables:read': /^(GET \/(api\/)?tables|POST \/api\/tables\/:name\/rows\/preview$)/,
  'tables:write': /^\w+ \/(api\/)?tables/,
  'reports:read': /^GET \/(api\/)?reports/,
  'audit:read': /^GET \/(api\/)?audit/,
};

const guarded = RIGHTS.filter(({ who, kind }) => who !== 'anyone' && who !== 'carrier' && kind !== 'socket');

describe('the table of rights', () => {
  it('has a row for every route that is mounted', () => {
    const mounted = routesOf(api.app);
    expect(mounted.length).toBeGreaterThan(20);
    expect(mounted.filter(({ method, path }) => !findRight(method, path))).toEqual([]);
  });

  it('has every route of the contract mounted', () => {
    const mounted = routesOf(api.app).map(({ method, path }) => `${method} ${path}`);
    expect(
      Object.values(API)
        .map(({ method, path }) => `${method.toUpperCase()} ${path}`)
        .filter((each) => !mounted.includes(each)),
    ).toEqual([]);
  });

  it('opens nothing to anyone but signing in, health, the sample orders, the description, the recordings and the files of the pages', () => {
    expect(RIGHTS.filter(({ who }) => who === 'anyone').map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /healthz',
      'GET /readyz',
      'GET /metrics',
      'GET /demo/orders/:number',
      'GET /demo/incidents/current',
      'GET /demo/outages/:postcode',
      'GET /demo/policies/:number',
      'POST /demo/clinic/patients',
      'POST /demo/clinic/slots',
      'GET /demo/clinic/patients/:id/appointment',
      'POST /demo/clinic/appointments',
      'POST /demo/clinic/appointments/:id/cancel',
      'GET /demo/helpdesk/employees/:number',
      'GET /demo/helpdesk/incidents/:number',
      'GET /demo/helpdesk/outage',
      'GET /login',
      'GET /login/openid',
      'GET /login/openid/callback',
      'GET /assets/*',
      'GET /audio/*',
      'GET /favicon.ico',
      'GET /favicon.svg',
      'GET /api/sign-in',
      'POST /api/session',
      'GET /api/openapi.json',
      'GET /api/docs',
    ]);
  });

  it('is the one that this test expects, row for row', () => {
    expect(guarded.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(LET_IN).sort());
  });

  it.each(guarded)('$method $path lets in who has $who, and nobody else', async ({ method, path, kind }) => {
    const verb = (method === '*' ? 'GET' : method).toLowerCase() as 'get';
    const letIn = LET_IN[`${method} ${path}`] ?? '';
    const nobody = await api.request[verb](sample(path));
    if (kind === 'page') {
      expect(nobody.status).toBe(303);
      expect(nobody.headers.location).toMatch(/^\/login/);
    } else {
      expect(nobody.status).toBe(401);
      expect(nobody.body.error.code).toBe('not-signed-in');
    }
    for (const role of ROLES) {
      // Signing out would end the session that the next rows need.
      if (ENDS_SESSION.has(`${method} ${path}`)) continue;
      const answer = await api.request[verb](sample(path)).set('Cookie', cookies.get(role) ?? '');
      const told = `${role}: ${answer.status} ${JSON.stringify(answer.body)}`;
      if (letIn.includes(LETTER[role])) expect([401, 403, 303], told).not.toContain(answer.status);
      else if (kind !== 'page') expect(answer.body.error.code, told).toBe('not-allowed');
      else expect(answer.status, told).toBe(403);
    }
  });

  it('gives one who has several roles what any of them may', async () => {
    await api.addUser('both', 'analyst', 'agent');
    const both = await api.signIn('both');
    for (const path of ['/api/reports/funnel', '/api/callbacks']) {
      expect((await api.request.get(path).set('Cookie', both)).status).toBe(200);
    }
    expect((await api.request.get('/api/users').set('Cookie', both)).status).toBe(403);
  });

  it.each(Object.keys(SCOPE_OPENS) as Scope[])('opens to a key with the scope %s its own rows and no other', async (scope) => {
    const made = await api.request
      .post('/api/api-keys')
      .set('Cookie', cookies.get('administrator') ?? '')
      .send({ name: scope, scopes: [scope] });
    for (const { method, path } of guarded) {
      const verb = (method === '*' ? 'GET' : method).toLowerCase() as 'get';
      const answer = await api.request[verb](sample(path)).set('Authorization', `Bearer ${made.body.secret}`);
      const row = `${method} ${path}`;
      if (SCOPE_OPENS[scope].test(row)) expect([401, 403], row).not.toContain(answer.status);
      else expect(answer.status, row).toBe(403);
    }
  });

  it.each([
    ['/ws/desk', DeskCommand],
    ['/ws/flows', DraftCommand],
  ] as const)('names every frame that %s takes', (socket, commands) => {
    const types = commands.options.map((option) => option.shape.type.value);
    expect(Object.keys(FRAME_RIGHTS[socket] ?? {}).sort()).toEqual([...types].sort());
  });

  it.each([
    ['GET', '/api/nothing-here'],
    ['PUT', '/api/users'],
    ['OPTIONS', '/api/users'],
    ['GET', '/api/users/'],
    ['GET', '/API/users'],
    ['GET', '//api/users'],
    ['GET', '/assets/../api/users'],
    ['GET', '/.env'],
  ])('refuses %s %s, which is not in it, to an administrator too', async (method, path) => {
    const answer = await api.request[method.toLowerCase() as 'get'](path).set('Cookie', cookies.get('administrator') ?? '');
    expect(answer.status, JSON.stringify(answer.body)).toBe(404);
    expect(answer.body.error.code).toBe('not-found');
  });
});
