import { describe, expect, it } from 'vitest';
import type { VoiceFlowEvent } from '../../src/flows/call-outcomes.ts';
import { call, flowOf, OFFER, SURROUNDINGS, w } from './engine-flow.ts';

const QUEUE = {
  type: 'queue',
  queue: 'support',
  text: w('le ponemos en espera'),
  waitText: w('puesto {{position}}, {{phoneWait}}'),
  waitTextUnknown: w('puesto {{position}}'),
  everySeconds: 30,
  connected: 'accepted',
  full: 'declined',
  failed: 'failed',
};
const queueFlow = (queue: object = {}, offer: object = {}) =>
  flowOf({
    start: { ...QUEUE, ...queue },
    offer: { ...OFFER, ...offer },
    menu: { type: 'menu', prompt: w('menú'), options: [{ key: '1', to: 'offer' }], invalid: 'offer', noInput: 'offer' },
  });
const OFFERING = { offer: { step: 'offer', afterSeconds: 60, times: 1 } };

function tick(waitedSeconds: number, more: Partial<Extract<VoiceFlowEvent, { type: 'TICK' }>> = {}): VoiceFlowEvent {
  return { type: 'TICK', queue: { position: 3, waitedSeconds }, ...more };
}

function queued(queue: object = OFFERING, offer: object = {}, surroundings: Parameters<typeof call>[1] = {}) {
  return call(queueFlow(queue, offer), surroundings);
}

function offered(number: 'caller' | 'ask' = 'caller', offer: object = {}) {
  const test = queued(OFFERING, offer);
  test.send(tick(60));
  test.send({ type: 'OFFER_ALLOWED', number });
  return test;
}

describe('queue', () => {
  it('says its text once, and waits', () => {
    const test = queued({});
    expect(test.heard()).toBe('le ponemos en espera');
    expect(test.progress.wait).toEqual({ kind: 'queue', step: 'start', queue: 'support', pauseSeconds: 30 });
    expect(test.progress.facts).toContainEqual({ type: 'queued', step: 'start', queue: 'support' });
    expect(test.progress.snapshot.context.queuedAtMs).toBe(SURROUNDINGS.nowMs);
  });

  it('tells position and what is left of the wait, now and then', () => {
    const test = queued({});
    test.send(tick(0));
    expect(test.heard()).toBe('puesto 3, 12 minutos');
    test.send(tick(10));
    expect(test.heard()).toBe('');
    test.send(tick(30));
    expect(test.heard()).toBe('puesto 3, 12 minutos');
    test.send(tick(600));
    expect(test.heard()).toBe('puesto 3, 2 minutos');
  });

  it('promises no wait that it does not know, nor one that has passed', () => {
    const blind = queued({}, {}, { queues: {} });
    blind.send(tick(0));
    expect(blind.heard()).toBe('puesto 3');
    const overdue = queued({});
    overdue.send(tick(900));
    expect(overdue.heard()).toBe('puesto 3');
  });

  it('plays its music instead of a pause', () => {
    expect(queued({ music: 'https://example.com/m.mp3' }).progress.wait).toMatchObject({ musicUrl: 'https://example.com/m.mp3' });
  });

  it.each([
    ['connected', 'accepted'],
    ['full', 'declined'],
    ['failed', 'failed'],
    ['left', 'failed'],
  ] as const)('leaves by the exit of %s', (outcome, exit) => {
    const test = queued();
    test.send({ type: 'QUEUE_LEFT', outcome });
    expect(test.heard()).toBe(`${exit} / adiós`);
    expect(test.progress.snapshot.context).not.toHaveProperty('queuedAtMs');
  });
});

