import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSsml } from '../../src/channels/ssml.ts';
import { Flow } from '../../src/flows/flow.ts';
import { readRecordings } from '../../src/flows/read-recordings.ts';
import { compileWording } from '../../src/flows/wording.ts';
import { flowOf, NOON } from './engine-flow.ts';

const FLOW = { business: 'Luz & Cía', timeZone: 'Europe/Madrid', languages: ['es'], voices: { es: 'Polly.Lucia-Neural' } };
const say = (text: string, ssml?: true) => ({ kind: 'say', text, language: 'es', voice: 'Polly.Lucia-Neural', ...(ssml && { ssml }) });
const play = (url: string) => ({ kind: 'play', url });

function prompts(text: string, variables: Record<string, string> = {}) {
  return compileWording({ es: text }, FLOW, 'call').prompts('es', { variables, nowMs: NOON });
}

describe('a wording of several parts', () => {
  it('plays recordings and says what stands between them', () => {
    const text =
      '/audio/es/hola.wav\nSu código es {{code|digits}}.\nGracias.\nhttps://example.com/adios.mp3\n<speak>Hasta <break time="1s"/>\nluego</speak>';
    expect(prompts(text, { code: '12' })).toEqual([
      play('/audio/es/hola.wav'),
      say('Su código es 1 2.\nGracias.'),
      play('https://example.com/adios.mp3'),
      say('Hasta <break time="1s"/>\nluego', true),
    ]);
  });

  it('may be written as a list', () => {
    const flow = flowOf({ start: { type: 'say', text: { es: ['/audio/hola.wav', 'Hola.'] }, next: 'bye' } });
    expect(flow.call.steps.start).toMatchObject({ text: { es: '/audio/hola.wav\nHola.' } });
    expect(Flow.parse(flow)).toEqual(flow);
  });

  it('is plain text where it only mentions an address', () => {
    expect(prompts('Vea https://example.com/hola.wav en la web')).toEqual([say('Vea https://example.com/hola.wav en la web')]);
    expect(prompts('dos\nlíneas')).toEqual([say('dos\nlíneas')]);
  });

  it('escapes what is filled into SSML, and nothing else', () => {
    expect(prompts('<speak>{{business}} <sub alias="{{code}}">x</sub></speak>', { code: '"<b>' })).toEqual([
      say('Luz &amp; Cía <sub alias="&quot;&lt;b&gt;">x</sub>', true),
    ]);
    expect(prompts('{{business}}')).toEqual([say('Luz & Cía')]);
  });
});

describe('SSML', () => {
  it.each([
    ['Hola <b>Ana</b>', 5, /^<b> is no element/],
    ['Hola <emphasis>Ana', 5, /never closed/],
    ['Hola </p>', 5, /closes nothing/],
    ['<p>a</s>', 4, /expected/],
    ['1 < 2', 2, /&lt;/],
    ['<break time="x"/>', 0, /is not one of the values/],
    ['<break for="1s"/>', 0, /no attribute for/],
  ])('%s: the fault is at %d', (content, offset, message) => {
    const parsed = parseSsml(content);
    expect(parsed).toMatchObject({ ok: false, offset });
    expect(parsed.ok ? '' : parsed.message).toMatch(message);
  });
});

describe('the languages around', () => {
  const text = (language: string, wording: string, values: Record<string, string | number>) =>
    compileWording({ [language]: wording }, FLOW, 'call').text(language, { variables: values, nowMs: NOON });

  it.each([
    ['es', 'un pedido / 2 pedidos / 0 pedidos', '{{n|plural:un pedido/# pedidos}}'],
    ['gl', 'un pedido / 2 pedidos / 0 pedidos', '{{n|plural:un pedido/# pedidos}}'],
    ['eu', 'eskaera bat / 2 eskaera / 0 eskaera', '{{n|plural:eskaera bat/# eskaera}}'],
  ])('%s: plurals', (language, expected, wording) => {
    expect([1, 2, 0].map((n) => text(language, wording, { n })).join(' / ')).toBe(expected);
  });

  it.each([
    ['es', '2 horas y 5 minutos / una hora / menos de un minuto'],
    ['en', '2 hours and 5 minutes / one hour / less than a minute'],
    ['ca', '2 hores i 5 minuts / una hora / menys d’un minut'],
    ['gl', '2 horas e 5 minutos / unha hora / menos dun minuto'],
    ['eu', '2 ordu eta 5 minutu / ordu bat / minutu bat baino gutxiago'],
    ['pt', '2 horas e 5 minutos / uma hora / menos de um minuto'],
  ])('%s: durations', (language, expected) => {
    expect([7500, 3600, 20].map((n) => text(language, '{{n|duration}}', { n })).join(' / ')).toBe(expected);
  });

  it.each([
    ['es', 'martes, 24 de noviembre / 24 de noviembre de 2026'],
    ['ca', 'dimarts, 24 de novembre / 24 de novembre del 2026'],
    ['gl', 'martes, 24 de novembro / 24 de novembro de 2026'],
    ['eu', 'azaroaren 24a, asteartea / 2026ko azaroaren 24a'],
    ['pt', 'terça-feira, 24 de novembro / 24 de novembro de 2026'],
  ])('%s: days', (language, expected) => {
    expect(text(language, '{{n|date}} / {{n|longDate}}', { n: '2026-11-24' })).toBe(expected);
  });
});

describe('the recordings of a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relevo-audio-'));
    await mkdir(join(folder, 'audio', 'es'), { recursive: true });
    await writeFile(join(folder, 'audio', 'hola.wav'), 'RIFF----WAVEfmt ');
    await writeFile(join(folder, 'audio', 'es', 'adios.mp3'), 'ID3-------------');
    await writeFile(join(folder, 'audio', 'es', 'text.wav'), 'hola');
    await writeFile(join(folder, 'audio', 'notes.txt'), 'hola');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are known by address and by what they are inside', async () => {
    expect([...(await readRecordings(folder))].sort()).toEqual([
      ['/audio/es/adios.mp3', 'mp3'],
      ['/audio/es/text.wav', 'other'],
      ['/audio/hola.wav', 'wav'],
    ]);
    expect(await readRecordings(join(folder, 'nowhere'))).toEqual(new Map());
  });
});
