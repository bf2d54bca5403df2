import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

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

const post = (path: string, body: object) => api.request.post(path).set('Cookie', root).send(body);

describe('users', () => {
  it('are added with a made password that works and is shown once', async () => {
    const made = await post('/api/users', { username: 'carla', name: 'Carla', roles: ['agent'] });
    expect(made.status).toBe(201);
    expect(made.body.password).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(made.body.user).toMatchObject({ username: 'carla', teams: ['support'], capacity: 3, disabled: false });
    expect((await api.request.post('/api/session').send({ username: 'Carla', password: made.body.password })).status).toBe(200);
    const listed = await api.request.get('/api/users').set('Cookie', root);
    expect(JSON.stringify(listed.body)).not.toMatch(/password|argon2/i);
  });

  it('have names of their own, also when two are added at the same moment', async () => {
    const both = await Promise.all(
      [1, 2].map(() => post('/api/users', { username: 'twin', name: 'Twin', roles: ['agent'], password: PASSWORD })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.error.code).toBe('username-taken');
  });

  it('have a phone for callbacks, or the one that all share', async () => {
    const made = await post('/api/users', { username: 'rung', name: 'Rung', roles: ['agent'], phone: '+34910000011' });
    expect(made.body.user.phone).toBe('+34910000011');
    const change = (body: object) => api.request.patch(`/api/users/${made.body.user.id}`).set('Cookie', root).send(body);
    expect((await change({ phone: 'sip:rung@example.com' })).body).toMatchObject({ phone: 'sip:rung@example.com', name: 'Rung' });
    expect((await change({ name: 'Rung up' })).body.phone).toBe('sip:rung@example.com');
    expect((await change({ phone: null })).body.phone).toBeUndefined();
    expect((await change({ phone: 'next door' })).status).toBe(400);
  });

  it('are listed in pages', async () => {
    for (const name of ['p1', 'p2', 'p3']) await api.addUser(name, 'agent');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.request
        .get('/api/users')
        .query({ limit: 2, ...(cursor && { cursor }) })
        .set('Cookie', root);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.items.map((user: { username: string }) => user.username));
      cursor = page.body.next;
    } while (cursor);
    expect(seen).toEqual([...seen].sort());
    expect(seen).toEqual(expect.arrayContaining(['p1', 'p2', 'p3', 'root']));
  });

  it('always have an administrator among them', async () => {
    const { body } = await api.request.get('/api/me').set('Cookie', root);
    for (const change of [{ disabled: true }, { roles: ['agent'] }]) {
      const answer = await api.request.patch(`/api/users/${body.user.id}`).set('Cookie', root).send(change);
      expect(answer.status).toBe(409);
      expect(answer.body.error.code).toBe('last-administrator');
    }
  });

  it('that do not exist are not changed', async () => {
    const answer = await api.request.patch('/api/users/u_NOBODY').set('Cookie', root).send({ name: 'x' });
    expect(answer.body.error.code).toBe('user-not-found');
  });
});

describe('an API key', () => {
  it('opens what its role may open, until it is revoked', async () => {
    const made = await post('/api/api-keys', { name: 'wallboard', role: 'supervisor' });
    expect(made.status).toBe(201);
    const bearer = { Authorization: `Bearer ${made.body.secret}` };
    const asked = await api.request.get('/api/me').set(bearer);
    expect(asked.body).toMatchObject({ via: 'api-key', user: { username: 'key:wallboard', roles: ['supervisor'] } });
    expect((await api.request.get('/api/users').set(bearer)).status).toBe(403);

    const listed = await api.request.get('/api/api-keys').set('Cookie', root);
    expect(listed.body.items).toMatchObject([{ name: 'wallboard', createdBy: 'root', lastUsedAtMs: expect.any(Number) }]);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.secret.slice(-40));
    expect(await api.client.hget('{all}:api-keys', made.body.key.id)).not.toContain(made.body.secret.slice(-40));

    expect((await api.request.delete(`/api/api-keys/${made.body.key.id}`).set('Cookie', root)).status).toBe(204);
    expect((await api.request.get('/api/me').set(bearer)).status).toBe(401);
    expect((await api.request.delete(`/api/api-keys/${made.body.key.id}`).set('Cookie', root)).status).toBe(404);
  });

  it('needs no page of ours to come from', async () => {
    const { body } = await post('/api/api-keys', { name: 'crm', role: 'administrator' });
    const answer = await api.request
      .post('/api/users')
      .set({ Authorization: `Bearer ${body.secret}`, Origin: 'https://crm.example' })
      .send({ username: 'from-crm', name: 'From CRM', roles: ['agent'], password: PASSWORD });
    expect(answer.status).toBe(201);
  });

  it.each([
    'Bearer ',
    'Bearer relevo_AAAAAAAAAAAA_short',
    'Basic cm9vdDpyb290',
    `Bearer relevo_${'A'.repeat(12)}_${'B'.repeat(40)}`,
    'nonsense',
  ])('that is wrong ("%s") opens nothing, whatever the cookie', async (authorization) => {
    expect((await api.request.get('/api/me').set('Cookie', root).set('Authorization', authorization)).status).toBe(401);
  });

  it('with one letter changed opens nothing', async () => {
    const { body } = await post('/api/api-keys', { name: 'almost', role: 'agent' });
    const wrong = `${body.secret.slice(0, -1)}${body.secret.endsWith('A') ? 'B' : 'A'}`;
    expect((await api.request.get('/api/me').set('Authorization', `Bearer ${wrong}`)).status).toBe(401);
  });
});
