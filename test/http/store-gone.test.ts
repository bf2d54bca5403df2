import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { PASSWORD, startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let cookie: string;

beforeAll(async () => {
  redis = await startTestRedis();
  api = await startApi(redis);
  await api.addUser('ana', 'administrator');
  cookie = await api.signIn('ana');
  redis.pause();
});
afterAll(async () => {
  redis?.resume();
  await api?.stop();
  await redis?.stop();
});

describe('while the store is frozen', () => {
  it.each([
    ['get', '/api/me'],
    ['get', '/api/users'],
    ['get', '/desk'],
    ['delete', '/api/session'],
  ] as const)('%s %s says so, and lets nobody in', async (method, path) => {
    const answer = await api.request[method](path).set('Cookie', cookie);
    expect(answer.status).toBe(503);
    expect(answer.body.error.code).toBe('store-unavailable');
  });

  it('nobody is told that the password is wrong', async () => {
    const answer = await api.request.post('/api/session').send({ username: 'ana', password: PASSWORD });
    expect(answer.status).toBe(503);
    expect(answer.body.error.code).toBe('store-unavailable');
  });

  it('the process is alive, and what is open to anyone is answered', async () => {
    expect((await api.request.get('/healthz')).status).toBe(200);
    expect((await api.request.get('/demo/orders/123456')).status).toBe(200);
  });
});

it('whoever was signed in goes on when the store is back', async () => {
  redis.resume();
  await expect.poll(async () => (await api.request.get('/api/me').set('Cookie', cookie)).status, { timeout: 20_000 }).toBe(200);
});
