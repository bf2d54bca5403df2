import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IndexedCallback } from '../../src/callbacks/callback-index.ts';
import { createCallbackIndex } from '../../src/store/redis/callback-index.ts';
import { createServerClient } from '../../src/store/redis/client.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let agent: string;
let supervisor: string;
let client: ReturnType<typeof createServerClient>;

const promised = (id: string, team: string, dueAtMs: number): IndexedCallback => ({
  id: id as IndexedCallback['id'],
  team,
  skills: [],
  language: 'es',
  asap: false,
  promisedAtMs: dueAtMs,
  dueAtMs,
  requestedAtMs: 1,
  state: 'scheduled',
  tries: 0,
  zone: 'Europe/Madrid',
  origin: { kind: 'chat', chatId: 't_01_A' as never },
  address: '+34 6•• ••• 222',
});

beforeAll(async () => {
  redis = await startTestRedis();
  api = await startApi(redis);
  client = createServerClient(redis.url, { timeLimitMs: 2_000, name: 'relevo-test' });
  await client.connect();
  const index = createCallbackIndex(client);
  for (const call of [promised('b_01_LATE', 'support', 20), promised('b_01_SOON', 'support', 10), promised('b_01_SALES', 'sales', 5)]) {
    await index.project(call.id, 1, call);
  }
  await api.addUser('root', 'administrator');
  await api.addUser('ines', 'supervisor');
  supervisor = await api.signIn('ines');
  const root = await api.signIn('root');
  await api.addUser('luis', 'agent');
  const users = await api.request.get('/api/users').set('Cookie', root);
  const { id } = users.body.items.find((user: { username: string }) => user.username === 'luis');
  await api.request
    .patch(`/api/users/${id}`)
    .set('Cookie', root)
    .send({ teams: ['support'] });
  agent = await api.signIn('luis');
});
afterAll(async () => {
  client.disconnect();
  await api?.stop();
  await redis?.stop();
});

const ids = async (cookie: string) =>
  (await api.request.get('/api/callbacks').set('Cookie', cookie)).body.items.map((call: { id: string }) => call.id);

it('an agent sees the promised calls of their teams, the next first; a supervisor all; no number stands in them', async () => {
  expect(await ids(agent)).toEqual(['b_01_SOON', 'b_01_LATE']);
  expect(await ids(supervisor)).toEqual(['b_01_SALES', 'b_01_SOON', 'b_01_LATE']);
  const { body } = await api.request.get('/api/callbacks').set('Cookie', agent);
  expect(body.items[0]).toMatchObject({ address: '+34 6•• ••• 222', chatId: 't_01_A', state: 'scheduled' });
});

it('nobody who is not signed in sees or cancels any', async () => {
  expect((await api.request.get('/api/callbacks')).status).toBe(401);
  expect((await api.request.post('/api/callbacks/b_01_SOON/cancel')).status).toBe(401);
});

it('those of other teams are not there for an agent; one that is over is told so', async () => {
  const cancel = (id: string) => api.request.post(`/api/callbacks/${id}/cancel`).set('Cookie', agent).send({});
  expect((await cancel('b_01_SALES')).body.error.code).toBe('callback-not-found');
  expect((await cancel('b_01_NONE')).body.error.code).toBe('callback-not-found');
  expect((await cancel('nonsense')).status).toBe(400);
  const over = await cancel('b_01_SOON');
  expect([over.status, over.body.error.code]).toEqual([409, 'callback-over']);
});
