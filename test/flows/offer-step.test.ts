import { describe, expect, it } from 'vitest';
import type { VoiceFlowEvent } from '../../src/flows/call-outcomes.ts';
import type { FlowFact } from '../../src/flows/outcomes.ts';
import { call, flowOf, OFFER, SURROUNDINGS, w } from './engine-flow.ts';

const offerFlow = (offer: object = {}) => flowOf({ start: { ...OFFER, ...offer } });
const ALLOWED: VoiceFlowEvent = { type: 'OFFER_ALLOWED', number: 'caller' };

function offered(offer: object = {}, surroundings: Parameters<typeof call>[1] = {}, event = ALLOWED) {
  const test = call(offerFlow(offer), surroundings);
  test.send(event);
  return test;
}

function held(offer: object = {}) {
  const test = offered(offer);
  test.keys('1');
  test.send({ type: 'HANDED_OFF', handoffId: 'h_07_AAAA' });
  return test;
}

const answers = (facts: readonly FlowFact[]) => facts.flatMap((fact) => (fact.type === 'offer-answered' ? [fact.answer] : []));

describe('offer: may it be made', () => {
  it('asks first whether it may', () => {
    expect(call(offerFlow()).progress.wait).toEqual({ kind: 'eligibility', step: 'start', trigger: 'menu' });
  });

  it('is withheld with the reasons of the rules', () => {
    const test = offered({}, {}, { type: 'OFFER_WITHHELD', reasons: ['opted-out', 'desk-unstaffed'] });
    expect(test.heard()).toBe('withheld / adiós');
    expect(test.progress.facts[0]).toEqual({ type: 'offer-withheld', step: 'start', reasons: ['opted-out', 'desk-unstaffed'] });
  });

  it('is withheld by its own condition without asking', () => {
    const test = call(offerFlow({ when: 'queue.waitSeconds > 900' }));
    expect(test.heard()).toBe('withheld / adiós');
    expect(test.progress.facts).toContainEqual({ type: 'offer-withheld', step: 'start', reasons: ['condition'] });
    expect(call(offerFlow({ when: 'queue.waitSeconds > 600' })).at()).toBe('eligibility start');
    expect(call(offerFlow({ when: 'queue.waitSeconds > 600' }), { queues: {} }).heard()).toBe('withheld / adiós');
  });
});

describe('offer: what it says', () => {
  const desk = SURROUNDINGS.desk;
  it.each([
    ['both waits', {}, 'teléfono 12 minutos, chat menos de un minuto', { phoneSeconds: 700, chatSeconds: 45 }],
    ['the phone alone', { desk: { open: true, waiting: 1 } }, 'teléfono 12 minutos', { phoneSeconds: 700 }],
    ['the chat alone', { queues: {} }, 'chat menos de un minuto', { chatSeconds: 45 }],
    ['nothing', { queues: {}, desk: { open: true, waiting: 1 } }, 'oferta sin esperas', {}],
    ['no chat wait of a closed desk', { queues: {}, desk: { ...desk, open: false } }, 'oferta sin esperas', {}],
  ])('promises %s and nothing else', (_, surroundings, text, promised) => {
    const test = offered({}, surroundings);
    expect(test.heard()).toBe(text);
    expect(test.progress.facts).toContainEqual({ type: 'offer-made', step: 'start', trigger: 'menu', promised, text });
    expect(test.progress.snapshot.context.offer?.promised ?? {}).toEqual(promised);
  });

  it('promises only what the wording it has can say', () => {
    const { bothWaits: _b, phoneWait: _p, ...wording } = OFFER.wording;
    expect(offered({ wording }).progress.facts).toContainEqual(expect.objectContaining({ promised: { chatSeconds: 45 } }));
  });
});

