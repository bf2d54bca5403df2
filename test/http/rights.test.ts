import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRight, RIGHTS, roleReaches } from '../../src/access/rights.ts';
import { ROLES } from '../../src/access/user.ts';
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
const cookies = new Map<string, string>();

beforeAll(async () => {
  redis = await startTestRedis();
  api = await startApi(redis);
  for (const role of ROLES) {
    await api.addUser(`the-${role}`, role);
    cookies.set(role, await api.signIn(`the-${role}`));
  }
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

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
      'GET /assets/*',
      'GET /audio/*',
      'GET /favicon.ico',
      'GET /favicon.svg',
      'POST /api/session',
      'GET /api/openapi.json',
      'GET /api/docs',
    ]);
  });

  const guarded = RIGHTS.filter(({ who, kind }) => who !== 'anyone' && who !== 'carrier' && kind !== 'socket');
  it.each(guarded)('$method $path is for $who and above', async ({ method, path, who, kind }) => {
    const needed = ROLES.find((role) => role === who) ?? 'administrator';
    const verb = (method === '*' ? 'GET' : method).toLowerCase() as 'get';
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
      if (path === '/api/session') continue;
      const answer = await api.request[verb](sample(path)).set('Cookie', cookies.get(role) ?? '');
      const isLetIn = roleReaches(role, needed);
      if (!isLetIn && kind !== 'page') expect(answer.body.error.code).toBe('not-allowed');
      // A page that is not built answers 503 to everybody who passed the guard.
      else expect([401, 403, 303]).not.toContain(answer.status);
    }
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
