import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { cookieOf, PASSWORD, startApi, type TestApi } from './start-api.ts';

const HOUR_MS = 3_600_000;
let redis: TestRedis;
let api: TestApi;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(async () => {
  await redis?.stop();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis, { limits: { perNameAndAddress: 3, perAddress: 6, perName: 8 } });
  await api.addUser('ana', 'supervisor');
});

const me = (cookie: string) => api.request.get('/api/me').set('Cookie', cookie);

describe('signing in', () => {
  it('answers who signed in and which pages are open to them', async () => {
    const answer = await api.request.post('/api/session').send({ username: 'ana', password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ user: { username: 'ana', roles: ['supervisor'] }, via: 'session', environment: 'sandbox' });
    expect(answer.body.pages).toEqual(['/', '/desk', '/flows', '/tables', '/reports', '/settings', '/sandbox']);
    expect((await me(cookieOf(answer))).body.user.username).toBe('ana');
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await api.request.post('/api/session').send({ username: 'ana', password: PASSWORD });
    const line = answer.headers['set-cookie']?.[0] ?? '';
    expect(line).toMatch(/^relevo_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  });

  it('makes the cookie Secure where our address is https', async () => {
    await api.stop();
    api = await startApi(redis, { deps: { publicUrl: () => 'https://relevo.example' } });
    await api.addUser('ana', 'agent');
    const answer = await api.request.post('/api/session').send({ username: 'ana', password: PASSWORD });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('says the same about a wrong password, an unknown name and a disabled user', async () => {
    const { user } = await api.addUser('gone', 'agent');
    const stored = await api.deps.users.byId(user.id);
    if (stored) await api.deps.users.replace({ ...stored, user: { ...user, disabled: true }, version: 2 });
    const bodies = [];
    for (const [username, password] of [
      ['ana', 'not this one'],
      ['nobody', PASSWORD],
      ['gone', PASSWORD],
    ]) {
      const answer = await api.request.post('/api/session').send({ username, password });
      expect(answer.status).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
      bodies.push(answer.body);
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('keeps neither the cookie nor the user name nor the address in the store', async () => {
    const answer = await api.request.post('/api/session').send({ username: 'ana', password: PASSWORD });
    await api.request.post('/api/session').send({ username: 'someone-else', password: 'wrong password' });
    const keys = await api.client.keys('*');
    const token = cookieOf(answer).split('=')[1] ?? 'none';
    expect(keys.some((key) => key.startsWith('session:'))).toBe(true);
    expect(keys.some((key) => key.startsWith('attempts:address:'))).toBe(true);
    expect(keys.filter((key) => key.includes(token) || key.includes('someone-else') || key.includes('127.0.0.1'))).toEqual([]);
    expect(await api.client.hget('{all}:users', (await api.deps.users.byUsername('ana'))?.user.id ?? '')).toContain('$argon2id$');
  });
});

describe('too many attempts', () => {
  const attempt = (username: string, password = 'a wrong password', address = '203.0.113.7') =>
    api.request.post('/api/session').set('X-Forwarded-For', address).send({ username, password });

  it('shut a name out where they were made, even with the right password, and say for how long', async () => {
    for (let n = 0; n < 3; n += 1) expect((await attempt('ana')).status).toBe(401);
    const answer = await attempt('ana', PASSWORD);
    expect(answer.status).toBe(429);
    expect(answer.body.error.code).toBe('too-many-attempts');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('do not lock out the owner of the name, who is elsewhere', async () => {
    for (let n = 0; n < 4; n += 1) await attempt('ana');
    expect((await attempt('ana', PASSWORD, '203.0.113.99')).status).toBe(200);
  });

  it('from many addresses shut the name out for strangers, and not for where its owner has signed in before', async () => {
    expect((await attempt('ana', PASSWORD, '203.0.113.99')).status).toBe(200);
    for (let n = 0; n < 8; n += 1) expect((await attempt('ana', 'a wrong password', `203.0.113.${n}`)).status).toBe(401);
    expect((await attempt('ana', PASSWORD, '203.0.113.50')).status).toBe(429);
    expect((await attempt('ana', PASSWORD, '203.0.113.99')).status).toBe(200);
  });

  it('shut out an address, whatever the name, and no other address', async () => {
    for (let n = 0; n < 6; n += 1) expect((await attempt(`name-${n}`)).status).toBe(401);
    expect((await attempt('ana', PASSWORD)).status).toBe(429);
    expect((await attempt('ana', PASSWORD, '203.0.113.8')).status).toBe(200);
  });

  it('are forgotten for the name once the password was right', async () => {
    for (let n = 0; n < 2; n += 1) await attempt('ana');
    expect((await attempt('ana', PASSWORD)).status).toBe(200);
    for (let n = 0; n < 3; n += 1) expect((await attempt('ana')).status).toBe(401);
  });

  it('do not count what was right against the address', async () => {
    for (let n = 0; n < 10; n += 1) expect((await attempt('ana', PASSWORD)).status).toBe(200);
  });
});

describe('a session', () => {
  it('is another one after every sign-in, and the one before is over', async () => {
    const first = await api.signIn('ana');
    const again = await api.request.post('/api/session').set('Cookie', first).send({ username: 'ana', password: PASSWORD });
    const second = cookieOf(again);
    expect(second).not.toBe(first);
    expect((await me(first)).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  it('cannot be planted: an invented id is not taken over at sign-in', async () => {
    const planted = `relevo_session=${'x'.repeat(43)}`;
    const answer = await api.request.post('/api/session').set('Cookie', planted).send({ username: 'ana', password: PASSWORD });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await me(planted)).status).toBe(401);
  });

  it('is over after signing out, for whoever kept the cookie', async () => {
    const cookie = await api.signIn('ana');
    const answer = await api.request.delete('/api/session').set('Cookie', cookie);
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^relevo_session=; .*Max-Age=0/);
    expect((await me(cookie)).status).toBe(401);
  });

  it('slides while it is used and ends after 12 idle hours', async () => {
    const cookie = await api.signIn('ana');
    for (let n = 0; n < 3; n += 1) {
      api.clock.advance(11 * HOUR_MS);
      expect((await me(cookie)).status).toBe(200);
    }
    api.clock.advance(12 * HOUR_MS);
    expect((await me(cookie)).status).toBe(401);
  });

  it('ends after seven days, however busy', async () => {
    const cookie = await api.signIn('ana');
    for (let hours = 0; hours < 7 * 24 - 10; hours += 10) {
      api.clock.advance(10 * HOUR_MS);
      expect((await me(cookie)).status).toBe(200);
    }
    api.clock.advance(10 * HOUR_MS);
    expect((await me(cookie)).status).toBe(401);
  });

  it('ends at once when the user is disabled or gets another password', async () => {
    await api.addUser('root', 'administrator');
    const root = await api.signIn('root');
    const { user } = await api.addUser('luis', 'agent');
    const before = await api.signIn('luis');
    await api.request.put(`/api/users/${user.id}/password`).set('Cookie', root).send({ password: PASSWORD }).expect(200);
    expect((await me(before)).status).toBe(401);
    const after = await api.signIn('luis');
    await api.request.patch(`/api/users/${user.id}`).set('Cookie', root).send({ disabled: true }).expect(200);
    expect((await me(after)).status).toBe(401);
  });

  it('gives another role its rights at once', async () => {
    await api.addUser('root', 'administrator');
    const { user } = await api.addUser('luis', 'agent');
    const [root, luis] = [await api.signIn('root'), await api.signIn('luis')];
    expect((await api.request.get('/api/flows').set('Cookie', luis)).status).toBe(403);
    await api.request
      .patch(`/api/users/${user.id}`)
      .set('Cookie', root)
      .send({ roles: ['supervisor'] })
      .expect(200);
    expect((await api.request.get('/api/flows').set('Cookie', luis)).status).toBe(200);
  });
});

describe('a request that changes something', () => {
  const change = (headers: Record<string, string>) =>
    api.request.post('/api/session').set(headers).send({ username: 'ana', password: PASSWORD });

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'null' }],
    [{ Origin: 'no address' }],
    [{ Origin: 'http://relevo.example.evil.example' }],
    [{ Origin: 'http://relevo.example', 'Sec-Fetch-Site': 'cross-site' }],
  ] as Record<string, string>[][])('is refused from another site: %o', async (headers) => {
    const answer = await change(headers ?? {});
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe('cross-site');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    [{ 'Sec-Fetch-Site': 'same-origin' }],
    [{ Origin: 'http://relevo.example' }],
    [{ Origin: 'http://localhost:8080', Host: 'localhost:8080' }],
    [{ Origin: 'http://192.168.1.10:8080', Host: '192.168.1.10:8080' }],
    [{ Origin: 'http://[::1]:8080', Host: '[::1]:8080' }],
    [{}],
  ] as Record<string, string>[][])('is taken from our own pages: %o', async (headers) => {
    expect((await change(headers ?? {})).status).toBe(200);
  });

  it('under a name that is not PUBLIC_URL: refused in the sandbox, whose password everybody knows, and taken outside it', async () => {
    const named = { Origin: 'http://desk.example:8080', Host: 'desk.example:8080' };
    expect((await change(named)).body.error?.code).toBe('cross-site');
    await api.stop();
    api = await startApi(redis, { deps: { sandbox: false } });
    await api.addUser('ana', 'agent');
    expect((await change(named)).status).toBe(200);
    expect((await change({ ...named, Host: 'relevo.example' })).body.error?.code).toBe('cross-site');
  });

  it('may only look, from another site', async () => {
    const cookie = await api.signIn('ana');
    expect((await me(cookie).set('Sec-Fetch-Site', 'cross-site')).status).toBe(200);
    expect((await api.request.delete('/api/session').set('Cookie', cookie).set('Origin', 'https://evil.example')).status).toBe(403);
    expect((await me(cookie)).status).toBe(200);
  });
});
