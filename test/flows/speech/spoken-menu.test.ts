import { describe, expect, it } from 'vitest';
import { call, flowOf, w } from '../engine-flow.ts';

const MENU = {
  type: 'menu',
  prompt: w('menú'),
  options: [
    { key: '1', label: w('pedido'), words: { es: ['paquete', 'envío'] }, to: 'accepted', intent: 'order' },
    { key: '2', label: w('facturas y recibos'), to: 'sub' },
    { key: '3', label: w('pagar una factura'), to: 'declined' },
    { key: '0', label: w('una persona'), to: 'person', person: true },
  ],
  speech: {},
  invalidText: w('esa tecla no'),
  silentText: w('no le oigo'),
  invalid: 'invalid',
  noInput: 'silent',
};
const SUB = { ...MENU, prompt: w('submenú'), options: [{ key: '5', label: w('averías'), to: 'accepted' }] };
const start = (menu: object = {}, more: Record<string, unknown> = {}) => call(flowOf({ start: { ...MENU, ...menu }, sub: SUB }, more));
const say = (test: ReturnType<typeof start>, speech: string, confidence = 0.9) => test.send({ type: 'INPUT', speech, confidence });
const ASKED = '¿Ha dicho pedido? Si es así, diga sí o pulse 1. Si no, diga no.';

describe('a menu that is spoken to', () => {
  it.each([
    ['quiero saber de mi pedido', 'accepted / adiós'],
    ['¿Dónde está mi PAQUETE?', 'accepted / adiós'],
    ['los envios', 'accepted / adiós'],
    ['querría que me mandaran otra vez el recibo de la luz', 'submenú'],
    ['quiero pagar la factura', 'declined / adiós'],
    ['uno', 'accepted / adiós'],
    ['la opción dos', 'submenú'],
    ['pulso tres', 'declined / adiós'],
  ])('finds the option in “%s”', (speech, heard) => {
    const test = start();
    say(test, speech);
    expect(test.heard()).toBe(heard);
  });

  it.each(['operador', 'quiero hablar con alguien', 'quiero hablar con una persona por mi pedido'])(
    'reaches a person by “%s”',
    (speech) => {
      const test = start();
      expect(say(test, speech).facts).toContainEqual({ type: 'person-asked', step: 'start' });
      expect(test.at()).toBe('dial person');
    },
  );

  it('reaches a person from a menu that has no option for it, and by the words of the flow', () => {
    const test = start({}, { humanWords: { es: ['mostrador'] } });
    test.keys('2');
    say(test, 'ponme con el mostrador', 0.2);
    expect(test.at()).toBe('dial person');
  });

  it.each(['factura', 'pedido o pagar una factura'])('asks again where “%s” may mean two things', (speech) => {
    const test = start();
    say(test, speech);
    expect(test.heard()).toBe('esa tecla no / menú');
  });

  it('repeats and goes back in words, free of charge', () => {
    const test = start();
    say(test, 'otra vez, por favor');
    expect(test.heard()).toBe('menú');
    test.keys('2');
    say(test, 'volver atrás');
    expect(test.heard()).toBe('menú');
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 0, silent: 0 });
  });

  it('expects its labels, its words and what the step adds', () => {
    const test = start(
      { speech: { hints: { es: ['hola'] }, pauseSeconds: 1, profanityFilter: false } },
      { speech: { bargeIn: false, pauseSeconds: 3 } },
    );
    expect(test.progress.wait).toMatchObject({
      input: {
        speech: {
          hints: ['hola', 'pedido', 'paquete', 'envío', 'facturas y recibos', 'pagar una factura', 'una persona'],
          pauseSeconds: 1,
          bargeIn: false,
          profanityFilter: false,
        },
      },
    });
  });

  it('goes on from a call that began before the menu had states of its own', () => {
    const test = start();
    const { snapshot } = test.progress;
    test.progress = { ...test.progress, snapshot: { ...snapshot, value: { s: 'start' } } };
    test.keys('2');
    expect(test.heard()).toBe('submenú');
  });

  it('knows languages by their names where they are chosen', () => {
    const options = [
      { key: '1', to: 'spanish' },
      { key: '2', to: 'english' },
    ];
    const language = (to: string) => ({ type: 'language', language: to, next: 'accepted' });
    const test = call(flowOf({ start: { ...MENU, options }, spanish: language('es'), english: language('en') }));
    say(test, 'in English please');
    expect(test.progress.snapshot.context.language).toBe('en');
  });
});

