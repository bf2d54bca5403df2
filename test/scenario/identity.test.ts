import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Versioned } from '../../src/base/changes.ts';
import type { Chat, ChatMessage } from '../../src/chat/chat.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { contactIdOf } from '../../src/contacts/load-contact.ts';
import { ACCOUNT, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
const cookies: Record<string, string> = {};
let people = 0;
beforeAll(async () => {
  t = await startTestService();
  for (const username of ['demo', 'demo-supervisor', 'demo-agent']) {
    cookies[username] = await t.signIn(username);
  }
});
afterAll(() => t?.stop());
beforeEach(() => {
  people += 1;
});

const number = () => `+346005${String(50_000 + people)}`;
const as = (username: string, method: 'get' | 'post', path: string, body?: object) => {
  const request = supertest(t.publicUrl)
    [method](path)
    .set('Cookie', cookies[username] ?? '');
  return body ? request.send(body) : request;
};

let sent = 0;
/** A message as the carrier tells it, under one name or both. */
async function write(text: string, from: { phone?: string; scoped?: string }, more: Record<string, string> = {}) {
  sent += 1;
  const sid = `SM${String(sent).padStart(32, '0')}`;
  const fields = {
    MessageSid: sid,
    AccountSid: ACCOUNT.accountSid,
    From: `whatsapp:${from.phone ?? from.scoped}`,
    To: 'whatsapp:+34910000000',
    Body: text,
    NumMedia: '0',
    ...(from.phone && { WaId: from.phone.slice(1) }),
    ...(from.scoped && { ExternalUserId: `whatsapp:${from.scoped}` }),
    ...more,
  };
  const deliver = () => t.signed('/webhooks/twilio/whatsapp/incoming', fields).expect(200);
  await deliver();
  await t.settle();
  return { deliver };
}

async function record<T>(kind: 'contact' | 'chat', id: string): Promise<T | undefined> {
  const [found] = (await t.store.load([{ kind, id }])) as (Versioned<T> | undefined)[];
  return found?.value;
}

const scopedId = () => `ES.77000${people}`;
const byScoped = () => contactIdOf(t.keyring, { channel: 'whatsapp', scopedUserId: scopedId() });
const byNumber = () => contactIdOf(t.keyring, { channel: 'whatsapp', phone: number() });
const chat = async (contactId: string) => record<Chat>('chat', (await record<Contact>('contact', contactId))?.openChatId ?? 't_00_X');
const thread = async (id: string) => (await t.store.loadParts({ kind: 'chat', id })).map(({ value }) => value as ChatMessage);

describe('somebody with a username', () => {
  it('whose number is learnt in an open chat goes on there, and is one person with one history', async () => {
    await write('hola', { scoped: scopedId() });
    const first = await chat(byScoped());
    expect(first?.address.phone).toBeUndefined();
    await write('ahora con número', { scoped: scopedId(), phone: number() });
    const open = await chat(byScoped());
    expect(open).toMatchObject({ id: first?.id, address: { phone: number() } });
    expect((await thread(open?.id ?? '')).filter(({ author }) => author.kind === 'customer')).toHaveLength(2);
    expect(await record<Contact>('contact', byScoped())).toMatchObject({ mergedInto: byNumber() });
    expect((await t.events('contact.merged')).filter(({ contactId }) => contactId === byNumber())).toHaveLength(1);
    expect(await chat(byNumber())).toBeUndefined();
    // The number hidden again: still the same person and the same chat.
    await write('y sin él otra vez', { scoped: scopedId() });
    expect((await chat(byScoped()))?.id).toBe(first?.id);
  });

  it('who opted out under the username is not offered the chat when the number calls; START lifts it everywhere', async () => {
    await write('BAJA', { scoped: scopedId() });
    await write('hola', { scoped: scopedId(), phone: number() });
    expect(await record<Contact>('contact', byNumber())).toMatchObject({ optedOut: { by: 'word' } });
    const call = await t.sandbox.call({ from: number() });
    await call.press('12');
    await t.settle();
    const withheld = (await t.events('offer.withheld')).filter(({ contactId }) => contactId === byNumber());
    expect(JSON.stringify(withheld.at(-1)?.data)).toContain('opted-out');
    await call.hangUp();
    await write('ALTA', { scoped: scopedId(), phone: number() });
    expect((await record<Contact>('contact', byNumber()))?.optedOut).toBeUndefined();
    expect((await record<Contact>('contact', byScoped()))?.optedOut).toBeUndefined();
  });

  it('is known by the receipt of an invite to their number as well', async () => {
    const handset = t.sandbox.handset(number());
    await write('hola', { scoped: handset.view().scopedUserId });
    const before = contactIdOf(t.keyring, { channel: 'whatsapp', scopedUserId: handset.view().scopedUserId });
    const call = await t.sandbox.call({ from: number() });
    await call.press('121');
    await t.pass(4_000);
    await call.hangUp();
    expect(await record<Contact>('contact', before)).toMatchObject({ mergedInto: byNumber() });
    expect((await record<Contact>('contact', byNumber()))?.merged).toHaveLength(1);
  });

  it('a message delivered again after the records were joined changes nothing', async () => {
    const { deliver } = await write('hola', { scoped: scopedId() });
    await write('con número', { scoped: scopedId(), phone: number() });
    const open = await chat(byScoped());
    const before = await thread(open?.id ?? '');
    await deliver();
    await t.settle();
    expect(await thread(open?.id ?? '')).toEqual(before);
    expect(await chat(byNumber())).toBeUndefined();
  });

  it('with a chat open under each name goes on in that of the number; the other says so and is over', async () => {
    await write('con número', { phone: number() });
    await write('con usuario', { scoped: scopedId() });
    const second = await chat(byScoped());
    await write('los dos', { phone: number(), scoped: scopedId() });
    const goesOn = await chat(byNumber());
    expect((await thread(goesOn?.id ?? '')).at(-1)?.text ?? '').not.toBe('');
    const after = await record<Chat>('chat', second?.id ?? '');
    expect(after).toMatchObject({ state: 'closed', closed: { disposition: 'merged' }, goesOnIn: goesOn?.id });
    expect((await record<Contact>('contact', byNumber()))?.chats.map(({ chatId }) => chatId)).toContain(second?.id);
  });

  it('is split by an administrator alone, from the chat, and stays two people', async () => {
    await write('hola', { scoped: scopedId() });
    await write('con número', { scoped: scopedId(), phone: number() });
    const open = await chat(byScoped());
    const path = `/api/chats/${open?.id}/person`;
    const person = (await as('demo-supervisor', 'get', path).expect(200)).body;
    expect(person).toMatchObject({
      contactId: byNumber(),
      address: expect.stringContaining('•••'),
      merged: [{ contactId: byScoped(), by: 'carrier' }],
    });
    await as('demo-agent', 'post', `${path}/split`, { contactId: byScoped() }).expect(403);
    await as('demo-supervisor', 'post', `${path}/split`, { contactId: byScoped() }).expect(403);
    expect((await as('demo', 'post', `${path}/split`, { contactId: byNumber() })).body.error.code).toBe('not-merged');
    await as('demo', 'post', `${path}/split`, { contactId: byScoped() }).expect(200);
    await write('otra persona', { scoped: scopedId(), phone: number() });
    expect((await chat(byNumber()))?.id).not.toBe(open?.id);
    expect((await record<Contact>('contact', byScoped()))?.mergedInto).toBeUndefined();
  });
});

describe('a number that several people use', () => {
  async function assigned(): Promise<string> {
    await write('persona', { phone: number() });
    const open = await chat(byNumber());
    const me = (await as('demo-agent', 'get', '/api/me').expect(200)).body.user.id;
    const [found] = (await t.store.load([{ kind: 'chat', id: open?.id ?? '' }])) as Versioned<Chat>[];
    if (!found) throw new Error('there is no chat');
    const value = { ...found.value, state: 'assigned', agentId: me, agentName: 'Agente' };
    const write_ = { ref: { kind: 'chat' as const, id: found.value.id }, expectedVersion: found.version, value, ttlSeconds: 3600 };
    await t.store.commit({ shard: Number(found.value.id.slice(2, 4)), writes: [write_] });
    return found.value.id;
  }

  it('is marked by the agent who has the chat, and by nobody who has not', async () => {
    const id = await assigned();
    const path = `/api/chats/${id}/person`;
    const named = (await as('demo-agent', 'post', path, { name: 'Luis' }).expect(200)).body;
    expect(named).toMatchObject({ current: '2', people: [{ id: '1' }, { id: '2', name: 'Luis' }] });
    expect((await as('demo-agent', 'post', path, { personId: '9' })).body.error.code).toBe('person-not-found');
    expect((await as('demo-agent', 'post', path, { name: 'Luis', personId: '1' })).status).toBe(400);
    await as('demo-agent', 'post', path, { personId: '1' }).expect(200);
    expect((await t.events('contact.shared')).filter(({ chatId }) => chatId === id)).toHaveLength(2);
    await write('otra', { phone: '+34600512345' });
    const other = await chat(contactIdOf(t.keyring, { channel: 'whatsapp', phone: '+34600512345' }));
    expect((await as('demo-agent', 'get', `/api/chats/${other?.id}/person`)).body.error.code).toBe('chat-not-yours');
  });

  it('is asked who writes in the next chat, and the bot begins with the answer', async () => {
    const id = await assigned();
    await as('demo-agent', 'post', `/api/chats/${id}/person`, { name: 'Luis' }).expect(200);
    const [found] = (await t.store.load([{ kind: 'chat', id }])) as Versioned<Chat>[];
    await t.putContact(number(), { openChatId: undefined as never });
    expect(found).toBeDefined();
    await write('hola', { phone: number() });
    const next = await chat(byNumber());
    const asked = (await thread(next?.id ?? '')).at(-1);
    expect(asked?.text).toContain('¿Quién nos escribe?');
    expect(asked?.buttons?.map(({ title }) => title)).toEqual(['La de siempre', 'Luis', 'Otra persona']);
    await write('Luis', { phone: number() }, { ButtonPayload: asked?.buttons?.[1]?.id ?? '', ButtonText: 'Luis' });
    const after = await chat(byNumber());
    expect(after).toMatchObject({ id: next?.id, person: { id: '2', name: 'Luis' } });
    expect(after?.whoAsked).toBeUndefined();
    expect((await thread(next?.id ?? '')).some(({ text }) => text.includes(after?.caseNumber ?? 'x'))).toBe(true);
  });

  it('gets a person at once when one is asked for instead of an answer', async () => {
    await t.putContact(number(), {
      people: [
        { id: '1', name: '', sinceMs: 1, by: 'x' },
        { id: '2', name: 'Luis', sinceMs: 1, by: 'x' },
      ],
    });
    await write('hola', { phone: number() });
    await write('quiero hablar con una persona', { phone: number() });
    expect(await chat(byNumber())).toMatchObject({ state: 'waiting' });
  });

  it('is invited by the general template alone: nothing of the call is told to it', async () => {
    await t.putContact(number(), {
      people: [
        { id: '1', name: 'Ana', sinceMs: 1, by: 'x' },
        { id: '2', name: 'Luis', sinceMs: 1, by: 'x' },
      ],
    });
    const call = await t.sandbox.call({ from: number() });
    await call.press('121');
    await t.settle();
    const handoff = (await t.handoffs()).find(({ to }) => to === number());
    expect(handoff).toMatchObject({ intent: 'billing', template: 'call-continue' });
    await call.hangUp();
  });
});
