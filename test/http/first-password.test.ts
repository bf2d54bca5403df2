import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAME_RIGHTS, maySend, OPEN_TO_DEBTORS, RIGHTS } from '../../src/access/rights.ts';
import { admit } from '../../src/ws/upgrade.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { cookieOf, startApi, type TestApi } from './start-api.ts';

const OWN = 'a password of one’s own';
let redis: TestRedis;
let api: TestApi;
let root: string;

beforeAll(async () => {
  redis = await startTestRedis();
  api = await startApi(redis);
  await api.addUser('root', 'administrator');
  root = await api.signIn('root');
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

/** Somebody new, signed in with the password that was made for them. */
async function newcomer(username: string) {
  const made = await api.request
    .post('/api/users')
    .set('Cookie', root)
    .send({ username, name: username, roles: ['administrator'] });
  const { password } = made.body;
  const answer = await api.request.post('/api/session').send({ username, password });
  expect([answer.status, answer.body.owes]).toEqual([200, 'password']);
  return { id: made.body.user.id as string, password: password as string, cookie: cookieOf(answer) };
}

const change = (cookie: string, current: string, next: string) =>
  api.request.put('/api/me/password').set('Cookie', cookie).send({ current, next });

describe('a password that somebody else set', () => {
  it('opens nothing until it is changed: no route, no page, no socket, whatever the role', async () => {
    const { cookie } = await newcomer('first');
    for (const { method, path, who, kind } of RIGHTS) {
      if (who === 'anyone' || who === 'carrier' || kind === 'socket' || OPEN_TO_DEBTORS.password.includes(`${method} ${path}`)) continue;
      const verb = (method === '*' ? 'GET' : method).toLowerCase() as 'get';
      const answer = await api.request[verb](path.replace(/:\w+|\*/g, 'x')).set('Cookie', cookie);
      const told = `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`;
      if (kind === 'page') expect([answer.status, answer.headers.location], told).toEqual([303, expect.stringMatching(/^\/first\?next=/)]);
      else expect([answer.status, answer.body.error.code], told).toEqual([403, 'password-change-needed']);
    }
    const door = { authenticate: api.deps.authenticate, isTrusted: () => true };
    for (const [socket, frames] of Object.entries(FRAME_RIGHTS)) {
      await expect(admit(door, { headers: { cookie } } as IncomingMessage, socket)).rejects.toMatchObject({ code: 'not-allowed' });
      const identity = await api.deps.authenticate({ cookie });
      for (const frame of Object.keys(frames)) expect(identity && maySend(socket, frame, identity)).toBe(false);
    }
    const health = await api.request.get('/healthz').set('Cookie', cookie);
    expect(health.body).toEqual((await api.request.get('/healthz')).body);
  });

  it('leaves open who one is, and going', async () => {
    const { cookie } = await newcomer('leaver');
    const me = await api.request.get('/api/me').set('Cookie', cookie);
    expect([me.status, me.body.owes]).toEqual([200, 'password']);
    await api.request.delete('/api/session').set('Cookie', cookie).expect(204);
    expect((await api.request.get('/api/me').set('Cookie', cookie)).status).toBe(401);
  });

  it('is changed to another one, not to itself, and then everything is as it should be', async () => {
    const { cookie, password } = await newcomer('second');
    const elsewhere = cookieOf(await api.request.post('/api/session').send({ username: 'second', password }));
    expect((await change(cookie, password, password)).body.error.code).toBe('password-same');
    expect((await api.request.get('/api/users').set('Cookie', cookie)).status).toBe(403);
    await change(cookie, password, OWN).expect(204);
    expect((await api.request.get('/api/me').set('Cookie', cookie)).body.owes).toBeUndefined();
    expect((await api.request.get('/api/users').set('Cookie', cookie)).status).toBe(200);
    expect((await api.request.get('/api/me').set('Cookie', elsewhere)).status).toBe(401);
    expect((await api.request.post('/api/session').send({ username: 'second', password: OWN })).body.owes).toBeUndefined();
  });

  it('is owed again when an administrator sets one', async () => {
    const { id, cookie, password } = await newcomer('third');
    await change(cookie, password, OWN).expect(204);
    const set = await api.request.put(`/api/users/${id}/password`).set('Cookie', root).send({});
    expect((await api.request.get('/api/me').set('Cookie', cookie)).status).toBe(401);
    const again = await api.request.post('/api/session').send({ username: 'third', password: set.body.password });
    expect(again.body.owes).toBe('password');
  });
});