describe('offer: the answer', () => {
  it('accepts with the key, and hands off', () => {
    const test = offered();
    const { facts, wait } = test.keys('1');
    expect(facts).toEqual([{ type: 'offer-answered', step: 'start', answer: 'accepted', key: '1' }]);
    expect(wait).toEqual({ kind: 'handoff', step: 'start', key: '1' });
  });

  it('declines', () => {
    const test = offered();
    expect(answers(test.keys('2').facts)).toEqual(['declined']);
    expect(test.heard()).toBe('declined / adiós');
  });

  it('finds a person', () => {
    const test = offered();
    const { facts } = test.keys('0');
    expect(answers(facts)).toEqual(['person']);
    expect(facts).toContainEqual({ type: 'person-asked', step: 'start' });
    expect(test.at()).toBe('queue queue-person');
  });

  it('is ignored after its silences, and wrong keys are counted apart', () => {
    const test = offered();
    test.silence();
    test.keys('9');
    expect(test.heard()).toBe('esa tecla no / teléfono 12 minutos, chat menos de un minuto');
    expect(answers(test.silence().facts)).toEqual(['ignored']);
    expect(test.heard()).toBe('ignored / adiós');
  });

  it('is ignored after too many wrong keys, and repeated by * for nothing', () => {
    const test = offered();
    test.keys('*');
    test.keys('9');
    test.keys('*');
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 1, silent: 0 });
    expect(answers(test.keys('9').facts)).toEqual(['ignored']);
  });

  it('is made once in the facts, however often it is repeated', () => {
    const test = offered();
    expect(test.keys('*').facts).toEqual([]);
    expect(test.silence().facts).toEqual([]);
  });

  it.each([
    ['sí, por WhatsApp', 'handoff start'],
    ['no gracias', 'end'],
    ['quiero hablar con una persona', 'queue queue-person'],
  ])('understands “%s”', (speech, at) => {
    const test = offered({ speech: {} });
    test.send({ type: 'INPUT', speech });
    expect(test.at()).toBe(at);
  });
});

describe('offer: the number', () => {
  it('confirms the own number by its last digits when it is told to', () => {
    const test = offered({ confirmNumber: true });
    test.keys('1');
    expect(test.heard()).toBe('¿es el 2 2 2?');
    test.keys('1');
    expect(test.progress.wait).toEqual({ kind: 'handoff', step: 'start', key: '1' });
  });

  it('has words of its own for that when they are given', () => {
    const test = offered({ confirmNumber: true, wording: { ...OFFER.wording, confirmOwn: w('¿termina en {{lastDigits}}?') } });
    test.keys('1');
    expect(test.heard()).toBe('¿termina en 2 2 2?');
  });

  it('asks for another when the own one is wrong', () => {
    const test = offered({ confirmNumber: true });
    test.keys('1');
    test.keys('2');
    expect(test.heard()).toBe('marque su móvil');
    test.keys('600111333');
    expect(test.heard()).toBe('¿es el 6 0 0 1 1 1 3 3 3?');
    expect(test.keys('1').wait).toEqual({ kind: 'handoff', step: 'start', key: '1', typedNumber: '+34600111333' });
    test.send({ type: 'HANDED_OFF', handoffId: 'h' });
    expect(test.heard()).toBe('enviando al 3 3 3');
  });

  it('asks for a mobile when the own number can’t be written to', () => {
    const test = offered({}, {}, { type: 'OFFER_ALLOWED', number: 'ask' });
    test.keys('1');
    expect(test.heard()).toBe('marque su móvil');
    expect(test.progress.wait).toMatchObject({ kind: 'input', input: { finishOnKey: '#' } });
  });

  it('asks for another number by its key, which is the key of the consent', () => {
    const test = offered();
    expect(answers(test.keys('3').facts)).toEqual(['accepted']);
    test.keys('600111333');
    expect(test.keys('1').wait).toMatchObject({ kind: 'handoff', key: '3', typedNumber: '+34600111333' });
  });

  it.each(['910000000', '123', '900100100', '600111'])('refuses %s, and gives up after the second try', (typed) => {
    const test = offered();
    test.keys('3');
    test.keys(typed);
    expect(test.heard()).toBe('no es un móvil / marque su móvil');
    test.keys(typed);
    expect(test.heard()).toBe('sin número / failed / adiós');
    expect(JSON.stringify(test.progress.snapshot.context)).not.toContain(typed);
  });

  it('takes a number of another country with 00', () => {
    const test = offered();
    test.keys('3');
    test.keys('00447911123456');
    expect(test.keys('1').wait).toMatchObject({ typedNumber: '+447911123456' });
  });

  it('lets the number be typed once more after it was read back', () => {
    const test = offered();
    test.keys('3');
    test.keys('600111333');
    test.keys('2');
    expect(test.heard()).toBe('marque su móvil');
    test.keys('600111444');
    test.keys('2');
    expect(test.heard()).toBe('sin número / failed / adiós');
  });

  it('finds a person from every question of the dialogue', () => {
    const asking = offered();
    asking.keys('3');
    asking.keys('0');
    expect(asking.at()).toBe('queue queue-person');
    const reading = offered();
    reading.keys('3');
    reading.keys('600111333');
    expect(reading.keys('0').facts).toContainEqual({ type: 'person-asked', step: 'start' });
  });

  it('fails when the caller falls silent', () => {
    const test = offered();
    test.keys('3');
    test.silence();
    test.silence();
    expect(test.heard()).toBe('sin número / failed / adiós');
  });
});

