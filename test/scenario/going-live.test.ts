import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Service, startService } from '../../src/app.ts';
import { silentLogger } from '../../src/base/log.ts';
import type { Config } from '../../src/config.ts';
import { type CarrierForProcesses, PROCESS_ENTRY, PROCESS_SECRET, startCarrierForProcesses } from '../support/carrier-for-processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const EVA = { username: 'eva', name: 'Eva', roles: ['supervisor'], password: 'a password of the sandbox' };
const DEMO = { username: 'demo', password: 'relevo-demo' };
let redis: TestRedis;
let beside: CarrierForProcesses;
let dataDir: string;
let service: Service;
beforeAll(async () => {
  [redis, beside, dataDir] = await Promise.all([startTestRedis(), startCarrierForProcesses(), mkdtemp(join(tmpdir(), 'relevo-live-'))]);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await beside.carrier.close();
  await redis.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(more: Partial<Config>): Promise<readonly string[]> {
  const lines: string[] = [];
  const base = {
    port: 0,
    redisUrl: redis.url,
    dataDir,
    defaultFlow: 'support',
    secretKey: PROCESS_SECRET,
    requestAllowHosts: [],
    mediaRetentionDays: 30,
    eventsKept: 100_000,
    enteredRetentionDays: 7,
  };
  service = await startService(
    { ...base, role: 'all', logLevel: 'silent', ...more },
    { log: silentLogger, banner: (line) => lines.push(line) },
  );
  return lines;
}

const at = () => `http://127.0.0.1:${service.port}`;
const signIn = async (who: { username: string; password: string }) => {
  const answer = await supertest(at()).post('/api/session').send({ username: who.username, password: who.password });
  return { status: answer.status, cookie: String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '' };
};

it('the users of the sandbox: demo users are out for good, and the operator is told who else can still sign in', {
  timeout: 120_000,
}, async () => {
  await start({});
  const demo = await signIn(DEMO);
  expect(demo.status).toBe(200);
  await supertest(at()).post('/api/users').set('Cookie', demo.cookie).send(EVA).expect(201);
  await service.close();

  const { PUBLIC_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_URL, AGENT_DIAL } = beside.environment;
  const live: Partial<Config> = {
    publicUrl: PUBLIC_URL,
    twilio: { accountSid: TWILIO_ACCOUNT_SID ?? '', authTokens: [TWILIO_AUTH_TOKEN ?? ''], apiUrl: TWILIO_API_URL ?? '' },
    whatsappFrom: PROCESS_ENTRY,
    agentDial: AGENT_DIAL ?? '',
  };
  const banner = (await start(live)).join('\n');
  expect(banner).toMatch(/demo users can no longer sign in[\s\S]*eva \(supervisor\)\.[\s\S]*set-password NAME/);
  expect((await supertest(at()).get('/api/me').set('Cookie', demo.cookie)).status).toBe(401);
  for (const username of ['demo', 'demo-supervisor', 'demo-agent']) {
    expect([username, (await signIn({ ...DEMO, username })).status]).toEqual([username, 401]);
  }
  expect((await signIn(EVA)).status).toBe(200);
  // Enabled again by mistake, the password that everybody knows opens nothing.
  const password = /admin \/ (\S+)/.exec(banner)?.[1] ?? '';
  const admin = await signIn({ username: 'admin', password });
  // It stands in the log of the start: a password of one's own comes first.
  expect((await supertest(at()).get('/api/users').set('Cookie', admin.cookie)).body.error.code).toBe('password-change-needed');
  await supertest(at())
    .put('/api/me/password')
    .set('Cookie', admin.cookie)
    .send({ current: password, next: 'known to nobody else' })
    .expect(204);
  const { body } = await supertest(at()).get('/api/users').set('Cookie', admin.cookie).expect(200);
  const id = body.items.find((user: { username: string }) => user.username === 'demo').id;
  await supertest(at()).patch(`/api/users/${id}`).set('Cookie', admin.cookie).send({ disabled: false }).expect(200);
  expect((await signIn(DEMO)).status).toBe(401);
  await service.close();

  expect((await start(live)).join('\n')).toContain('Overview');
});
