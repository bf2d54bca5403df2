import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Versioned } from '../../src/base/changes.ts';
import { type ChatId, type ContactId, shardOfId } from '../../src/base/ids.ts';
import type { Chat, ChatMessage } from '../../src/chat/chat.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { contactIdOf } from '../../src/contacts/load-contact.ts';
import type { ResetChoices } from '../../src/http/contract/resets.ts';
import { createBudgets } from '../../src/store/redis/budgets.ts';
import { createChatIndex } from '../../src/store/redis/chat-index.ts';
import { ACCOUNT, SHARDS, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
const cookies: Record<string, string> = {};
let people = 0;
let sent = 0;
beforeAll(async () => {
  t = await startTestService();
  for (const username of ['demo-supervisor', 'demo-agent']) {
    cookies[username] = await t.signIn(username);
  }
});
afterAll(() => t?.stop());
beforeEach(() => {
  people += 1;
});

const number = () => `+346006${String(60_000 + people)}`;
const as = (username: string, path: string, body: object) =>
  supertest(t.publicUrl)
    .post(path)
    .set('Cookie', cookies[username] ?? '')
    .send(body);
const look = async (who = number()) =>
  (await as('demo-supervisor', '/api/person-resets/look', { number: who }).expect(200)).body as ResetChoices;
const reset = (items: readonly string[], who = number()) =>
  as('demo-supervisor', '/api/person-resets', { number: who, items, reason: 'it is stuck' });
const effects = ({ options }: ResetChoices) => options.map(({ effect }) => effect);

async function write(text: string, from: { phone?: string; scoped?: string } = { phone: number() }, more: Record<string, string> = {}) {
  sent += 1;
  const fields = {
    MessageSid: `SM${String(sent).padStart(32, '7')}`,
    AccountSid: ACCOUNT.accountSid,
    From: `whatsapp:${from.phone ?? from.scoped}`,
    To: 'whatsapp:+34910000000',
    Body: text,
    NumMedia: '0',
    ...(from.phone && { WaId: from.phone.slice(1) }),
    ...(from.scoped && { ExternalUserId: `whatsapp:${from.scoped}` }),
    ...more,
  };
  await t.signed('/webhooks/twilio/whatsapp/incoming', fields).expect(200);
  await t.settle();
}

async function load<T>(kind: 'chat' | 'contact', id: string): Promise<Versioned<T>> {
  const [found] = await t.store.load([{ kind, id }]);
  if (!found) throw new Error(`no ${kind} ${id}`);
  return found as Versioned<T>;
}

const openChat = async (who = number()) => (await load<Chat>('chat', (await t.contact(who))?.openChatId ?? '')).value;
const thread = async (id: string) => (await t.store.loadParts({ kind: 'chat', id })).map(({ value }) => value as ChatMessage);
const saidBy = async (id: string, kind: string) => (await thread(id)).filter(({ author }) => author.kind === kind).map(({ text }) => text);

async function change(id: ChatId, more: Partial<Chat>) {
  const { value, version } = await load<Chat>('chat', id);
  const write = { ref: { kind: 'chat' as const, id }, expectedVersion: version, value: { ...value, ...more }, ttlSeconds: 3600 };
  const { kind } = await t.store.commit({ shard: shardOfId(id) ?? 0, writes: [write] });
  if (kind !== 'committed') throw new Error(`the chat changed meanwhile: ${kind}`);
}

it('a bot that is stuck begins anew at once: it asks its first question again, the thread stays, and the log says who and why', async () => {
  await write('hola');
  const chat = await openChat();
  const [question] = (await saidBy(chat.id, 'bot')).slice(-1);
  const before = await thread(chat.id);
  const choices = await look();
  expect(choices).toMatchObject({ onCall: false, optedOut: false });
  expect(effects(choices)).toEqual(['bot.now']);
  await reset(['bot']).expect(200);
  await t.settle();
  const after = await thread(chat.id);
  expect(after.slice(0, before.length).map(({ text }) => text)).toEqual(before.map(({ text }) => text));
  expect((await saidBy(chat.id, 'bot')).filter((text) => text === question)).toHaveLength(2);
  const events = (await t.events('person.reset')).filter(({ contactId }) => contactId === chat.contactId);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ chatId: chat.id, data: { items: ['bot'], reason: 'it is stuck' } });
  expect(events[0]?.data?.by).toMatch(/^u_/);
});

