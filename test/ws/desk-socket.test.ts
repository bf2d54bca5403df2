import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatWorld, createChatWorld } from '../chat/chat-world.ts';
import { until } from '../support/redis.ts';
import { openPage, type Page, startDesk } from './desk-page.ts';

let world: ChatWorld;
let here: Awaited<ReturnType<typeof startDesk>>;
/** A second process on the same Redis. */
let there: Awaited<ReturnType<typeof startDesk>>;
const pages: Page[] = [];
const open = async (desk: { address: string }, who: string): Promise<Page> => {
  const page = await openPage(desk.address, who);
  pages.push(page);
  return page;
};

beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.reset();
  [here, there] = await Promise.all([startDesk(world), startDesk(world)]);
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
  await Promise.all([here.stop(), there.stop()]);
});

const uuid = '11111111-2222-4333-8444-555555555555';
const refusedWith = (address: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const ws = new WebSocket(address, { headers });
    ws.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    ws.on('open', () => reject(new Error('was let in')));
    ws.on('error', () => {});
  });

describe('coming in', () => {
  it('needs a session and our own origin', async () => {
    expect(await refusedWith(here.address, {})).toBe(401);
    expect(await refusedWith(here.address, { cookie: 'nobody' })).toBe(401);
    expect(await refusedWith(here.address, { cookie: 'luis', origin: 'http://evil.test' })).toBe(403);
  });

  it('is for twenty pages of one user at a time; the next is told so, and may come when one has gone', async () => {
    for (let n = 0; n < 20; n += 1) await open(here, 'luis');
    await open(here, 'marta');
    const ws = new WebSocket(here.address, { headers: { cookie: 'luis' } });
    const [code] = await once(ws, 'close');
    expect(code).toBe(4429);
    await pages[0]?.close();
    await until(() => here.socket.connections === 20);
    await open(here, 'luis');
    expect(here.socket.connections).toBe(21);
  });

  it('survives a client that breaks its connection while it is looked up', () => {
    const connection = new PassThrough();
    here.socket.handleUpgrade({ url: '/ws/desk', headers: { cookie: 'luis' } } as IncomingMessage, connection, Buffer.alloc(0));
    expect(() => connection.emit('error', new Error('read ECONNRESET'))).not.toThrow();
    expect(connection.destroyed).toBe(true);
  });

  it('lets go of a connection it refuses, though the client keeps its half open', async () => {
    const connection = new PassThrough({ allowHalfOpen: true });
    here.socket.handleUpgrade({ url: '/ws/desk', headers: {} } as IncomingMessage, connection, Buffer.alloc(0));
    await until(() => connection.destroyed);
    expect(here.socket.connections).toBe(0);
  });

  it('begins with everything the page needs, and counts the agent as there', async () => {
    await world.say('persona');
    const page = await open(here, 'luis');
    const { me, chats, figures, canned, templates, teams } = page.snapshot();
    expect(me).toMatchObject({ userId: 'u_LUIS', status: 'available' });
    expect(chats).toHaveLength(1);
    expect(chats[0]?.address).toBe('+34 ••• ••• 222');
    expect(JSON.stringify(page.snapshot())).not.toContain('600111222');
    expect(figures).toMatchObject({ open: true, waiting: 1, agentsPresent: 1 });
    expect(canned.length).toBeGreaterThan(0);
    expect(templates).toHaveLength(1);
    expect(teams).toEqual(['billing', 'support']);
  });
});

describe('staying in', () => {
  const closing = (page: Page) => new Promise<number>((resolve) => page.ws.once('close', resolve));

  it('ends with the session: no further command is done', async () => {
    const { id } = await world.say('persona');
    const luis = await open(here, 'luis');
    here.signOut('luis');
    const code = closing(luis);
    luis.write({ type: 'claim', chatId: id });
    expect(await code).toBe(4401);
    expect(luis.of('ack')).toEqual([]);
    expect((await open(here, 'marta')).snapshot().chats).toMatchObject([{ id, state: 'waiting' }]);
  });

  it('ends when the teams changed, so that the page comes back as who the user is now', async () => {
    const { id } = await world.say('persona');
    const luis = await open(here, 'luis');
    expect(luis.snapshot().chats).toHaveLength(1);
    here.moveTo('luis', ['sales']);
    const code = closing(luis);
    luis.write({ type: 'open', chatId: id });
    expect(await code).toBe(1012);
    expect(luis.of('thread')).toEqual([]);
    expect((await open(here, 'luis')).snapshot().chats).toEqual([]);
  });
});