describe('the offer in the queue', () => {
  it('comes after its time, once, and pauses end when it is due', () => {
    const test = queued();
    test.send(tick(45));
    expect(test.progress.wait).toMatchObject({ kind: 'queue', pauseSeconds: 15 });
    test.wait(60).send(tick(60));
    expect(test.progress.wait).toEqual({ kind: 'eligibility', step: 'offer', trigger: 'queue' });
    test.send({ type: 'OFFER_ALLOWED', number: 'caller' });
    expect(test.heard()).toBe('teléfono 11 minutos, chat menos de un minuto');
    expect(test.progress.facts).toContainEqual(
      expect.objectContaining({ type: 'offer-made', step: 'offer', trigger: 'queue', promised: { phoneSeconds: 640, chatSeconds: 45 } }),
    );
    expect(test.progress.wait).toMatchObject({ kind: 'queue', step: 'start', queue: 'support', input: { numDigits: 1, finishOnKey: '' } });
    test.send(tick(70, { digits: '2' }));
    expect(test.progress.facts).toContainEqual({ type: 'offer-answered', step: 'offer', answer: 'declined', key: '2' });
    test.send(tick(500));
    expect(test.progress.wait).toEqual({ kind: 'queue', step: 'start', queue: 'support', pauseSeconds: 30 });
  });

  it('comes again at its interval as often as it is set to', () => {
    const test = queued({ offer: { step: 'offer', afterSeconds: 60, times: 2, everySeconds: 100 } });
    test.send(tick(60));
    test.send({ type: 'OFFER_WITHHELD', reasons: ['desk-too-slow'] });
    expect(test.progress.facts).toEqual([{ type: 'offer-withheld', step: 'offer', reasons: ['desk-too-slow'] }]);
    test.send(tick(159));
    expect(test.at()).toBe('queue start');
    test.send(tick(160));
    expect(test.at()).toBe('eligibility offer');
  });

  it('is withheld by its condition without leaving the queue', () => {
    const test = queued(OFFERING, { when: 'false' });
    test.send(tick(60));
    expect(test.at()).toBe('queue start');
    expect(test.progress.facts).toEqual([{ type: 'offer-withheld', step: 'offer', reasons: ['condition'] }]);
  });

  it.each([
    ['2', 'declined'],
    ['0', 'person'],
  ])('answered with %s returns to waiting', (digits, answer) => {
    const test = offered();
    test.send(tick(65, { digits }));
    expect(test.progress.facts).toContainEqual({ type: 'offer-answered', step: 'offer', answer, key: digits });
    expect(test.at()).toBe('queue start');
    expect(test.progress.wait).not.toHaveProperty('input');
  });

  it('takes ticks without keys for silence, and is ignored after them', () => {
    const test = offered();
    test.send(tick(66));
    expect(test.heard()).toContain('teléfono');
    test.send(tick(72));
    expect(test.progress.facts).toContainEqual({ type: 'offer-answered', step: 'offer', answer: 'ignored' });
    expect(test.at()).toBe('queue start');
  });

  it('holds the place while the message is on its way, and tells its arrival', () => {
    const test = offered();
    test.send(tick(65, { digits: '1' }));
    expect(test.progress.wait).toEqual({ kind: 'handoff', step: 'offer', key: '1' });
    test.send({ type: 'HANDED_OFF', handoffId: 'h' });
    expect(test.heard()).toBe('enviando al 2 2 2');
    expect(test.progress.wait).toEqual({ kind: 'queue', step: 'start', queue: 'support', pauseSeconds: 3 });
    test.wait(3).send(tick(68, { delivery: 'pending' }));
    expect(test.heard()).toBe('');
    test.wait(3).send(tick(71, { delivery: 'delivered' }));
    expect(test.heard()).toBe('entregado');
    expect(test.at()).toBe('queue start');
    test.send(tick(200, { delivery: 'delivered' }));
    expect(test.heard()).not.toContain('entregado');
  });

  it('asks for a number by keypad without leaving the queue', () => {
    const test = offered('ask');
    test.send(tick(65, { digits: '1' }));
    expect(test.heard()).toBe('marque su móvil');
    test.send(tick(70, { digits: '600111333' }));
    expect(test.heard()).toBe('¿es el 6 0 0 1 1 1 3 3 3?');
    test.send(tick(75, { digits: '1' }));
    expect(test.progress.wait).toEqual({ kind: 'handoff', step: 'offer', key: '1', typedNumber: '+34600111333' });
  });

  it('gives up on numbers into the queue', () => {
    const test = offered('ask');
    for (const digits of ['1', '123', '456']) test.send(tick(65, { digits }));
    expect(test.heard()).toBe('sin número');
    expect(test.at()).toBe('queue start');
  });

  it('says that it failed, or is not known yet, and tells a late arrival once', () => {
    const failed = offered();
    failed.send(tick(65, { digits: '1' }));
    failed.send({ type: 'HANDED_OFF', handoffId: 'h' });
    failed.send(tick(70, { delivery: 'failed', fallback: 'sms' }));
    expect(failed.heard()).toBe('enviado por SMS');
    const pending = offered();
    pending.send(tick(65, { digits: '1' }));
    pending.send({ type: 'HANDED_OFF', handoffId: 'h' });
    pending.wait(20).send(tick(85, { delivery: 'pending' }));
    expect(pending.heard()).toBe('aún no se sabe');
    pending.wait(5).send(tick(90, { delivery: 'delivered' }));
    expect(pending.heard()).toBe('entregado / puesto 3, 11 minutos');
  });

  it('is not made while a message is on its way or has arrived, but is after a failure', () => {
    const begin = (delivery: 'pending' | 'delivered' | 'failed') => {
      const test = call(
        flowOf({ start: { ...OFFER, accepted: 'q', failed: 'q' }, q: { ...QUEUE, offer: { step: 'start', afterSeconds: 5 } } }),
      );
      test.send({ type: 'OFFER_ALLOWED', number: 'caller' });
      test.keys('1');
      test.send({ type: 'HANDED_OFF', handoffId: 'h' });
      test.wait(20).send({ type: 'TICK', delivery, fallback: 'none' });
      test.send(tick(60, { delivery }));
      return test.at();
    };
    expect(begin('pending')).toBe('queue q');
    expect(begin('delivered')).toBe('queue q');
    expect(begin('failed')).toBe('eligibility start');
  });

  it.each(['asking', 'typing', 'holding'])('lets an agent take the caller while %s', (state) => {
    const test = offered(state === 'typing' ? 'ask' : 'caller');
    if (state !== 'asking') test.send(tick(65, { digits: '1' }));
    if (state === 'holding') test.send({ type: 'HANDED_OFF', handoffId: 'h' });
    test.send({ type: 'QUEUE_LEFT', outcome: 'connected' });
    expect(test.heard()).toBe('accepted / adiós');
  });
});
