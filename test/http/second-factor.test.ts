import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPEN_TO_DEBTORS, RIGHTS } from '../../src/access/rights.ts';
import { totpCode, totpStep } from '../../src/access/totp.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { cookieOf, PASSWORD, startApi, type TestApi } from './start-api.ts';

const STEP_MS = 30_000;
let redis: TestRedis;
let api: TestApi;
let ana: string;
let anaId: string;
let root: string;

beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis);
  anaId = (await api.addUser('ana', 'agent')).user.id;
  await api.addUser('root', 'administrator');
  [ana, root] = [await api.signIn('ana'), await api.signIn('root')];
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

const as = (cookie: string, verb: 'get' | 'put' | 'post' | 'delete', path: string, body?: object) =>
  api.request[verb](path).set('Cookie', cookie).send(body);
const signIn = (code?: string) => api.request.post('/api/session').send({ username: 'ana', password: PASSWORD, ...(code && { code }) });
const codeNow = (secret: string) => totpCode(secret, totpStep(api.clock.nowMs()));

/** Sets one up and lets a step pass, so that there is a code which was not used yet. */
async function setUp(cookie = ana) {
  const { offer } = (await as(cookie, 'get', '/api/me/second-factor').expect(200)).body;
  const body = { sealed: offer.sealed, code: codeNow(offer.secret), password: PASSWORD };
  const answer = await as(cookie, 'put', '/api/me/second-factor', body).expect(200);
  api.clock.advance(STEP_MS);
  return { secret: offer.secret as string, recoveryCodes: answer.body.recoveryCodes as string[] };
}

