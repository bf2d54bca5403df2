import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/chat/chat.ts';
import type { EntryLinkView } from '../../src/http/contract/entry-links.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let cookie = '';
let people = 0;
beforeAll(async () => {
  t = await startTestService();
  cookie = await t.signIn('demo');
});
afterAll(() => t?.stop());
beforeEach(() => {
  people += 1;
});

const get = (path: string) => supertest(t.publicUrl).get(path).set('Cookie', cookie);
const post = (path: string, body: object = {}) => supertest(t.publicUrl).post(path).set('Cookie', cookie).send(body);
const number = () => `+346006${String(40_000 + people)}`;

async function makeLink(more: object = {}): Promise<EntryLinkView> {
  const wanted = { name: 'Poster', medium: 'qr', language: 'en', text: 'Hello, about my bill', intent: 'billing', team: 'sales', ...more };
  return (await post('/api/entry-links', wanted).expect(201)).body;
}

async function open(url: string, typed?: string): Promise<Chat> {
  const handset = t.sandbox.handset(number());
  await handset.write(typed ?? new URL(url).searchParams.get('text') ?? '');
  await t.settle();
  const id = (await t.contact(number()))?.openChatId ?? '';
  const [found] = await t.store.load([{ kind: 'chat', id }]);
  if (!found) throw new Error('there is no chat');
  return found.value as Chat;
}

describe('a link with a reference code', () => {
  it('opens a chat that knows its door, language, intent and team, and says so to the desk', async () => {
    const link = await makeLink();
    const chat = await open(link.url);
    expect(chat).toMatchObject({ entry: { code: link.code, name: 'Poster', medium: 'qr' }, language: 'en', intent: 'billing' });
    expect(chat.link).toBeUndefined();
    await t.sandbox.handset(number()).write('a person please');
    await t.settle();
    const [after] = await t.store.load([{ kind: 'chat', id: chat.id }]);
    expect(after?.value).toMatchObject({ state: 'waiting', team: 'sales' });
    const thread = await t.store.loadParts({ kind: 'chat', id: chat.id });
    expect(JSON.stringify(thread)).toContain('opened through “Poster”');
    const [event] = (await t.events('entry.used')).filter(({ chatId }) => chatId === chat.id);
    expect(event?.data).toEqual({ code: link.code, medium: 'qr', opened: true });
  });

  it('whose code was typed badly or taken out opens an ordinary chat', async () => {
    const link = await makeLink();
    const chat = await open(link.url, `Hello (W-${link.code.slice(0, 5)}@)`);
    expect(chat.entry).toBeUndefined();
    expect((await t.events('entry.used')).filter(({ chatId }) => chatId === chat.id)).toEqual([]);
  });

  it('in a chat that is open changes nothing but is noted once a message', async () => {
    const chat = await open('', 'hola');
    const link = await makeLink();
    await t.sandbox.handset(number()).write(link.prefilled);
    await t.settle();
    const [after] = await t.store.load([{ kind: 'chat', id: chat.id }]);
    expect(after?.value).toMatchObject({ id: chat.id, language: 'es' });
    expect((await t.events('entry.used')).filter(({ chatId }) => chatId === chat.id)).toMatchObject([{ data: { opened: false } }]);
  });

  it('that was retired opens a chat like any other, and the use is still seen', async () => {
    const link = await makeLink();
    const retired = (await post(`/api/entry-links/${link.code}/retire`).expect(200)).body;
    expect(retired.retiredAtMs).toBeGreaterThan(0);
    expect((await post(`/api/entry-links/${link.code}/retire`).expect(200)).body).toEqual(retired);
    const chat = await open(link.url);
    expect(chat.entry).toBeUndefined();
    expect(chat.intent).toBeUndefined();
    const used = (await t.events('entry.used')).filter(({ chatId }) => chatId === chat.id);
    expect(used).toMatchObject([{ data: { code: link.code, retired: true } }]);
  });

  it('is counted by its door, apart from calls and from direct chats', async () => {
    const before = (await get('/api/reports/funnel').expect(200)).body;
    const link = await makeLink({ medium: 'button' });
    await open(link.url);
    await t.sandbox.handset(number()).write(link.prefilled);
    await t.settle();
    const after = (await get('/api/reports/funnel').expect(200)).body;
    expect(after.entries.find(({ code }: { code?: string }) => code === link.code)).toMatchObject({ kind: 'button', started: 1, chats: 1 });
    expect(after.directChats).toBe(before.directChats);
    expect(after.stages).toEqual(before.stages);
  });

  it('has a QR code, as SVG and as PNG, for supervisors', async () => {
    const link = await makeLink();
    const svg = await get(`/api/entry-links/${link.code}/qr.svg`).expect(200);
    expect(svg.headers['content-type']).toContain('image/svg+xml');
    const png = await get(`/api/entry-links/${link.code}/qr.png?scale=4`).expect(200);
    expect(png.headers['content-type']).toBe('image/png');
    expect(png.body.length).toBeGreaterThan(200);
    expect((await get('/api/entry-links/000000/qr.png')).body.error.code).toBe('entry-link-not-found');
    expect((await get(`/api/entry-links/${link.code}/qr.png?scale=900`)).status).toBe(400);
    await supertest(t.publicUrl).get(`/api/entry-links/${link.code}/qr.svg`).expect(401);
  });

  it('is listed, newest first; the example of the description is taken, and a malformed one refused whole', async () => {
    await t.pass(1_000);
    const { body } = await get('/api/openapi.json').expect(200);
    const made = (await post('/api/entry-links', body.components.schemas.NewEntryLink.example).expect(201)).body;
    expect((await get('/api/entry-links').expect(200)).body.items[0]).toEqual(made);
    for (const wrong of [
      { language: 'es', text: 'x' },
      { name: 'x', language: 'es', text: 'a\nb' },
      { name: 'x', language: 'es', text: 'x', flow: 'y' },
    ])
      expect((await post('/api/entry-links', wrong)).body.error.code).toBe('body-invalid');
  });
});