it('a chat whose release vanished says so, and one message moves it to the release in use for good', async () => {
  await write('hola');
  const { id, flow } = await openChat();
  await change(id, { flow: 'support@999' });
  expect((await look()).options).toMatchObject([{ effect: 'bot.now', values: { flow: 'support@999', gone: 1 } }]);
  await reset(['bot']).expect(200);
  await t.settle();
  expect((await openChat()).flow).toBe(flow);
  await change(id, { flow: 'support@998' });
  await write('1');
  expect((await openChat()).flow).toBe(flow);
  await write('1');
  expect((await thread(id)).filter(({ said }) => said?.key === 'beginsAnew')).toHaveLength(1);
});

it('a chat that waits for a team nobody serves leaves the queue and the bot goes on; one with a closed window stays in it', async () => {
  await write('quiero hablar con una persona');
  const chat = await openChat();
  expect(chat.state).toBe('waiting');
  await change(chat.id, { lastInboundAtMs: t.clock.nowMs() - 25 * 3_600_000 });
  expect(effects(await look())).toEqual([]);
  expect((await reset(['bot']).expect(409)).body.error.code).toBe('reset-changed');
  await change(chat.id, { lastInboundAtMs: t.clock.nowMs() });
  expect(effects(await look())).toEqual(['bot.leaves-queue']);
  await reset(['bot']).expect(200);
  await t.settle();
  expect((await openChat()).state).toBe('bot');
  const waiting = await createChatIndex(t.client, () => t.clock.nowMs()).waiting();
  expect(waiting.map(({ chatId }) => chatId)).not.toContain(chat.id);
});

it('an invite that waits is withdrawn, but not while its call is on: that call goes on undisturbed', async () => {
  const call = await t.sandbox.call({ from: number() });
  await call.press('121');
  await t.pass(2_000);
  const [handoff] = (await t.handoffs()).filter(({ to }) => to === number());
  expect(handoff).toBeDefined();
  const during = await look();
  expect(during.onCall).toBe(true);
  expect(effects(during)).not.toContain('handoffs');
  expect((await reset(['handoffs'])).status).toBe(409);
  const heard = call.heard().length;
  await t.pass(10_000);
  expect(call.heard().length).toBeGreaterThan(heard);
  await call.hangUp();
  await t.settle();
  expect((await look()).options).toMatchObject([{ item: 'handoffs', values: { count: 1 } }, { item: 'invites' }]);
  await reset(['handoffs']).expect(200);
  const [after] = (await t.handoffs()).filter(({ to }) => to === number());
  expect(after?.withdrawnAtMs).toBeDefined();
  expect((await t.contact(number()))?.waiting).toEqual([]);
  expect((await t.ledger()).filter((entry) => entry.subject === number())).toHaveLength(1);
  const told = (await t.events('handoff.withdrawn')).filter(({ handoffId }) => handoffId === handoff?.id);
  expect(told.map(({ data }) => data?.by)).toEqual(['desk']);
  await write('hola');
  expect((await openChat()).link).toBeUndefined();
});

it('limits that rest on a mistake are lifted, with the invites in the person’s budget; the answers stay on record', async () => {
  const nowMs = t.clock.nowMs();
  const declined = { answer: 'declined', callId: 'c_00_OLD' as never };
  const contact = await t.putContact(number(), {
    invitedAtMs: [nowMs - 3, nowMs - 2, nowMs - 1],
    undeliverable: { untilMs: nowMs + 86_400_000, code: '63003' },
    offers: [3, 2, 1].map((n) => ({ ...declined, atMs: nowMs - n })),
  });
  const budgets = createBudgets(t.client);
  const limits = [{ scope: 'number' as const, name: contact.id, hours: 24, most: 3 }];
  const watch = { hours: 1, minInvites: -1, minPercent: 0, graceMinutes: 0 };
  await budgets.take('h_00_A', { nowMs, limits, watch });
  const first = await t.sandbox.call({ from: number() });
  await first.press('12');
  await t.settle();
  const reasons = JSON.stringify(
    (await t.events('offer.withheld')).filter(({ contactId }) => contactId === contact.id).at(-1)?.data?.reasons,
  );
  for (const rule of ['invited-too-often', 'undeliverable', 'declined-before']) expect(reasons).toContain(rule);
  await first.hangUp();
  await t.settle();
  expect(effects(await look())).toEqual(['invites', 'unreachable', 'declines']);
  await reset(['invites', 'unreachable', 'declines']).expect(200);
  await t.settle();
  expect((await t.contact(number()))?.offers.filter(({ excused }) => excused)).toHaveLength(3);
  expect((await budgets.read({ nowMs, limits, watch })).number).toBe(0);
  const second = await t.sandbox.call({ from: number() });
  await second.press('12');
  await t.settle();
  expect((await t.events('offer.made')).filter(({ contactId }) => contactId === contact.id)).toHaveLength(1);
  await second.hangUp();
});

