import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { blankFlow } from '../../src/flows/studio/blank-flow.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';
import { startTestService, type TestService } from '../support/service.ts';

const text = (name: string, next = 'person') =>
  writeJson(blankFlow({ id: 'support', name, business: 'Luz Clara', timeZone: 'Europe/Madrid', languages: ['es', 'en'] })).replace(
    '"next": "person"',
    `"next": "${next}"`,
  );

let redis: TestRedis;
let folder: string;
let t: TestService;
let cookie: string;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.flush();
  folder = await mkdtemp(join(tmpdir(), 'relevo-scheduled-'));
  await writeFile(join(folder, 'support.flow.json'), text('One'));
  await start();
});
afterEach(async () => {
  await t.stop();
  await rm(folder, { recursive: true });
});

async function start(startMs?: number): Promise<void> {
  t = await startTestService({ redis, options: { flowsFolder: folder }, ...(startMs !== undefined && { startMs }) });
  cookie = await t.signIn('demo');
}

const ask = (method: 'get' | 'put' | 'post' | 'delete', path: string, body?: object) =>
  supertest(t.publicUrl)[method](`/api${path}`).set('Cookie', cookie).set('Origin', t.publicUrl).send(body);
const draft = (flow: string, baseRevision: number) => ask('put', '/flows/support/draft', { baseRevision, flow });
const inAnHour = () => t.clock.nowMs() + 3_600_000;
const schedule = (publishAtMs: number, draftRevision = 1) =>
  ask('put', '/flows/support/schedule', { draftRevision, note: 'Autumn', makeLive: true, publishAtMs });
const flow = async () => (await ask('get', '/flows/support')).body;

it('a draft is published at its time, by whom it was scheduled, and not before; a restart forgets nothing', async () => {
  await draft(text('Two'), 0);
  const at = inAnHour();
  expect((await schedule(at)).body).toMatchObject({ draftRevision: 1, publishAtMs: at, makeLive: true });
  expect(await flow()).toMatchObject({ release: 1, scheduled: { publishAtMs: at, by: { name: 'Alba Demo' } } });
  await t.stop();
  await start(at - 60_000);
  expect(await flow()).toMatchObject({ release: 1, scheduled: { publishAtMs: at } });
  t.clock.advance(61_000);
  await until(async () => (await flow()).release === 2, 20_000);
  expect((await flow()).scheduled).toBeUndefined();
  expect((await ask('get', '/flows/support/releases')).body.items[0]).toMatchObject({
    number: 2,
    note: 'Autumn',
    authorName: 'Alba Demo',
    aliases: ['live'],
  });
});

it('a draft that was changed meanwhile is not published: an alarm and the page say so, until it is put away', async () => {
  await draft(text('Two'), 0);
  await schedule(inAnHour());
  await draft(text('Three'), 1);
  t.clock.advance(3_600_001);
  await until(async () => (await flow()).scheduled?.refused !== undefined, 20_000);
  expect((await flow()).scheduled.refused.problems[0]).toContain('has saved the draft meanwhile');
  const { alarms } = (await ask('get', '/overview')).body;
  expect(alarms).toContainEqual(expect.objectContaining({ code: 'scheduled-refused', severity: 'critical' }));
  expect((await flow()).release).toBe(1);
  expect((await ask('delete', '/flows/support/schedule')).status).toBe(204);
  expect((await flow()).scheduled).toBeUndefined();
  expect((await ask('delete', '/flows/support/schedule')).body.error.code).toBe('not-scheduled');
});

it('nothing is scheduled that could not be published now, that is not there, or for a time that has passed', async () => {
  expect((await schedule(inAnHour(), 0)).body.error.code).toBe('nothing-to-publish');
  await draft(text('Two', 'nowhere'), 0);
  expect((await schedule(inAnHour())).body.error.code).toBe('release-refused');
  await draft(text('Two'), 1);
  expect((await schedule(t.clock.nowMs(), 2)).body.error.code).toBe('schedule-past');
  expect((await flow()).scheduled).toBeUndefined();
});

it('what is cancelled is not published', async () => {
  await draft(text('Two'), 0);
  await schedule(inAnHour());
  await ask('delete', '/flows/support/schedule');
  await schedule(inAnHour() + 3_600_000);
  t.clock.advance(3_600_001);
  await until(async () => (await t.client.zcount('{flows}:scheduled-due', '-inf', t.clock.nowMs())) === 0);
  expect((await flow()).release).toBe(1);
});
