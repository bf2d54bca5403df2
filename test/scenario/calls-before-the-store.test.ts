import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { expect, it, onTestFinished } from 'vitest';
import { startService } from '../../src/app.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { silentLogger } from '../../src/base/log.ts';
import { sign } from '../../src/providers/twilio/signature.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { freePort, startTestRedis, until } from '../support/redis.ts';
import { ACCOUNT, ANA, ENTRY, SECRET, SHARDS } from '../support/service.ts';

it('calls that come while Redis is awaited at start are answered from memory, and noted once it is there', {
  timeout: 60_000,
}, async () => {
  const redis = await startTestRedis();
  const dataDir = await mkdtemp(join(tmpdir(), 'relevo-early-'));
  onTestFinished(async () => {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  await redis.kill();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = {
    port,
    redisUrl: redis.url,
    dataDir,
    mediaRetentionDays: 30,
    eventsKept: 100_000,
    enteredRetentionDays: 7,
    defaultFlow: 'support',
    secretKey: SECRET,
    requestAllowHosts: [],
  };
  const started = startService({ ...config, role: 'all', logLevel: 'silent' }, { log: silentLogger });
  const post = async (path: string, more: Readonly<Record<string, string>> = {}) => {
    const fields = { CallSid: `CA${'7'.repeat(32)}`, From: ANA, To: ENTRY, CallStatus: 'in-progress', ...more };
    const signature = sign(ACCOUNT.authToken, url + path, Object.entries(fields));
    const form = new URLSearchParams(fields).toString();
    return (await supertest(url).post(path).type('form').set('X-Twilio-Signature', signature).send(form)).text;
  };
  await until(async () => (await post('/webhooks/twilio/voice/fallback').catch(() => '')).includes('<Dial'));
  expect(await post('/webhooks/twilio/voice/incoming')).toMatch(
    /Le paso con una persona.*I am putting you through.*safety\?n=1&amp;l=es,en.*<Number>/s,
  );
  expect(await post('/webhooks/twilio/voice/safety?n=1&l=es,en', { DialCallStatus: 'busy' })).toMatch(/una vez más.*once more.*n=2/s);
  expect(await post('/webhooks/twilio/voice/safety?n=2&l=es,en', { DialCallStatus: 'busy' })).toMatch(/call again.*<Hangup\/>/s);
  await redis.start();
  const service = await started;
  const eventLog = await createEventLog({ client: redis.client(), shards: SHARDS });
  const noted = async () => {
    const all: DomainEvent[] = [];
    for await (const page of eventLog.range(0, Date.now() + 86_400_000)) all.push(...page);
    return all.filter(({ type }) => type === 'call.failed-over').map(({ data }) => data?.why);
  };
  await expect.poll(noted, { timeout: 20_000 }).toEqual(['starting', 'starting', 'starting', 'nobody-answered']);
  await service.close();
});