it('marks of a chat and a promised call that are gone are removed; those of what is still on are not', async () => {
  await write('hola');
  const { id } = await openChat();
  const pending = { callbackId: 'b_00_GONE' as never, asap: true, atMs: 1, zone: 'Europe/Madrid' };
  await t.putContact(number(), { pendingCallback: pending });
  expect((await look()).options).toMatchObject([{ item: 'bot' }, { item: 'holds', values: { count: 1 } }]);
  await reset(['holds']).expect(200);
  const contact = await t.contact(number());
  expect(contact?.pendingCallback).toBeUndefined();
  expect(contact?.openChatId).toBe(id);
});

it('every record of the person is reset, in whichever shard it is, so that no limit comes back by joining', async () => {
  const scoped = `ES.88000${people}`;
  const other = contactIdOf(t.keyring, { channel: 'whatsapp', scopedUserId: scoped });
  await write('hola', { scoped });
  await write('soy yo', { scoped, phone: number() });
  const { value, version } = await load<Contact>('contact', other);
  const limited = { ...value, invitedAtMs: [t.clock.nowMs()] };
  await t.store.commit({
    shard: shardOfId(other) ?? 0,
    writes: [{ ref: { kind: 'contact', id: other }, expectedVersion: version, value: limited, ttlSeconds: 3600 }],
  });
  expect(effects(await look())).toContain('invites');
  await reset(['invites']).expect(200);
  expect((await load<Contact>('contact', other)).value.invitedAtMs).toEqual([]);
  expect(SHARDS).toBeGreaterThan(1);
});

it('an opt-out stays, and can’t be chosen; a reset without a reason, or of nothing, is refused whole', async () => {
  await write('BAJA');
  expect(await look()).toMatchObject({ optedOut: true });
  expect((await reset(['opted-out'])).status).toBe(400);
  await t.putContact(number(), { undeliverable: { untilMs: t.clock.nowMs() + 60_000, code: '63003' } });
  expect((await as('demo-supervisor', '/api/person-resets', { number: number(), items: ['unreachable'], reason: ' ' })).status).toBe(400);
  expect((await reset(['unreachable', 'declines'])).body.error.code).toBe('reset-changed');
  expect((await t.contact(number()))?.undeliverable).toBeDefined();
  await reset(['unreachable']).expect(200);
  expect(await t.contact(number())).toMatchObject({ optedOut: { by: 'word' } });
  expect((await as('demo-supervisor', '/api/person-resets/look', { number: '+34600777999' })).body.error.code).toBe('contact-not-found');
  expect((await as('demo-supervisor', '/api/person-resets/look', { number: '12345' })).body.error.code).toBe('number-invalid');
});

it('an agent resets in a chat of their own alone, and not by number', async () => {
  await write('quiero hablar con una persona');
  const { id } = await openChat();
  const body = { items: ['bot'], reason: 'it is stuck' };
  expect((await as('demo-agent', '/api/person-resets', { number: number(), ...body })).status).toBe(403);
  expect((await as('demo-agent', `/api/chats/${id}/reset`, body)).body.error.code).toBe('chat-not-yours');
  const me = await supertest(t.publicUrl)
    .get('/api/me')
    .set('Cookie', cookies['demo-agent'] ?? '');
  await change(id, { state: 'assigned', agentId: me.body.user.id, agentName: 'Ana' });
  const seen = await supertest(t.publicUrl)
    .get(`/api/chats/${id}/reset`)
    .set('Cookie', cookies['demo-agent'] ?? '')
    .expect(200);
  expect(effects(seen.body)).toEqual(['bot.handed-back']);
  await as('demo-agent', `/api/chats/${id}/reset`, body).expect(200);
  expect(await openChat()).toMatchObject({ state: 'assigned' });
  expect((await openChat()).snapshot).toBeUndefined();
  const entry: ContactId | undefined = (await openChat()).contactId;
  expect((await t.events('person.reset')).filter(({ contactId }) => contactId === entry)).toHaveLength(1);
});
