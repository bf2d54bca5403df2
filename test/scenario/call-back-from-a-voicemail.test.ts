import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Callback } from '../../src/callbacks/callback.ts';
import type { Chat, ChatMessage } from '../../src/chat/chat.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** Monday, 11:00 in Madrid. */
const MONDAY = Date.parse('2026-11-23T10:00:00Z');
const HOUR_MS = 3_600_000;
const AGENT = '+34910000001';
const OWN_PHONE = '+34910000777';

const FLOW = {
  ...BASICS,
  call: {
    start: 'message',
    steps: {
      message: {
        type: 'voicemail',
        prompt: both('Deje su mensaje. Será grabado. 0, una persona.', 'Leave your message. It will be recorded. 0, a person.'),
        team: 'billing',
        next: 'thanks',
        tooShort: 'thanks',
        failed: 'thanks',
      },
      thanks: { type: 'hangup', text: both('Gracias.', 'Thank you.') },
    },
  },
};

let folder: FlowFolder;
let t: TestService;
let cookie = '';
let me: { id: string; name: string };
let people = 0;
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path }, startMs: MONDAY });
  cookie = await t.signIn('demo-agent');
  me = (await supertest(t.publicUrl).get('/api/me').set('Cookie', cookie)).body.user;
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});
beforeEach(() => {
  for (const phone of [AGENT, OWN_PHONE]) t.sandbox.phone(phone).setMode('ring');
});

const post = (path: string) => supertest(t.publicUrl).post(path).set('Cookie', cookie).send({});
const load = async <T>(kind: 'chat' | 'callback', id: string) => (await t.store.load([{ kind, id }]))[0] as { value: T; version: number };

/** So many hours later, somebody signs in anew. */
async function wait(hours: number) {
  t.clock.advance(hours * HOUR_MS);
  await t.settle();
  cookie = await t.signIn('demo-agent');
}

/** Somebody leaves a message; the agent has its case. */
async function caseOf(from?: string) {
  people += 1;
  const number = from ?? `+346007${String(70_000 + people)}`;
  const call = await t.sandbox.call({ from: number });
  await call.waitForGather();
  await call.say('Buenos días, llámenme por favor por la factura de noviembre.');
  await call.hangUp();
  await t.settle();
  const opened = (await t.events('chat.opened')).at(-1);
  const id = opened?.chatId ?? '';
  const { value, version } = await load<Chat>('chat', id);
  const mine: Chat = { ...value, state: 'assigned', agentId: me.id, agentName: me.name };
  await t.store.commit({
    shard: Number(id.slice(2, 4)),
    writes: [{ ref: { kind: 'chat', id }, expectedVersion: version, value: mine, ttlSeconds: 3600 }],
  });
  return { id, number };
}

/** The agent is at the desk, with as many chats as they may have. */
async function atTheDesk(capacity: number) {
  const board = createAgentBoard(t.client, () => t.clock.nowMs());
  const presence = { userId: me.id, name: me.name, teams: ['other'], skills: [], languages: [], capacity, phone: OWN_PHONE };
  await board.setPresence({ ...presence, status: 'available', seenAtMs: t.clock.nowMs() + 30 * 24 * HOUR_MS });
}

it('a call is promised from the case: the phone of whoever promised it rings first, then the caller’s', async () => {
  await atTheDesk(1);
  const { id, number } = await caseOf();
  t.sandbox.phone(number).setMode('ring');
  const { body } = await post(`/api/chats/${id}/call-back`).expect(201);
  expect(body).toMatchObject({ asap: true, atMs: t.clock.nowMs() });
  const second = await post(`/api/chats/${id}/call-back`);
  expect([second.status, second.body.error.code]).toEqual([409, 'callback-pending']);
  await t.settle();
  const agent = await t.sandbox.phone(OWN_PHONE).answer();
  expect(t.sandbox.phone(AGENT).rings()).toBe(false);
  await agent.press('1');
  const customer = await t.sandbox.phone(number).answer();
  await customer.press('1');
  expect(customer.view().state).toBe('bridged');
  await agent.hangUp();
  await t.settle();
  expect((await load<Callback>('callback', body.callbackId)).value).toMatchObject({ promisedBy: me.id, closed: { reason: 'talked' } });
  expect((await t.contact(number))?.pendingCallback).toBeUndefined();
  const thread = (await t.store.loadParts({ kind: 'chat', id })).map(({ value }) => value as ChatMessage);
  expect(thread.some(({ said }) => said?.key === 'callPromised')).toBe(true);
});

