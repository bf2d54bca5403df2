import { describe, expect, it } from 'vitest';
import { call, flowOf, OFFER, w } from '../engine-flow.ts';

const COLLECT = {
  type: 'collect',
  prompt: w('código'),
  variable: 'code',
  as: { kind: 'digits', length: 6 },
  speech: {},
  invalidText: w('no vale'),
  personKey: '0',
  person: 'person',
  next: 'read-back',
  invalid: 'invalid',
  noInput: 'silent',
};
const CONFIRM = {
  type: 'confirm',
  prompt: w('¿{{code|digits}}?'),
  speech: {},
  yes: 'accepted',
  no: 'declined',
  invalid: 'invalid',
  noInput: 'silent',
};
const start = (collect: object = {}) => call(flowOf({ start: { ...COLLECT, ...collect }, 'read-back': CONFIRM }));
const say = (test: ReturnType<typeof start>, speech: string, confidence = 0.9) => test.send({ type: 'INPUT', speech, confidence });

describe('an answer that is spoken', () => {
  it('is collected like one that is typed', () => {
    const test = start();
    say(test, 'uno dos tres cuatro cinco seis');
    expect(test.heard()).toBe('¿1 2 3 4 5 6?');
    expect(test.progress.snapshot.context.variables).toEqual({ code: '123456' });
  });

  it('heard badly is asked about; yes, its key, or a clear repetition take it', () => {
    for (const answer of ['sí', '1', '123456']) {
      const test = start();
      say(test, '123456', 0.2);
      expect(test.heard()).toBe('¿Ha dicho 1 2 3 4 5 6? Diga sí o pulse 1. Si no es así, diga no o pulse 2.');
      expect(test.progress.wait).toMatchObject({ input: { numDigits: 1 } });
      if (answer === '1') test.keys('1');
      else say(test, answer);
      expect(test.heard()).toBe('¿1 2 3 4 5 6?');
    }
  });

  it('heard badly can be denied, corrected, or end with a person', () => {
    const no = start();
    say(no, '123456', 0.2);
    no.keys('2');
    expect(no.heard()).toBe('código');
    expect(no.progress.snapshot.context).toMatchObject({ invalid: 0, silent: 0 });
    const corrected = start();
    say(corrected, '123456', 0.2);
    say(corrected, 'no, seis cinco cuatro tres dos uno');
    expect(corrected.heard()).toBe('código');
    say(corrected, 'seis cinco cuatro tres dos uno');
    expect(corrected.heard()).toBe('¿6 5 4 3 2 1?');
    const person = start();
    say(person, '123456', 0.2);
    say(person, 'una persona');
    expect(person.at()).toBe('dial person');
  });

  it('reads a doubtful day back with its year', () => {
    const test = start({ as: { kind: 'date' } });
    say(test, 'quince de marzo de dos mil veintiséis', 0.2);
    expect(test.heard()).toMatch(/^¿Ha dicho 15 de marzo de 2026\?/);
  });

  it('that does not fit leaves the keys, and a person on request', () => {
    const test = start();
    say(test, 'no lo tengo aquí');
    expect(test.heard()).toBe('no vale / código');
    say(test, 'no lo tengo aquí');
    expect(test.heard()).toBe('no vale / código / También puede marcarlo con las teclas.');
    test.keys('123456');
    expect(test.heard()).toBe('¿1 2 3 4 5 6?');
    const asking = start({ person: undefined, personKey: undefined });
    say(asking, 'quiero hablar con alguien');
    expect(asking.at()).toBe('queue queue-person');
  });

  it('that is secret is never kept to be asked about', () => {
    const secret = { ...COLLECT, variable: 'pin', next: 'accepted' };
    const test = call(flowOf({ start: secret, 'read-back': CONFIRM }));
    const { facts } = say(test, '123456', 0.2);
    expect(test.heard()).toBe('no vale / código');
    expect(JSON.stringify([facts, test.progress.snapshot])).not.toContain('123456');
    say(test, '123456');
    expect(test.heard()).toBe('accepted / adiós');
  });
});

describe('a confirmation that is spoken', () => {
  const asked = () => {
    const test = start();
    test.keys('123456');
    return test;
  };

  it.each([
    ['sí', 'accepted / adiós'],
    ['no es correcto', 'declined / adiós'],
    ['uno', 'accepted / adiós'],
    ['dos', 'declined / adiós'],
    ['repite', '¿1 2 3 4 5 6?'],
  ])('takes “%s”', (speech, heard) => {
    const test = asked();
    say(test, speech);
    expect(test.heard()).toBe(heard);
  });

  it('believes an answer heard badly when it is heard again', () => {
    const test = asked();
    say(test, 'sí', 0.2);
    expect(test.heard()).toBe('¿1 2 3 4 5 6?');
    say(test, 'sí', 0.2);
    expect(test.heard()).toBe('accepted / adiós');
  });

  it('names the keys after two failures', () => {
    const test = asked();
    say(test, 'blablabla');
    say(test, 'blablabla');
    expect(test.heard()).toBe('No le he entendido. / ¿1 2 3 4 5 6? / Pulse 1 para sí o 2 para no.');
  });
});

describe('an offer that is spoken to', () => {
  const offered = (more: object = {}) => {
    const test = call(flowOf({ start: { ...OFFER, speech: {}, ...more } }));
    test.send({ type: 'OFFER_ALLOWED', number: 'caller' });
    return test;
  };

  it.each([
    ['sí, quiero', 0.9, 'handoff start'],
    ['por whatsapp', 0.9, 'handoff start'],
    ['uno', 0.9, 'handoff start'],
    ['no quiero whatsapp', 0.9, 'end'],
    ['no', 0.1, 'end'],
    ['con una persona', 0.1, 'input start'],
    ['quiero hablar con una persona', 0.1, 'queue queue-person'],
    ['tres', 0.9, 'input start'],
  ])('takes “%s” (%d)', (speech, confidence, at) => {
    const test = offered();
    say(test, speech, confidence);
    expect(test.at()).toBe(at);
  });

  it('takes no yes of which the recogniser is not sure: it is consent', () => {
    const test = offered();
    say(test, 'sí', 0.3);
    say(test, 'sí', 0.3);
    expect(test.at()).toBe('input start');
    expect(test.progress.facts.some(({ type }) => type === 'offer-answered')).toBe(false);
  });

  it('takes another number in words, and reads it back', () => {
    const test = offered();
    say(test, 'tres');
    expect(test.heard()).toBe('marque su móvil');
    expect(test.progress.wait).toMatchObject({ input: { speech: { language: 'es' } } });
    say(test, 'seis cero cero uno uno uno tres tres tres');
    expect(test.heard()).toBe('¿es el 6 0 0 1 1 1 3 3 3?');
    say(test, 'no');
    expect(test.heard()).toBe('marque su móvil');
  });

  it('hears speech in the queue too', () => {
    const queue = {
      type: 'queue',
      queue: 'support',
      offer: { step: 'offered', afterSeconds: 5 },
      connected: 'bye',
      full: 'person',
      failed: 'person',
    };
    const test = call(flowOf({ start: queue, offered: { ...OFFER, speech: {} } }));
    test.send({ type: 'TICK', queue: { position: 1, waitedSeconds: 60 } });
    test.send({ type: 'OFFER_ALLOWED', number: 'caller' });
    test.send({ type: 'TICK', speech: 'sí', confidence: 0.9, queue: { position: 1, waitedSeconds: 62 } });
    expect(test.progress.wait.kind).toBe('handoff');
  });
});