describe('a recogniser that is not sure', () => {
  it('asks whether that was said, and costs nothing', () => {
    const test = start();
    say(test, 'pedido', 0.2);
    expect(test.heard()).toBe(ASKED);
    expect(test.at()).toBe('input start');
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 0, silent: 0 });
    say(test, 'sí', 0.2);
    expect(test.heard()).toBe('accepted / adiós');
    expect(test.progress.snapshot.context.intent).toBe('order');
  });

  it.each(['1', '*'])('leaves every key as it was (%s)', (key) => {
    const test = start();
    say(test, 'pedido', 0.2);
    test.keys(key);
    expect(test.heard()).toBe(key === '1' ? 'accepted / adiós' : ASKED);
  });

  it('takes another option by key or word, the same one again for yes, and no for no', () => {
    const other = start();
    say(other, 'pedido', 0.2);
    other.keys('2');
    expect(other.heard()).toBe('submenú');
    const named = start();
    say(named, 'pedido', 0.2);
    say(named, 'no, quiero pagar una factura');
    expect(named.heard()).toBe('declined / adiós');
    const again = start();
    say(again, 'pedido', 0.2);
    say(again, 'pedido', 0.2);
    expect(again.heard()).toBe('accepted / adiós');
    const no = start();
    say(no, 'pedido', 0.2);
    say(no, 'no');
    expect(no.heard()).toBe('menú');
  });

  it('asks about a word that only sounds like an option', () => {
    const test = start();
    say(test, 'perdido');
    expect(test.heard()).toBe(ASKED);
  });

  it('believes it where it says nothing of its confidence, or nothing but 0', () => {
    for (const confidence of [undefined, 0]) {
      const test = start();
      test.send({ type: 'INPUT', speech: 'pedido', ...(confidence !== undefined && { confidence }) });
      expect(test.heard()).toBe('accepted / adiós');
    }
  });

  it('asks from the confidence on that the flow or the step sets', () => {
    const never = start({ speech: { confidence: 0 } }, { speech: { confidence: 0.95 } });
    say(never, 'pedido', 0.1);
    expect(never.heard()).toBe('accepted / adiós');
    const always = start({}, { speech: { confidence: 0.95 } });
    say(always, 'pedido', 0.9);
    expect(always.heard()).toBe(ASKED);
  });

  it('asks in the words of the step', () => {
    const test = start({ speech: { didYouSay: w('¿{{heard}}? Pulse {{key}}.') } });
    say(test, 'pedido', 0.2);
    expect(test.heard()).toBe('¿pedido? Pulse 1.');
  });
});

describe('speech that fails', () => {
  it('names the keys after two sentences that were not understood; noise costs no retry', () => {
    const test = start({ retries: { invalid: 1, silent: 1 } });
    say(test, 'mmm', 0.1);
    expect(test.heard()).toBe('esa tecla no / menú');
    say(test, 'shhh', 0.1);
    expect(test.heard()).toBe(
      'esa tecla no / menú / Para pedido, pulse 1. Para facturas y recibos, pulse 2. Para pagar una factura, pulse 3. Para una persona, pulse 0.',
    );
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 0, silent: 0, misheard: 2 });
    test.silence();
    expect(test.heard()).toMatch(/^no le oigo \/ menú \/ Para pedido, pulse 1\./);
    test.keys('1');
    expect(test.heard()).toBe('accepted / adiós');
  });

  it('never goes on for ever, and never eats a silence', () => {
    const test = start({ retries: { invalid: 1, silent: 1 } });
    for (let n = 0; n < 3; n += 1) say(test, 'mmm', 0.1);
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 1, silent: 0 });
    say(test, 'mmm', 0.1);
    expect(test.heard()).toBe('invalid / adiós');
  });

  it('never goes on for ever by “no” either', () => {
    const test = start({ retries: { invalid: 1, silent: 1 } });
    for (let n = 0; n < 20 && test.at() === 'input start'; n += 1) say(test, n % 2 === 0 ? 'pedido' : 'no', 0.2);
    expect(test.heard()).toBe('invalid / adiós');
  });

  it('says so in words of our own, or of the step', () => {
    const own = start({ invalidText: undefined });
    say(own, 'blablabla');
    expect(own.heard()).toBe('No le he entendido. / menú');
    const step = start({ speech: { notUnderstood: w('¿cómo?'), keysText: w('pulse algo') } });
    say(step, 'blablabla');
    say(step, 'blablabla');
    expect(step.heard()).toBe('¿cómo? / menú / pulse algo');
  });

  it('leaves speech out where nobody hears the language', () => {
    const flow = flowOf({ start: { ...MENU, speech: {} }, sub: SUB }, { languages: ['ast'], voices: { ast: 'Polly.Lucia-Neural' } });
    expect(call(flow, {}, { language: 'ast' }).progress.wait).toMatchObject({ input: { numDigits: 1 } });
    expect(call(flow, {}, { language: 'ast' }).progress.wait).not.toHaveProperty('input.speech');
  });
});
