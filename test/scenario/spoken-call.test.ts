import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeardLine } from '../../src/http/contract/sandbox.ts';
import { ANA, startTestService, type TestService } from '../support/service.ts';

const w = (text: string | string[]) => ({ es: text, eu: text });

/** A flow that is spoken to, plays recordings and speaks Basque. */
const FLOW = {
  specVersion: 1,
  id: 'spoken',
  name: 'Spoken',
  business: 'Luz Clara',
  languages: ['es', 'eu'],
  voices: { es: 'Polly.Lucia-Neural', eu: 'Google.eu-ES-Standard-A' },
  variables: { order: { type: 'string' } },
  speech: { pauseSeconds: 2 },
  call: {
    start: 'hello',
    steps: {
      hello: {
        type: 'say',
        text: { es: ['/audio/hola.wav', '<speak>Bienvenida <break time="200ms"/> a {{business}}</speak>'], eu: 'Kaixo' },
        next: 'choose',
      },
      choose: {
        type: 'menu',
        prompt: w('Diga pedido o factura.'),
        options: [
          { key: '1', label: w('pedido'), to: 'order', intent: 'order' },
          { key: '2', label: w('factura'), to: 'lost' },
          { key: '3', label: w('euskara'), to: 'basque' },
          { key: '0', label: w('una persona'), to: 'person', person: true },
        ],
        speech: {},
        invalid: 'person',
        noInput: 'person',
      },
      order: {
        type: 'collect',
        prompt: w('¿Qué pedido?'),
        variable: 'order',
        as: { kind: 'digits', length: 4 },
        speech: {},
        next: 'right',
        invalid: 'person',
        noInput: 'person',
      },
      right: {
        type: 'confirm',
        prompt: w('¿{{order|digits}}?'),
        speech: {},
        yes: 'lost',
        no: 'order',
        noInput: 'person',
        invalid: 'person',
      },
      lost: { type: 'say', text: w(['/audio/lost.wav', 'Adiós.']), next: 'bye' },
      basque: { type: 'language', language: 'eu', next: 'choose' },
      person: { type: 'dial', answered: 'bye', noAnswer: 'nobody', failed: 'nobody' },
      nobody: { type: 'hangup', text: { es: 'No hay nadie.', eu: 'Ez dago inor.' } },
      bye: { type: 'hangup' },
    },
  },
  chat: {
    start: 'assign',
    acknowledge: w('Caso {{caseNumber}}. {{expectation}}'),
    acknowledgeDirect: w('Caso {{caseNumber}}. {{expectation}}'),
    steps: { assign: { type: 'assign' } },
  },
};

/** 8,000 samples a second, one of them: as short as a recording can be. */
const WAV = Buffer.from('524946462500000057415645666d74201000000001000100401f0000401f00000100080064617461010000008000', 'hex');

let folder: string;
let t: TestService;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relevo-spoken-'));
  await cp('flows/templates', join(folder, 'templates'), { recursive: true });
  await mkdir(join(folder, 'audio'));
  for (const name of ['hola.wav', 'lost.wav']) await writeFile(join(folder, 'audio', name), WAV);
  await writeFile(join(folder, 'spoken.flow.json'), JSON.stringify(FLOW));
  t = await startTestService({ config: { defaultFlow: 'spoken' }, options: { flowsFolder: folder, carrierTimeoutMs: 20_000 } });
  await rm(join(folder, 'audio', 'lost.wav'));
});
afterAll(async () => {
  await t.stop();
  await rm(folder, { recursive: true });
});

const said = (lines: readonly HeardLine[]) => lines.filter(({ kind }) => kind === 'say' || kind === 'play').map(({ text }) => text);

describe('a call that is spoken', () => {
  it('goes all the way by voice, over HTTP and without a problem at the carrier', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.waitForGather();
    expect(call.heard({ sinceLast: true })).toEqual([`${t.publicUrl}/audio/hola.wav`, 'Bienvenida a Luz Clara', 'Diga pedido o factura.']);
    expect(call.view().gather).toMatchObject({
      input: ['dtmf', 'speech'],
      language: 'es-ES',
      hints: expect.arrayContaining(['pedido', 'factura', 'euskara', 'una persona']),
    });
    await call.say('quiero saber de mi pedido', 0.2);
    expect(call.heard({ sinceLast: true })).toEqual(['¿Ha dicho pedido? Si es así, diga sí o pulse 1. Si no, diga no.']);
    await call.say('sí', 0.3);
    await call.say('uno dos treinta y cuatro');
    expect(call.heard({ sinceLast: true })).toEqual(['¿Qué pedido?', '¿1 2 3 4?']);
    await call.say('correcto');
    expect(call.heard({ sinceLast: true })).toEqual([`${t.publicUrl}/audio/lost.wav`, 'Adiós.']);
    expect((await call.waitFor('ended')).problems).toEqual([]);
    expect((await t.call(call.sid))?.snapshot.context.variables).toEqual({ order: '1234' });
  });

  it('speaks Basque with a Basque voice, and hears it', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.say('euskaraz');
    await call.waitForGather();
    const last = call.view().heard.findLast(({ kind }) => kind === 'say');
    expect(last).toMatchObject({ voice: 'Google.eu-ES-Standard-A' });
    expect(last).not.toHaveProperty('language');
    expect(call.view().gather?.language).toBe('eu-ES');
    await call.say('bi');
    expect(said(call.view().heard).at(-1)).toBe('Adiós.');
    expect(call.view().problems).toEqual([]);
  });

  it('answered twice by the carrier is answered alike', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.say('pedido', 0.2);
    const hook = t.sandbox.webhooks().findLast(({ url }) => url.includes('/voice/input'));
    const before = await t.call(call.sid);
    if (!hook) throw new Error('the carrier asked for nothing');
    await t.sandbox.repeatWebhook(hook);
    await t.settle();
    expect(await t.call(call.sid)).toEqual(before);
    await call.hangUp();
  });

  it('keeps a live call below 2 KB', async () => {
    const call = await t.sandbox.call({ from: ANA });
    for (const sentence of ['mmm', 'pssst', 'pedido']) await call.say(sentence, 0.1);
    const record = await t.call(call.sid);
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThanOrEqual(2048);
    await call.hangUp();
  });
});

describe('recordings', () => {
  it('are served to anyone, with their type; nothing else of the folder is', async () => {
    const api = supertest(t.publicUrl);
    const there = await api.get('/audio/hola.wav').buffer();
    expect([there.status, there.headers['content-type']]).toEqual([200, 'audio/wav']);
    for (const path of ['/audio/../spoken.flow.json', '/audio/%2e%2e/spoken.flow.json', '/audio/', '/audio/notes.txt']) {
      expect((await api.get(path)).status).toBe(404);
    }
  });

  it('that are gone are silence, never an error at the carrier', async () => {
    const gone = await supertest(t.publicUrl).get('/audio/es/gone.mp3').buffer();
    expect([gone.status, gone.headers['content-type'], gone.headers['cache-control']]).toEqual([200, 'audio/wav', 'no-store']);
    expect(gone.body.subarray(0, 4).toString()).toBe('RIFF');
  });
});
