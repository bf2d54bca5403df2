import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Versioned } from '../../src/base/changes.ts';
import { type ContactId, shardOfId } from '../../src/base/ids.ts';
import { bookCallback, callbackIdOf } from '../../src/callbacks/book-callback.ts';
import type { Callback } from '../../src/callbacks/callback.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { contactIdOf } from '../../src/contacts/load-contact.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { ACCOUNT, ENTRY, startTestService, type TestService } from '../support/service.ts';
import { CALLBACK_FLOW } from './callback-flow.ts';

/** Monday, 11:00 in Madrid. */
const MONDAY = Date.parse('2026-11-23T10:00:00Z');
const HOUR_MS = 3_600_000;
const AGENT = '+34910000001';

let folder: FlowFolder;
let t: TestService;
let people = 0;
let sent = 0;
beforeAll(async () => {
  folder = await flowFolder(CALLBACK_FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path }, startMs: MONDAY });
  t.sandbox.phone(AGENT).setMode('ring');
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

async function write(from: { phone?: string; scoped: string }) {
  sent += 1;
  const fields = {
    MessageSid: `SM${String(sent).padStart(32, '5')}`,
    AccountSid: ACCOUNT.accountSid,
    From: `whatsapp:${from.phone ?? from.scoped}`,
    To: 'whatsapp:+34910000000',
    Body: 'hola',
    NumMedia: '0',
    ...(from.phone && { WaId: from.phone.slice(1) }),
    ExternalUserId: `whatsapp:${from.scoped}`,
  };
  await t.signed('/webhooks/twilio/whatsapp/incoming', fields).expect(200);
  await t.settle();
}

const load = async <T>(kind: 'contact' | 'callback', id: string) => (await t.store.load([{ kind, id }]))[0] as Versioned<T> | undefined;
const callback = async (id: string) => (await load<Callback>('callback', id))?.value;
const pendingOf = async (id: string) => (await load<Contact>('contact', id))?.value.pendingCallback?.callbackId;

/** A call that is promised to one record of a person, so many hours from now. */
async function promise(contactId: ContactId, to: string, hours: number) {
  const nowMs = t.clock.nowMs();
  const { value, version } = (await load<Contact>('contact', contactId)) ?? { value: undefined, version: 0 };
  const booked = bookCallback({
    id: callbackIdOf(t.keyring, contactId, `${contactId}:${nowMs}`),
    contactId,
    to,
    entryNumber: ENTRY,
    business: 'Luz Clara',
    language: 'es',
    flow: 'support@1',
    team: 'support',
    skills: [],
    origin: { kind: 'call', callId: 'c_00_X' as never },
    requestedAtMs: nowMs,
    asap: false,
    atMs: nowMs + hours * HOUR_MS,
    zone: 'Europe/Madrid',
    callable: { from: '09:00', to: '21:00' },
    rules: { tries: 1, everyMinutes: 30, giveUpHours: 48 },
  });
  const known = value ?? { id: contactId, phone: to, invitedAtMs: [], waiting: [], calls: [], chats: [], offers: [] };
  const ref = { kind: 'contact' as const, id: contactId };
  await t.store.commit({
    shard: shardOfId(contactId) ?? 0,
    writes: [booked.write, { ref, expectedVersion: version, value: { ...known, pendingCallback: booked.pending }, ttlSeconds: 3600 }],
    timers: [booked.timer],
    events: booked.events,
  });
  await t.settle();
  return booked.callback.id;
}

function somebody() {
  people += 1;
  const phone = `+346008${String(80_000 + people)}`;
  const scoped = `ES.99000${people}`;
  const names = { byNumber: contactIdOf(t.keyring, { channel: 'whatsapp', phone }) };
  return { phone, scoped, ...names, byScoped: contactIdOf(t.keyring, { channel: 'whatsapp', scopedUserId: scoped }) };
}

it.each([
  ['of the name that is joined', 1, 2],
  ['of the name that goes on', 2, 1],
])('two names that are one person get one call: the earlier, here that %s', async (_, scopedIn, numberIn) => {
  const who = somebody();
  t.sandbox.phone(who.phone).setMode('ring');
  await write({ scoped: who.scoped });
  const ofScoped = await promise(who.byScoped, who.phone, scopedIn);
  const ofNumber = await promise(who.byNumber, who.phone, numberIn);
  await write({ scoped: who.scoped, phone: who.phone });
  const [kept, other] = scopedIn < numberIn ? [ofScoped, ofNumber] : [ofNumber, ofScoped];
  expect(await pendingOf(who.byNumber)).toBe(kept);
  expect(await callback(other)).toMatchObject({ state: 'closed', closed: { reason: 'merged' }, attempt: 0 });
  expect(await callback(kept)).toMatchObject({ state: 'scheduled' });
  t.clock.advance(2.5 * HOUR_MS);
  await t.staff(true);
  await t.pass(16_000);
  const agent = await t.sandbox.phone(AGENT).answer();
  await agent.press('1');
  await (await t.sandbox.phone(who.phone).answer()).press('1');
  await agent.hangUp();
  await t.pass(20_000);
  expect(await callback(kept)).toMatchObject({ closed: { reason: 'talked' } });
  expect(t.sandbox.phone(AGENT).rings()).toBe(false);
  expect([await pendingOf(who.byNumber), await pendingOf(who.byScoped)]).toEqual([undefined, undefined]);
  expect((await t.events('callback.calling')).filter(({ data }) => data?.callbackId === other)).toEqual([]);
});

it('a call that is promised under the second name is known under the first, and taken off when it is over', async () => {
  const who = somebody();
  await write({ scoped: who.scoped });
  await write({ scoped: who.scoped, phone: who.phone });
  const id = await promise(who.byScoped, who.phone, 3);
  expect(await pendingOf(who.byNumber)).toBe(id);
  const cookie = await t.signIn('demo');
  await supertest(t.publicUrl).post(`/api/callbacks/${id}/cancel`).set('Cookie', cookie).send({}).expect(204);
  await t.settle();
  expect([await pendingOf(who.byNumber), await pendingOf(who.byScoped)]).toEqual([undefined, undefined]);
});