describe('a chat on two desks', () => {
  it('shows to both, goes to one, and leaves the other', async () => {
    const [luis, marta] = await Promise.all([open(here, 'luis'), open(there, 'marta')]);
    const { id } = await world.say('persona');
    await Promise.all([luis, marta].map((page) => page.last('chat', ({ chat }) => chat.id === id && chat.state === 'waiting')));
    const acks = await Promise.all([luis.ask({ type: 'claim', chatId: id }), marta.ask({ type: 'claim', chatId: id })]);
    expect(acks.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(acks.find(({ ok }) => !ok)?.error?.code).toBe('chat-taken');
    const [winner, loser] = acks[0]?.ok ? [luis, marta] : [marta, luis];
    await winner.last('chat', ({ chat }) => chat.state === 'assigned');
    expect(await loser.last('chat-gone', ({ chatId }) => chatId === id)).toMatchObject({ reason: 'taken' });
    expect((await loser.ask({ type: 'open', chatId: id })).error?.code).toBe('chat-not-yours');
    expect((await loser.ask({ type: 'reply', chatId: id, messageId: uuid, text: 'yo también' })).error?.code).toBe('chat-not-yours');
  });

  it('takes no note on a chat that waits for another team, but answers a repeated one alike', async () => {
    const { id } = await world.say('persona');
    const [luis, marta] = await Promise.all([open(here, 'luis'), open(there, 'marta')]);
    await luis.last('chat', ({ chat }) => chat.id === id && chat.state === 'waiting');
    await luis.ask({ type: 'claim', chatId: id });
    const note = { type: 'note', chatId: id, messageId: uuid, text: 'pide factura' } as const;
    expect((await luis.ask(note)).ok).toBe(true);
    expect((await luis.ask({ type: 'transfer', chatId: id, to: { kind: 'team', team: 'billing' } })).ok).toBe(true);
    expect((await luis.ask(note)).message?.text).toBe('pide factura');
    const stranger = await marta.ask({ ...note, messageId: uuid.replace('1', '2'), text: 'no es mi equipo' });
    expect(stranger.error?.code).toBe('chat-not-yours');
  });

  it('tells who types and who looks', async () => {
    const { id } = await world.say('persona');
    const [luis, marta] = await Promise.all([open(here, 'luis'), open(there, 'marta')]);
    await luis.ask({ type: 'open', chatId: id });
    await marta.ask({ type: 'open', chatId: id });
    expect(await luis.last('viewers', ({ viewers }) => viewers.length === 1)).toMatchObject({
      viewers: [{ userId: 'u_MARTA', name: 'Marta' }],
    });
    await marta.ask({ type: 'typing', chatId: id });
    expect(await luis.last('typing')).toMatchObject({ userId: 'u_MARTA' });
    await marta.close();
    await luis.last('viewers', ({ viewers }) => viewers.length === 0);
  });

  it('of another team is not shown', async () => {
    const { id } = await world.say('persona');
    const [luis, boss] = await Promise.all([open(here, 'luis'), open(there, 'boss')]);
    await boss.ask({ type: 'claim', chatId: id });
    await boss.ask({ type: 'transfer', chatId: id, to: { kind: 'team', team: 'billing' } });
    await luis.last('chat-gone');
    await boss.last('chat', ({ chat }) => chat.team === 'billing');
    expect((await luis.ask({ type: 'claim', chatId: id })).error?.code).toBe('chat-not-yours');
  });
});

describe('a conversation', () => {
  it('shows the card and the thread, then every message and tick as it comes', async () => {
    const { go } = await world.invite();
    await world.say('Seguir aquí', { buttonPayload: go });
    const { id } = await world.say('quiero hablar con alguien');
    const luis = await open(here, 'luis');
    await luis.ask({ type: 'claim', chatId: id });
    await luis.ask({ type: 'open', chatId: id });
    const thread = await luis.last('thread');
    expect(thread.card).toMatchObject({ variables: { orderNumber: '123456' }, link: { method: 'button-token', confidence: 'certain' } });
    expect(thread.messages.map(({ seq }) => seq)).toEqual(thread.messages.map((_, i) => i + 1));
    await world.say('¿me oye?');
    await luis.last('messages', ({ messages }) => messages.some(({ text, by }) => by === 'customer' && text === '¿me oye?'));
    const ack = await luis.ask({ type: 'reply', chatId: id, messageId: uuid, text: 'Sí, dígame' });
    expect(ack).toMatchObject({ ok: true, message: { id: uuid, text: 'Sí, dígame', delivery: 'requested' } });
    await world.settle();
    await luis.last('messages', ({ messages }) => messages.some((entry) => entry.id === uuid && entry.delivery === 'sending'));
    expect(world.carrier.texts().at(-1)).toBe('Sí, dígame');
  });

  it('loses nothing on a dropped connection: what is repeated is done once and answered alike', async () => {
    const { id } = await world.say('persona');
    const first = await open(here, 'luis');
    await first.ask({ type: 'claim', chatId: id });
    first.write({ type: 'reply', chatId: id, messageId: uuid, text: 'Buenos días' });
    first.ws.terminate();
    const second = await open(there, 'luis');
    expect(second.snapshot().chats.map((chat) => chat.id)).toEqual([id]);
    const ack = await second.ask({ type: 'reply', chatId: id, messageId: uuid, text: 'Buenos días' });
    const again = await second.ask({ type: 'reply', chatId: id, messageId: uuid, text: 'Buenos días' });
    expect(ack.message?.seq).toBe(again.message?.seq);
    await world.settle();
    expect(world.carrier.texts().filter((text) => text === 'Buenos días')).toHaveLength(1);
  });

  it('keeps the order in which replies were written', async () => {
    const { id } = await world.say('persona');
    const luis = await open(here, 'luis');
    await luis.ask({ type: 'claim', chatId: id });
    const texts = Array.from({ length: 10 }, (_, i) => `línea ${i}`);
    for (const [i, text] of texts.entries()) luis.write({ type: 'reply', chatId: id, messageId: `${uuid.slice(0, -2)}${i + 10}`, text });
    await luis.ask({ type: 'heartbeat' });
    await world.settle();
    expect(world.carrier.texts().slice(-10)).toEqual(texts);
  });

  it('goes through note, transfer, close; each refusal says why', async () => {
    const { id } = await world.say('persona');
    const [luis, marta] = await Promise.all([open(here, 'luis'), open(there, 'marta')]);
    await luis.ask({ type: 'claim', chatId: id });
    expect(await luis.ask({ type: 'note', chatId: id, messageId: uuid, text: 'ojo' })).toMatchObject({ ok: true, message: { by: 'note' } });
    expect(await luis.ask({ type: 'transfer', chatId: id, to: { kind: 'agent', userId: 'u_MARTA' } })).toMatchObject({ ok: true });
    await marta.last('chat', ({ chat }) => chat.agent?.userId === 'u_MARTA');
    expect((await luis.ask({ type: 'close', chatId: id, disposition: 'resolved' })).error?.code).toBe('chat-not-yours');
    expect(await marta.ask({ type: 'close', chatId: id, disposition: 'resolved' })).toMatchObject({ ok: true });
    expect(await marta.last('chat-gone')).toMatchObject({ reason: 'closed' });
  });
});

describe('a frame', () => {
  it('that is no command is answered so, and the connection goes on', async () => {
    const luis = await open(here, 'luis');
    luis.ws.send('not json');
    luis.ws.send(JSON.stringify({ id: 'x1', type: 'reply', chatId: 'anything' }));
    expect((await luis.last('ack', ({ id }) => id === 'x1')).error?.code).toBe('body-invalid');
    expect(await luis.ask({ type: 'heartbeat' })).toMatchObject({ ok: true });
  });

  it('that is too large ends the connection', async () => {
    const luis = await open(here, 'luis');
    luis.ws.send('x'.repeat(70_000));
    await until(() => luis.ws.readyState === luis.ws.CLOSED);
    expect(here.socket.connections).toBe(0);
  });

  it('for a supervisor alone is refused to an agent', async () => {
    const { id } = await world.say('hola');
    const [luis, boss] = await Promise.all([open(here, 'luis'), open(here, 'boss')]);
    expect((await luis.ask({ type: 'claim', chatId: id, takeOver: true })).error?.code).toBe('chat-not-yours');
    expect(boss.snapshot().chats.map((chat) => chat.state)).toEqual(['bot']);
    expect(await boss.ask({ type: 'claim', chatId: id, takeOver: true })).toMatchObject({ ok: true });
  });
});

describe('presence', () => {
  it('is seen by colleagues and changes what may be promised', async () => {
    const [luis, marta] = await Promise.all([open(here, 'luis'), open(there, 'marta')]);
    await marta.last('agents', ({ agents }) => agents.length === 2);
    await luis.ask({ type: 'set-status', status: 'away' });
    await marta.last('agents', ({ agents }) => agents.some(({ userId, status }) => userId === 'u_LUIS' && status === 'away'));
    await marta.last('figures', ({ figures }) => figures.agentsPresent === 1);
    await luis.close();
    const back = await open(here, 'luis');
    expect(back.snapshot().me.status).toBe('away');
  });

  it('brings offers: one agent first, everybody can see it', async () => {
    const luis = await open(here, 'luis');
    const { id } = await world.say('persona');
    const { chat } = await luis.last('chat', (frame) => frame.chat.id === id && frame.chat.offer !== undefined);
    expect(chat.offer?.userId).toBe('u_LUIS');
  });
});

describe('the store failing', () => {
  it('is told to the page, and everything goes on when it is back', async () => {
    const { id } = await world.say('persona');
    const luis = await open(here, 'luis');
    await luis.ask({ type: 'claim', chatId: id });
    world.faults.beforeCommit = 1;
    const reply = { type: 'reply', chatId: id, messageId: uuid, text: 'Hola' } as const;
    expect((await luis.ask(reply)).error?.code).toBe('store-unavailable');
    expect(await luis.ask(reply)).toMatchObject({ ok: true });
    await world.settle();
    expect(world.carrier.texts().filter((text) => text === 'Hola')).toHaveLength(1);
  });
});

describe('the marks of the person', () => {
  it('are set and taken away beside the chat, and stand on the person’s record', async () => {
    const { id } = await world.say('persona');
    const luis = await open(here, 'luis');
    await luis.ask({ type: 'claim', chatId: id });
    await luis.ask({ type: 'open', chatId: id });
    expect((await luis.last('thread')).marks).toEqual([]);
    expect(await luis.ask({ type: 'mark', chatId: id, mark: 'vulnerable', on: true })).toMatchObject({ ok: true });
    expect((await luis.last('thread')).marks).toEqual(['vulnerable']);
    expect((await world.contact())?.marks).toMatchObject({ vulnerable: { by: 'Luis' } });
    await luis.ask({ type: 'mark', chatId: id, mark: 'vulnerable', on: false });
    expect((await luis.last('thread')).marks).toEqual([]);
  });

  it('are nobody’s to set who may not see the chat', async () => {
    const { id } = await world.say('persona');
    const [luis, marta] = [await open(here, 'luis'), await open(there, 'marta')];
    await luis.ask({ type: 'claim', chatId: id });
    expect((await marta.ask({ type: 'mark', chatId: id, mark: 'vip', on: true })).error?.code).toBe('chat-not-yours');
  });
});