describe('offer: the hold', () => {
  it('says to which number, and holds the line with an ear for the person key', () => {
    const test = held();
    expect(test.heard()).toBe('enviando al 2 2 2');
    expect(test.progress.wait).toEqual({ kind: 'hold', step: 'start', input: { numDigits: 1, finishOnKey: '', timeoutSeconds: 3 } });
    expect(test.progress.snapshot.context.offer).toMatchObject({ handoffId: 'h_07_AAAA' });
  });

  it('says so when the message arrives', () => {
    const test = held();
    test.wait(3).send({ type: 'TICK', delivery: 'pending' });
    expect(test.at()).toBe('hold start');
    expect(test.heard()).toBe('');
    test.wait(3).send({ type: 'TICK', delivery: 'delivered' });
    expect(test.heard()).toBe('entregado / accepted / adiós');
  });

  it.each([
    ['none', 'no enviado / failed / adiós'],
    ['sms', 'enviado por SMS / failed / adiós'],
  ] as const)('says so when it fails and the fallback is %s', (fallback, heard) => {
    const test = held();
    test.send({ type: 'TICK', delivery: 'failed', fallback });
    expect(test.heard()).toBe(heard);
  });

  it('ends without news after the time that was set', () => {
    const test = held();
    test.wait(19).send({ type: 'TICK', delivery: 'pending' });
    expect(test.at()).toBe('hold start');
    test.wait(1).send({ type: 'TICK', delivery: 'pending' });
    expect(test.heard()).toBe('aún no se sabe / failed / adiós');
  });

  it('finds a person meanwhile; other keys change nothing', () => {
    const test = held();
    test.send({ type: 'TICK', delivery: 'pending', digits: '5' });
    expect(test.at()).toBe('hold start');
    expect(test.send({ type: 'TICK', delivery: 'pending', digits: '0' }).facts).toContainEqual({ type: 'person-asked', step: 'start' });
    expect(test.at()).toBe('queue queue-person');
  });

  it('fails when the handoff is refused', () => {
    const test = offered();
    test.keys('1');
    test.send({ type: 'HANDOFF_REFUSED', reasons: ['opted-out'] });
    expect(test.heard()).toBe('no enviado / failed / adiós');
  });

  it('tells a caller in the queue, once, that the message came after all', () => {
    const test = held({ failed: 'queue-person' });
    test.wait(20).send({ type: 'TICK', delivery: 'pending' });
    expect(test.at()).toBe('queue queue-person');
    const queue = { position: 2, waitedSeconds: 10 };
    test.send({ type: 'TICK', delivery: 'pending', queue });
    expect(test.heard()).toBe('');
    test.send({ type: 'TICK', delivery: 'delivered', queue });
    expect(test.heard()).toBe('entregado');
    test.send({ type: 'TICK', delivery: 'delivered', queue });
    expect(test.heard()).toBe('');
  });
});
