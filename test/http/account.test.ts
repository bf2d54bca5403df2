import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

const NEXT = 'another password of the tests';
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

const me = (cookie: string) => api.request.get('/api/me').set('Cookie', cookie);
const list = async (cookie: string, path = '/api/me/sessions') =>
  (await api.request.get(path).set('Cookie', cookie).expect(200)).body.items;
const change = (cookie: string, current: string, next: string) =>
  api.request.put('/api/me/password').set('Cookie', cookie).send({ current, next });

describe('one’s own sessions', () => {
  it('tell device, address and last use, and which one asks', async () => {
    await api.request.post('/api/session').set('User-Agent', 'Firefox on a tablet').send({ username: 'ana', password: PASSWORD });
    const items = await list(ana);
    expect(items).toHaveLength(2);
    expect(items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(items.find(({ current }: { current: boolean }) => !current)).toMatchObject({
      device: 'Firefox on a tablet',
      createdAtMs: api.clock.nowMs(),
      seenAtMs: api.clock.nowMs(),
    });
    expect(items[0].address).toMatch(/127\.0\.0\.1/);
    expect(await list(root)).toHaveLength(1);
  });

  it('are ended one by one, and nobody else’s', async () => {
    const other = await api.signIn('ana');
    const found = (await list(other)).find(({ current }: { current: boolean }) => !current);
    await api.request.delete(`/api/me/sessions/${found.id}`).set('Cookie', other).expect(204);
    expect((await me(ana)).status).toBe(401);
    const [mine] = await list(root);
    const answer = await api.request.delete(`/api/me/sessions/${mine.id}`).set('Cookie', other);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'session-not-found']);
    expect((await me(root)).status).toBe(200);
  });

  it('of somebody are seen and ended at once by who manages users', async () => {
    const other = await api.signIn('ana');
    expect(await list(root, `/api/users/${anaId}/sessions`)).toHaveLength(2);
    await api.request.delete(`/api/users/${anaId}/sessions`).set('Cookie', root).expect(204);
    for (const cookie of [ana, other]) expect((await me(cookie)).status).toBe(401);
    expect((await api.request.delete('/api/users/u_NOBODY/sessions').set('Cookie', root)).status).toBe(404);
  });
});

describe('one’s own password', () => {
  it('is changed with the one before; this session stays, the others end', async () => {
    const other = await api.signIn('ana');
    await change(ana, PASSWORD, NEXT).expect(204);
    expect((await me(ana)).status).toBe(200);
    expect((await me(other)).status).toBe(401);
    expect((await api.request.post('/api/session').send({ username: 'ana', password: PASSWORD })).status).toBe(401);
    expect((await api.request.post('/api/session').send({ username: 'ana', password: NEXT })).status).toBe(200);
  });

  it('is not changed with a wrong one, and that can not be tried for ever', async () => {
    expect((await change(ana, 'wrong', NEXT)).body.error.code).toBe('password-wrong');
    for (let n = 0; n < 10; n += 1) await change(ana, 'wrong', NEXT);
    expect((await change(ana, PASSWORD, NEXT)).status).toBe(429);
  });

  it.each(['password123', 'Password2026!', '1234567890', 'aaaaaaaaaaaa', 'abcdefghijkl', 'qwertyuiop', 'ana-ana-ana', 'contraseña1'])(
    'is not %s',
    async (next) => {
      expect((await change(ana, PASSWORD, next)).body.error.code).toBe('password-easy');
      const set = await api.request.put(`/api/users/${anaId}/password`).set('Cookie', root).send({ password: next });
      expect(set.body.error.code).toBe('password-easy');
      expect((await me(ana)).status).toBe(200);
    },
  );

  it('is 10 characters or more', async () => {
    expect((await change(ana, PASSWORD, 'short')).body.error.code).toBe('body-invalid');
  });

  it('is not changed by a machine', async () => {
    const made = await api.request.post('/api/api-keys').set('Cookie', root).send({ name: 'crm', role: 'administrator' });
    const answer = await api.request
      .put('/api/me/password')
      .set('Authorization', `Bearer ${made.body.secret}`)
      .send({ current: PASSWORD, next: NEXT });
    expect(answer.status).toBe(403);
  });
});

describe('an API key with a last day', () => {
  it('opens until then, and nothing afterwards', async () => {
    const made = await api.request
      .post('/api/api-keys')
      .set('Cookie', root)
      .send({ name: 'audit', scopes: ['audit:read'], expiresInDays: 2 });
    expect(made.body.key.expiresAtMs).toBe(api.clock.nowMs() + 2 * 86_400_000);
    const ask = () => api.request.get('/api/audit').set('Authorization', `Bearer ${made.body.secret}`);
    api.clock.advance(2 * 86_400_000 - 1);
    expect((await ask()).status).toBe(200);
    api.clock.advance(1);
    expect((await ask()).status).toBe(401);
  });
});
