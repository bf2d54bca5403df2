import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeId } from '../../src/base/ids.ts';
import type { OfferRules } from '../../src/http/contract/offer-rules.ts';
import { RULES } from '../../src/rules/table.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let cookies: Record<'administrator' | 'supervisor' | 'agent', string>;

beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis);
  await api.addUser('root', 'administrator');
  await api.addUser('vera', 'supervisor');
  await api.addUser('ana', 'agent');
  cookies = { administrator: await api.signIn('root'), supervisor: await api.signIn('vera'), agent: await api.signIn('ana') };
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

type Role = keyof typeof cookies;
const read = async (role: Role = 'supervisor') =>
  (await api.request.get('/api/offer-rules').set('Cookie', cookies[role])).body as OfferRules;
const put = (id: string, body: object, role: Role = 'administrator') =>
  api.request.put(`/api/offer-rules/${id}`).set('Cookie', cookies[role]).send(body);
const ruleIn = (rules: OfferRules, id: string) => rules.rules.find((rule) => rule.id === id);
const events = async (type: string) => {
  const found = [];
  for await (const page of api.deps.eventLog.range(0, api.clock.nowMs() + 1e9)) found.push(...page.filter((event) => event.type === type));
  return found;
};

describe('the rules of the offer', () => {
  it('are listed in the order of the table, as it has them while nobody changed any', async () => {
    const rules = await read();
    expect(rules.version).toBe(0);
    expect(rules.rules.map(({ id, on }) => [id, on])).toEqual(RULES.map(({ id, on }) => [id, on]));
    expect(rules.rules.every(({ changed }) => !changed)).toBe(true);
    expect(ruleIn(rules, 'invited-too-often')?.parameters).toEqual({ maxInvites: 3, perHours: 24 });
  });

  it('are turned and tuned by an administrator; who and when is kept, and an event says so', async () => {
    const answer = await put('declined-before', { on: false, parameters: { times: 5 }, version: 0 });
    expect(answer.status).toBe(200);
    const rules = await read();
    expect(rules.version).toBe(1);
    expect(ruleIn(rules, 'declined-before')).toMatchObject({ on: false, changed: true, parameters: { times: 5, perHours: 24 } });
    await put('vip', { on: false, version: 1 });
    const { history } = await read();
    expect(history.map(({ version, rule, on, by }) => [version, rule, on, by])).toEqual([
      [2, 'vip', false, 'root'],
      [1, 'declined-before', false, 'root'],
    ]);
    expect((await events('settings.changed')).map(({ data }) => data)).toMatchObject([
      { settings: 'offer-rules', version: 1, rule: 'declined-before', on: false, by: 'root' },
      { version: 2, rule: 'vip' },
    ]);
  });

  it('are refused whole when something is wrong, with every fault', async () => {
    const wrong = await put('declined-before', { on: true, parameters: { times: 0, perHours: 'x', more: 1 }, version: 0 });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'body-invalid']);
    expect(wrong.body.error.details.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['parameters.times', 'parameters.perHours']),
    );
    expect((await put('no-such-rule', { on: true, version: 0 })).body.error.code).toBe('rule-not-found');
    expect((await put('circuit-open', { on: false, version: 0 })).body.error.code).toBe('rule-fixed');
    expect((await read()).version).toBe(0);
  });

  it('of two changes made on the same state take the first', async () => {
    const both = await Promise.all([put('vip', { on: false, version: 0 }), put('vulnerable', { on: false, version: 0 })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.error.code).toBe('settings-changed');
    expect((await read()).history).toHaveLength(1);
  });

  it('are read by supervisors and changed by administrators only', async () => {
    expect((await put('vip', { on: false, version: 0 }, 'supervisor')).status).toBe(403);
    expect((await api.request.get('/api/offer-rules').set('Cookie', cookies.agent)).status).toBe(403);
  });

  it('say how many of the last decisions each one withheld, alone, or would have', async () => {
    const at = { atMs: api.clock.nowMs(), contactId: makeId('p', 1, 'X'), callId: makeId('c', 1, 'Y') };
    await api.commit(1, [
      { ...at, type: 'offer.made', data: { against: [], would: ['do-not-disturb'] } },
      { ...at, type: 'offer.withheld', data: { reasons: [], against: ['vip'], would: [] } },
      { ...at, type: 'offer.withheld', data: { reasons: [], against: ['vip', 'desk-unstaffed'], would: [] } },
      { ...at, type: 'offer.withheld', data: { reasons: [{ rule: 'condition', saw: '' }] } },
    ]);
    const rules = await read();
    expect([rules.decisions, rules.made]).toEqual([3, 1]);
    expect(ruleIn(rules, 'vip')).toMatchObject({ withheld: 2, alone: 1, would: 0 });
    expect(ruleIn(rules, 'do-not-disturb')).toMatchObject({ withheld: 0, would: 1 });
    await api.commit(1, [{ ...at, type: 'offer.made', data: { against: [], would: [] } }]);
    expect((await read()).decisions).toBe(4);
  });
});

describe('a stop', () => {
  const stop = (body: object) => api.request.post('/api/offer-stops').set('Cookie', cookies.administrator).send(body);
  const lift = (id: string) => api.request.delete(`/api/offer-stops/${encodeURIComponent(id)}`).set('Cookie', cookies.administrator);

  it('is set by hand and lifted by hand, once; the log says by whom', async () => {
    expect((await stop({ scope: 'country', name: 'ES' })).status).toBe(201);
    expect((await stop({ scope: 'prefix', name: '+34806' })).body.stops).toHaveLength(2);
    expect((await lift('prefix:+34806')).body.stops.map(({ id }: { id: string }) => id)).toEqual(['country:ES']);
    expect((await lift('prefix:+34806')).body.error.code).toBe('stop-not-found');
    expect((await events('offers.stopped')).map(({ data }) => [data?.name, data?.by])).toEqual([
      ['ES', 'root'],
      ['+34806', 'root'],
    ]);
    expect((await events('offers.resumed')).map(({ data }) => data)).toEqual([{ id: 'prefix:+34806', by: 'root' }]);
  });
});

describe('the marks of a person', () => {
  const mark = (body: object, role: Role = 'supervisor') => api.request.put('/api/contact-marks').set('Cookie', cookies[role]).send(body);

  it('are set and taken away, also of somebody we have not met; what is not named stays', async () => {
    expect((await mark({ number: '+34 600 111 222', vip: true })).body).toMatchObject({ vip: { by: 'vera' } });
    expect((await mark({ number: '+34600111222', vulnerable: true })).body).toMatchObject({
      vip: { by: 'vera' },
      vulnerable: { by: 'vera' },
    });
    expect((await mark({ number: '+34600111222', vip: false })).body).not.toHaveProperty('vip');
    expect(Object.keys((await mark({ number: '+34600111222' })).body)).toEqual(['vulnerable']);
    expect((await events('contact.marked')).map(({ data }) => [data?.mark, data?.on])).toEqual([
      ['vip', true],
      ['vulnerable', true],
      ['vip', false],
    ]);
  });

  it('need a number and the role', async () => {
    expect((await mark({ number: 'not a number', vip: true })).body.error.code).toBe('number-invalid');
    expect((await mark({ number: '+34600111222', vip: true }, 'agent')).status).toBe(403);
  });
});
