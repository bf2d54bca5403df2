import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskMessage } from '../../src/ws/desk-views.ts';
import { type ChatWorld, createChatWorld, HOUR, NOON } from './chat-world.ts';

const w = (text: string) => ({ es: text, en: text });
const FILE = {
  type: 'ask',
  text: w('Envíe una foto del daño'),
  file: { accept: ['image'], maxMegabytes: 1, wrongText: w('Tiene que ser una foto'), tooLargeText: w('Como mucho 1 MB') },
  variable: 'photo',
  retries: 1,
  next: 'where',
  invalid: 'assign',
};
const WHERE = {
  type: 'ask',
  text: w('¿Dónde fue?'),
  location: { latitude: 'lat', address: 'address' },
  next: 'which',
  invalid: 'assign',
};
const WHICH = {
  type: 'ask',
  text: w('¿Qué póliza?'),
  list: { button: w('Ver'), sections: [{ rows: [{ id: 'car', title: w('Coche'), to: 'plan' }] }] },
  next: 'assign',
  invalid: 'assign',
};
const PLAN = {
  type: 'send',
  text: w('Su condicionado'),
  media: 'policy.pdf',
  template: { name: 'call-continue', texts: { business: w('Luz') } },
  next: 'assign',
};

let world: ChatWorld;
beforeAll(async () => {
  const flow = JSON.parse(await readFile('flows/support.flow.json', 'utf8'));
  Object.assign(flow.variables, { photo: { type: 'string' }, lat: { type: 'number' }, address: { type: 'string' } });
  flow.chat.start = 'photo';
  Object.assign(flow.chat.steps, { photo: FILE, where: WHERE, which: WHICH, plan: PLAN });
  world = await createChatWorld(flow);
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const png = Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1');
const sends = (url: string, contentType = 'image/png', bytes: Uint8Array | null = png) => {
  if (bytes) world.carrier.media.set(url, bytes);
  return world.say('', { media: [{ url, contentType }] });
};
const last = () => world.carrier.texts().slice(-2);

describe('a question for a file', () => {
  it('goes on when the file is kept, and the agent sees it', async () => {
    const { id } = await world.say('hola');
    const chat = await sends('https://carrier.test/ME1');
    expect(chat.wait).toMatchObject({ kind: 'reply', step: 'where' });
    expect(last().at(-1)).toBe('¿Dónde fue?');
    const shown = (await world.thread(id)).find(({ media }) => media);
    expect(chat.snapshot?.context.variables.photo).toBe(shown?.media?.[0]?.mediaId);
    expect(shown && deskMessage(chat, shown, 0)).toMatchObject({ media: [{ contentType: 'image/png' }] });
  });

  it('says what to do about another type, whatever the phone declares, and about a size', async () => {
    await world.say('hola');
    await sends('https://carrier.test/ME2', 'application/pdf');
    expect(last()).toEqual(['Tiene que ser una foto', 'Envíe una foto del daño']);
    await world.reset();
    await world.say('hola');
    await sends('https://carrier.test/ME3', 'image/png', Buffer.from('MZ a program'));
    expect(last()).toEqual(['Tiene que ser una foto', 'Envíe una foto del daño']);
    await world.reset();
    await world.say('hola');
    await sends('https://carrier.test/ME4', 'image/png', Buffer.concat([png, Buffer.alloc(1_100_000)]));
    expect(last()).toEqual(['Como mucho 1 MB', 'Envíe una foto del daño']);
    await world.reset();
    const { id } = await world.say('hola');
    await sends('https://carrier.test/ME5', 'image/png', Buffer.concat([png, Buffer.alloc(17 * 1024 * 1024)]));
    expect(last()).toEqual(['Como mucho 1 MB', 'Envíe una foto del daño']);
    expect((await world.thread(id)).some(({ mediaProblem }) => mediaProblem === 'too-large')).toBe(true);
  });

  it('asks again when the file can’t be had after several tries; the chat is not stuck meanwhile', async () => {
    const { id } = await world.say('hola');
    world.carrier.media.clear();
    const waiting = await sends('https://carrier.test/gone', 'image/png', null);
    expect(waiting.wait).toEqual({ kind: 'file', step: 'photo' });
    for (let tries = 0; tries < 5; tries += 1) {
      world.clock.advance(5 * 60_000);
      await world.settle();
    }
    expect((await world.read(id)).wait).toMatchObject({ kind: 'reply', step: 'photo' });
    await sends('https://carrier.test/gone2', 'image/png', null);
    expect((await world.say('persona')).state).toBe('waiting');
  });

  it('a fetch that is done twice moves the flow once', async () => {
    const { id } = await world.say('hola');
    await sends('https://carrier.test/ME6');
    const { seq } = (await world.thread(id)).find(({ media }) => media) ?? { seq: 0 };
    const before = await world.thread(id);
    await world.jobs.handleTimer({ type: 'chat.media', chatId: id, seq, tries: 2 });
    await world.settle();
    expect(await world.thread(id)).toEqual(before);
  });
});

describe('after it', () => {
  const at = async () => {
    await world.say('hola');
    await sends('https://carrier.test/ME7');
  };

  it('a place is kept in its variables and shown with its coordinates', async () => {
    await at();
    const chat = await world.say('', { location: { latitude: 40.4168, longitude: -3.7038, label: 'Sol', address: 'Puerta del Sol' } });
    expect(chat.snapshot?.context.variables).toMatchObject({ lat: 40.4168, address: 'Puerta del Sol' });
    const entry = (await world.thread(chat.id)).find(({ place }) => place);
    expect(entry && deskMessage(chat, entry, 0)).toMatchObject({
      text: 'Ubicación: 40.41680, -3.70380\nSol\nPuerta del Sol',
      place: { latitude: 40.4168, longitude: -3.7038, label: 'Sol', address: 'Puerta del Sol' },
    });
  });

  it('a list is sent as one, its row is taken, and what follows is sent from an address the carrier can read', async () => {
    await at();
    await world.say('Calle Mayor 1, Madrid');
    expect(world.carrier.sent.at(-1)?.content).toEqual({
      kind: 'list',
      text: '¿Qué póliza?',
      list: { button: 'Ver', sections: [{ rows: [{ id: 'which.car', title: 'Coche' }] }] },
    });
    const chat = await world.say('Coche', { buttonPayload: 'which.car' });
    expect(chat.state).toBe('waiting');
    expect(world.carrier.sent.map(({ content }) => content)).toContainEqual({
      kind: 'media',
      text: '',
      address: '/media/signature/policy.pdf',
    });
    const thread = (await world.thread(chat.id)).map((entry) => deskMessage(chat, entry, 0));
    expect(thread.some(({ list }) => list?.sections[0]?.rows.includes('Coche'))).toBe(true);
    expect(thread.some(({ attachment }) => attachment === '/media/signature/policy.pdf')).toBe(true);
  });

  it('a message that could not go out in time goes as its template; one without fails and says so', async () => {
    await at();
    await world.say('Calle Mayor 1, Madrid');
    // The carrier turns everything away until the window has closed.
    world.carrier.fates.push({ kind: 'busy', retryAfterMs: 25 * HOUR });
    const { id } = await world.say('Coche', { buttonPayload: 'which.car' });
    world.clock.set(NOON + 26 * HOUR);
    await world.settle();
    const mine = (await world.thread(id)).filter(({ author }) => author.kind === 'bot').slice(-3);
    expect(
      mine.map(({ text, delivery, failure, template }) => ({ text, delivery, code: failure?.code, template: template !== undefined })),
    ).toEqual([
      { text: 'Hola, Luz', delivery: 'sending', code: undefined, template: true },
      { text: '', delivery: 'failed', code: 'window-closed', template: false },
      { text: expect.any(String), delivery: 'failed', code: 'window-closed', template: false },
    ]);
  });
});
