import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat, ChatMessage } from '../../src/chat/chat.ts';
import { CLAIM_FLOW } from '../support/claim-flow.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';

let folder: FlowFolder;
let t: TestService;
let people = 0;
beforeAll(async () => {
  folder = await flowFolder(CLAIM_FLOW);
  await mkdir(join(folder.path, 'media'));
  await writeFile(join(folder.path, 'media', 'form.pdf'), '%PDF-1.4 a form');
  await writeFile(join(folder.path, 'media', 'sign.png'), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  t = await startTestService({ options: { flowsFolder: folder.path } });
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

/** Somebody who has written first. */
async function writes() {
  people += 1;
  const from = `+346007${String(20_000 + people)}`;
  const handset = t.sandbox.handset(from);
  await handset.write('hola');
  await t.settle();
  const chatId = (await t.contact(from))?.openChatId ?? '';
  return {
    handset,
    chatId,
    business: () => handset.messages().filter(({ by }) => by === 'business'),
    chat: async () => (await t.store.load([{ kind: 'chat', id: chatId }]))[0]?.value as Chat,
    thread: async () => (await t.store.loadParts({ kind: 'chat', id: chatId })).map(({ value }) => value as ChatMessage),
  };
}

const settled = async <T>(work: Promise<T>): Promise<T> => {
  const result = await work;
  await t.settle();
  return result;
};

describe('a claim told in the chat, over the carrier’s own wire', () => {
  it('list, place, photo, documents, a place of ours and the survey', async () => {
    const at = await writes();
    const list = at.business().at(-1);
    expect(list).toMatchObject({
      text: '¿Qué ha pasado?',
      listButton: 'Elegir',
      buttons: [
        { title: 'Un golpe', description: 'Coche · Con otro coche' },
        { title: 'Agua', description: 'Casa' },
      ],
    });
    await settled(at.handset.pressButton('Agua'));
    await settled(
      at.handset.send({ kind: 'location', latitude: 40.4168, longitude: -3.7038, label: 'Sol', address: 'Puerta del Sol, Madrid' }),
    );
    expect((await at.chat()).snapshot?.context.variables).toMatchObject({ what: 'water', lat: 40.4168, address: 'Puerta del Sol, Madrid' });

    await settled(at.handset.send({ kind: 'file', file: 'document' }));
    expect(
      at
        .business()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(['Solo fotos', 'Envíe una foto']);
    await settled(at.handset.send({ kind: 'file', file: 'photo' }));
    const [text, form, office, sign] = at.business().slice(-5);
    expect(text?.text).toBe('El parte');
    expect(form).toMatchObject({ text: '', media: { contentType: 'application/pdf' }, ticks: 'delivered' });
    expect(office).toMatchObject({ location: { latitude: 41.4, longitude: 2.2, label: 'El taller' }, ticks: 'delivered' });
    expect(sign).toMatchObject({ text: 'Así se rellena', media: { contentType: 'image/png' }, ticks: 'delivered' });

    await settled(at.handset.pressButton('5 ★★★★★'));
    await settled(at.handset.write('Muy rápidos'));
    expect(at.business().at(-1)?.text).toBe('Gracias');
    expect(await at.chat()).toMatchObject({ state: 'closed', survey: { kind: 'csat', answer: { score: 5, positive: true } } });
    const rated = (await t.events('chat.surveyed', 'chat.rated', 'chat.confirmed')).filter((event) => event.chatId === at.chatId);
    expect(rated.map(({ type, data }) => [type, data])).toEqual([
      ['chat.surveyed', { kind: 'csat', after: 'bot' }],
      ['chat.rated', { kind: 'csat', score: 5, positive: true }],
    ]);
  });

  it('a video that is too large and a program are refused with what to do, and a person comes after that', async () => {
    const at = await writes();
    await settled(at.handset.pressButton('Agua'));
    await settled(at.handset.write('Calle Mayor 1, Madrid'));
    await settled(at.handset.send({ kind: 'file', file: 'unknown' }));
    expect(at.business().at(-2)?.text).toBe('Solo fotos');
    await settled(at.handset.send({ kind: 'file', file: 'too-large' }));
    expect((await at.chat()).state).toBe('waiting');
    expect((await at.thread()).some(({ mediaProblem }) => mediaProblem === 'too-large')).toBe(true);
  });
});

describe('what the carrier fetches from us', () => {
  it('is had by its signed address alone, and is nothing else of the folder', async () => {
    const at = await writes();
    await settled(at.handset.pressButton('Agua'));
    await settled(at.handset.write('Calle Mayor 1, Madrid'));
    await settled(at.handset.send({ kind: 'file', file: 'photo' }));
    const url = new URL((await at.thread()).find(({ attachment }) => attachment)?.attachment?.address ?? '', t.publicUrl);
    const get = (path: string) => supertest(t.publicUrl).get(path);
    const found = await get(url.pathname);
    expect(found.status).toBe(200);
    expect(found.headers['content-type']).toBe('application/pdf');
    const head = await supertest(t.publicUrl).head(url.pathname);
    expect([head.status, head.headers['content-length']]).toEqual([200, '15']);
    for (const path of [
      '/media/AAAAAAAAAAAAAAAA/form.pdf',
      url.pathname.replace('form.pdf', 'sign.png'),
      url.pathname.replace('form.pdf', '..%2Fsupport.flow.json'),
    ])
      expect((await get(path)).status).toBe(404);
  });
});