describe('a second factor', () => {
  it('is set up with the code of an app and the password, and asked for from then on', async () => {
    const other = await api.signIn('ana');
    const { offer, active } = (await as(ana, 'get', '/api/me/second-factor')).body;
    expect([active, offer.qr]).toEqual([false, expect.stringMatching(/^<svg /)]);
    const given = { sealed: offer.sealed, code: codeNow(offer.secret), password: PASSWORD };
    expect((await as(ana, 'put', '/api/me/second-factor', { ...given, password: 'not it' })).body.error.code).toBe('password-wrong');
    expect((await as(ana, 'put', '/api/me/second-factor', { ...given, code: '000000' })).body.error.code).toBe('code-wrong');
    const { body } = await as(ana, 'put', '/api/me/second-factor', given).expect(200);
    expect(new Set(body.recoveryCodes).size).toBe(10);
    expect((await as(other, 'get', '/api/me')).status).toBe(401);
    expect((await as(ana, 'get', '/api/me/second-factor')).body).toEqual({ active: true, recoveryLeft: 10 });
    const asked = await signIn();
    expect([asked.status, asked.body.error.code, asked.headers['set-cookie']]).toEqual([401, 'code-needed', undefined]);
    api.clock.advance(STEP_MS);
    await signIn(codeNow(offer.secret)).expect(200);
  });

  it('takes a code once, also when two come at the same moment', async () => {
    const { secret } = await setUp();
    const code = codeNow(secret);
    const both = await Promise.all([signIn(code), signIn(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await signIn(code)).body.error.code).toBe('code-wrong');
    api.clock.advance(STEP_MS);
    await signIn(codeNow(secret)).expect(200);
  });

  it('is not guessed: wrong codes count like wrong passwords, and the right password forgives none of them', async () => {
    const { secret } = await setUp();
    for (let n = 0; n < 10; n += 1) expect((await signIn(n % 2 ? '000000' : undefined)).status).toBe(401);
    expect((await signIn(codeNow(secret))).status).toBe(429);
  });

  it('can be replaced by each recovery code once', async () => {
    const { recoveryCodes } = await setUp();
    const [first = ''] = recoveryCodes;
    const answer = await signIn(first.toLowerCase().replaceAll('-', ' ')).expect(200);
    expect((await signIn(first)).body.error.code).toBe('code-wrong');
    expect((await as(cookieOf(answer), 'get', '/api/me/second-factor')).body).toEqual({ active: true, recoveryLeft: 9 });
  });

  it('is kept encrypted, its recovery codes as hashes', async () => {
    const { secret, recoveryCodes } = await setUp();
    const kept = (await api.client.hget('{all}:users', anaId)) ?? '';
    expect(kept).toContain('"secondFactor"');
    for (const text of [secret, ...recoveryCodes]) expect(kept).not.toContain(text);
  });

  it('is offered for a quarter of an hour, and to one person', async () => {
    const { offer } = (await as(ana, 'get', '/api/me/second-factor')).body;
    const given = () => ({ sealed: offer.sealed, code: codeNow(offer.secret), password: PASSWORD });
    expect((await as(root, 'put', '/api/me/second-factor', given())).body.error.code).toBe('factor-offer-over');
    api.clock.advance(15 * 60_000 + 1);
    expect((await as(ana, 'put', '/api/me/second-factor', given())).body.error.code).toBe('factor-offer-over');
  });

  it('is removed by its owner with password and code, or by an administrator when it is lost; both are noted', async () => {
    const { secret } = await setUp();
    const remove = (code: string) => as(ana, 'post', '/api/me/second-factor/remove', { code, password: PASSWORD });
    expect((await remove('000000')).body.error.code).toBe('code-wrong');
    expect((await as(ana, 'delete', `/api/users/${anaId}/second-factor`)).status).toBe(403);
    await remove(codeNow(secret)).expect(204);
    await signIn().expect(200);
    await setUp();
    expect((await as(root, 'get', '/api/users')).body.items.find(({ id }: { id: string }) => id === anaId).secondFactor).toBe(true);
    await as(root, 'delete', `/api/users/${anaId}/second-factor`).expect(204);
    expect((await as(ana, 'get', '/api/me')).status).toBe(401);
    await signIn().expect(200);
    const { items } = (await as(root, 'get', '/api/audit?action=user.second-factor-removed')).body;
    expect(items.map(({ outcome, object }: { outcome: string; object?: object }) => [outcome, object !== undefined])).toEqual([
      ['done', true],
      ['done', false],
      ['refused', false],
    ]);
  });

  it('outlives a new password', async () => {
    await setUp();
    const set = await as(root, 'put', `/api/users/${anaId}/password`, {}).expect(200);
    const answer = await api.request.post('/api/session').send({ username: 'ana', password: set.body.password });
    expect(answer.body.error.code).toBe('code-needed');
  });
});

describe('a role that needs a second factor', () => {
  it('opens nothing but setting one up, at once, to who has none', async () => {
    expect((await as(ana, 'put', '/api/second-factor-duty', { roles: ['agent'] })).status).toBe(403);
    await as(root, 'put', '/api/second-factor-duty', { roles: ['agent'] }).expect(200);
    expect((await as(ana, 'get', '/api/me')).body.owes).toBe('second-factor');
    for (const { method, path, who, kind } of RIGHTS) {
      const isOpen = OPEN_TO_DEBTORS['second-factor'].includes(`${method} ${path}`);
      if (who === 'anyone' || who === 'carrier' || kind === 'socket' || kind === 'page' || isOpen) continue;
      const verb = (method === '*' ? 'GET' : method).toLowerCase() as 'get';
      const answer = await as(ana, verb, path.replace(/:\w+|\*/g, 'x'));
      expect([answer.status, answer.body.error.code], `${method} ${path}`).toEqual([403, 'second-factor-needed']);
    }
    expect((await signIn()).body.owes).toBe('second-factor');
    await setUp();
    expect((await as(ana, 'get', '/api/me')).body.owes).toBeUndefined();
    expect((await as(ana, 'get', '/api/callbacks')).status).toBe(200);
    expect((await as(root, 'get', '/api/me')).body.owes).toBeUndefined();
  });
});

describe('one session of somebody else', () => {
  it('is ended by who manages users, and no other', async () => {
    const other = await api.signIn('ana');
    const { items } = (await as(root, 'get', `/api/users/${anaId}/sessions`)).body;
    const first = (await as(ana, 'get', '/api/me/sessions')).body.items.find(({ current }: { current: boolean }) => current);
    expect(items.map(({ id }: { id: string }) => id)).toContain(first.id);
    expect((await as(ana, 'delete', `/api/users/${anaId}/sessions/${first.id}`)).status).toBe(403);
    await as(root, 'delete', `/api/users/${anaId}/sessions/${first.id}`).expect(204);
    expect([(await as(ana, 'get', '/api/me')).status, (await as(other, 'get', '/api/me')).status]).toEqual([401, 200]);
    const mine = (await as(root, 'get', '/api/me/sessions')).body.items[0].id;
    expect((await as(root, 'delete', `/api/users/${anaId}/sessions/${mine}`)).body.error.code).toBe('session-not-found');
    const { items: noted } = (await as(root, 'get', '/api/audit?action=session.ended')).body;
    expect(noted.at(-1).object).toEqual({ kind: 'session', id: `${anaId}/${first.id}` });
  });
});