it('who is not reached is told of in the case, once', async () => {
  await atTheDesk(5);
  const { id } = await caseOf();
  const { body } = await post(`/api/chats/${id}/call-back`).expect(201);
  await t.settle();
  await post(`/api/callbacks/${body.callbackId}/cancel`).expect(204);
  await t.settle();
  const thread = (await t.store.loadParts({ kind: 'chat', id })).map(({ value }) => value as ChatMessage);
  expect(thread.filter(({ said }) => said?.key === 'callNotMade')).toHaveLength(1);
});

it('a phone that the carrier does not call is an alarm that names the agent, until it is set anew', async () => {
  const board = createAgentBoard(t.client, () => t.clock.nowMs());
  const wrong = { userId: me.id, name: 'Lucía', teams: [], skills: [], languages: [], capacity: 5, phone: '+3491' };
  await board.setPresence({ ...wrong, status: 'available', seenAtMs: t.clock.nowMs() + 24 * HOUR_MS });
  await t.staff(false);
  const { id } = await caseOf();
  const { body } = await post(`/api/chats/${id}/call-back`).expect(201);
  await t.pass(5_000);
  const root = await t.signIn('demo');
  const alarms = async () => {
    const overview = await supertest(t.publicUrl).get('/api/overview').set('Cookie', root).expect(200);
    return overview.body.alarms.filter(({ code }: { code: string }) => code === 'agent-phone-refused');
  };
  expect(await alarms()).toMatchObject([{ values: { name: 'Lucía', code: '21211', digits: '491', whose: 'own' } }]);
  const attempts = (await load<Callback>('callback', body.callbackId)).value.attempt;
  await t.pass(5 * 60_000);
  expect((await load<Callback>('callback', body.callbackId)).value.attempt).toBe(attempts);
  await supertest(t.publicUrl).patch(`/api/users/${me.id}`).set('Cookie', root).send({ phone: OWN_PHONE }).expect(200);
  expect(await alarms()).toEqual([]);
  await post(`/api/callbacks/${body.callbackId}/cancel`).expect(204);
  await t.settle();
});

it('out of the hours at which people may be called it is promised for the next; by the law of the country where the rule is on', async () => {
  await wait(11);
  const { id } = await caseOf();
  const tonight = await post(`/api/chats/${id}/call-back`).expect(201);
  // Tuesday, 9:00 in Madrid.
  expect(tonight.body).toMatchObject({ asap: false, atMs: Date.parse('2026-11-24T08:00:00Z') });
  await t.settle();
  await post(`/api/callbacks/${tonight.body.callbackId}/cancel`).expect(204);
  await t.settle();
  await wait(4 * 24);
  const root = await t.signIn('demo');
  const { version } = (await supertest(t.publicUrl).get('/api/offer-rules').set('Cookie', root)).body;
  await supertest(t.publicUrl)
    .put('/api/offer-rules/do-not-disturb')
    .set('Cookie', root)
    .send({ on: true, parameters: { countries: ['ES Europe/Madrid mon-fri 10:30-21:00'] }, version })
    .expect(200);
  // Friday night: not on Saturday, and on Monday not before what the administrator wrote.
  const again = await post(`/api/chats/${id}/call-back`).expect(201);
  expect(again.body).toMatchObject({ asap: false, atMs: Date.parse('2026-11-30T09:30:00Z') });
});

it('nobody is called whose number is withheld or on the block-list, or who left no voice message', async () => {
  const { id } = await caseOf();
  const { value, version } = await load<Chat>('chat', id);
  const { voicemail: _, ...written } = value;
  await t.store.commit({
    shard: Number(id.slice(2, 4)),
    writes: [{ ref: { kind: 'chat', id }, expectedVersion: version, value: written, ttlSeconds: 3600 }],
  });
  expect((await post(`/api/chats/${id}/call-back`)).body.error.code).toBe('call-not-possible');
  const hidden = await caseOf('anonymous');
  expect((await post(`/api/chats/${hidden.id}/call-back`)).body.error.code).toBe('call-not-possible');
  expect((await supertest(t.publicUrl).post(`/api/chats/${id}/call-back`)).status).toBe(401);
});
