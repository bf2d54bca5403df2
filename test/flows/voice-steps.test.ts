import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/errors.ts';
import { call, flowOf, w } from './engine-flow.ts';

const MENU = {
  type: 'menu',
  prompt: w('menú'),
  options: [
    { key: '1', label: w('facturas'), to: 'sub', intent: 'billing' },
    { key: '0', label: w('una persona'), to: 'person', person: true },
  ],
  speech: {},
  invalidText: w('tecla equivocada'),
  silentText: w('no le oigo'),
  invalid: 'invalid',
  noInput: 'silent',
};
const SUB = { ...MENU, prompt: w('submenú'), options: [{ key: '5', to: 'accepted' }] };
const menuFlow = (menu: object = {}, sub: object = {}) => flowOf({ start: { ...MENU, ...menu }, sub: { ...SUB, ...sub } });

describe('menu', () => {
  it('goes where the key says, and notes intent and input', () => {
    const test = call(menuFlow());
    expect(test.progress.wait).toEqual({
      kind: 'input',
      step: 'start',
      input: { numDigits: 1, finishOnKey: '', timeoutSeconds: 6, speech: { language: 'es', hints: ['facturas', 'una persona'] } },
    });
    test.keys('1');
    expect(test.at()).toBe('input sub');
    expect(test.progress.facts).toEqual([
      { type: 'input', step: 'start', by: 'digits', value: '1', exit: 'sub' },
      { type: 'intent', intent: 'billing' },
      { type: 'exit', step: 'start', exit: 'key 1' },
      { type: 'step', step: 'sub' },
    ]);
    expect(test.progress.snapshot.context.intent).toBe('billing');
  });

  it('notes that a person was asked for', () => {
    const test = call(menuFlow());
    expect(test.keys('0').facts).toContainEqual({ type: 'person-asked', step: 'start' });
    expect(test.at()).toBe('dial person');
  });

  it('counts wrong keys and silences apart', () => {
    const test = call(menuFlow());
    test.keys('7');
    expect(test.heard()).toBe('tecla equivocada / menú');
    test.silence();
    expect(test.heard()).toBe('no le oigo / menú');
    test.keys('8');
    test.silence();
    expect(test.at()).toBe('input start');
    test.keys('9');
    expect(test.heard()).toBe('invalid / adiós');
    expect(test.at()).toBe('end');
  });

  it('leaves by noInput after too many silences', () => {
    const test = call(menuFlow({ retries: { invalid: 0, silent: 1 } }));
    test.silence();
    test.silence();
    expect(test.heard()).toBe('silent / adiós');
  });

  it('forgives nothing with an empty budget', () => {
    const test = call(menuFlow({ retries: { invalid: 0, silent: 0 } }));
    test.keys('7');
    expect(test.heard()).toBe('invalid / adiós');
  });

  it('repeats by * free of charge, as often as wanted', () => {
    const test = call(menuFlow());
    for (let n = 0; n < 9; n += 1) test.keys('*');
    expect(test.heard()).toBe('menú');
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 0, silent: 0 });
  });

  it('goes back by # to the menu before, free of charge, and not beyond the first', () => {
    const test = call(menuFlow());
    test.keys('1');
    test.keys('#');
    expect(test.at()).toBe('input start');
    expect(test.progress.snapshot.context).toMatchObject({ invalid: 0, trail: [] });
    test.keys('#');
    expect(test.heard()).toBe('tecla equivocada / menú');
  });

  it('takes the keys that it is given for repeat and back', () => {
    const test = call(menuFlow({}, { repeatKey: '9', backKey: '8' }));
    test.keys('1');
    test.keys('9');
    expect(test.heard()).toBe('submenú');
    test.keys('*');
    expect(test.heard()).toBe('tecla equivocada / submenú');
    test.keys('8');
    expect(test.at()).toBe('input start');
  });

  it('lets an option have * and #', () => {
    const test = call(
      menuFlow({
        options: [
          { key: '*', to: 'sub' },
          { key: '#', to: 'accepted' },
        ],
      }),
    );
    test.keys('*');
    expect(test.at()).toBe('input sub');
    test.keys('#');
    test.keys('#');
    expect(test.heard()).toBe('accepted / adiós');
  });

  it('forgets the way behind a menu that is entered again', () => {
    const test = call(flowOf({ start: MENU, sub: { ...SUB, options: [{ key: '5', to: 'start' }] } }));
    for (let n = 0; n < 40; n += 1) test.keys(n % 2 === 0 ? '1' : '5');
    expect(test.progress.snapshot.context.trail).toEqual([]);
  });

  it.each([
    ['Facturas.', 'input sub'],
    ['quería algo de las facturas', 'input sub'],
    ['quiero hablar con una persona', 'dial person'],
    ['quiero un agente', 'dial person'],
  ])('understands “%s”', (speech, at) => {
    const test = call(menuFlow());
    test.send({ type: 'INPUT', speech, confidence: 0.8 });
    expect(test.at()).toBe(at);
  });
});

const COLLECT = {
  type: 'collect',
  prompt: w('código'),
  variable: 'code',
  as: { kind: 'digits', length: 6 },
  invalidText: w('seis cifras'),
  silentText: w('nada'),
  personKey: '0',
  person: 'person',
  next: 'confirm',
  invalid: 'invalid',
  noInput: 'silent',
};
const CONFIRM = { type: 'confirm', prompt: w('¿es {{code|digits}}?'), yes: 'accepted', no: 'start', noInput: 'silent', invalid: 'invalid' };
const collectFlow = (collect: object = {}, confirm: object = {}) =>
  flowOf({ start: { ...COLLECT, ...collect }, confirm: { ...CONFIRM, ...confirm } });

describe('collect and confirm', () => {
  it('keeps what passes the check and reads it back', () => {
    const test = call(collectFlow());
    expect(test.progress.wait).toMatchObject({ input: { numDigits: 6, finishOnKey: '#' } });
    test.keys('123456');
    expect(test.heard()).toBe('¿es 1 2 3 4 5 6?');
    expect(test.progress.facts).toEqual([
      { type: 'input', step: 'start', by: 'digits', value: '123456', exit: 'next' },
      { type: 'collected', step: 'start', variable: 'code', value: '123456' },
      { type: 'exit', step: 'start', exit: 'next' },
      { type: 'step', step: 'confirm' },
    ]);
    test.keys('1');
    expect(test.heard()).toBe('accepted / adiós');
  });

  it('clears the answer when it is asked again', () => {
    const test = call(collectFlow());
    test.keys('123456');
    test.keys('2');
    expect(test.at()).toBe('input start');
    expect(test.progress.snapshot.context.variables).toEqual({});
  });

  it('counts what is too short as wrong, and silence apart', () => {
    const test = call(collectFlow({ retries: { invalid: 1, silent: 1 } }));
    test.keys('123');
    expect(test.heard()).toBe('seis cifras / código');
    test.silence();
    expect(test.heard()).toBe('nada / código');
    test.keys('99');
    expect(test.heard()).toBe('invalid / adiós');
    const silent = call(collectFlow({ retries: { invalid: 1, silent: 1 } }));
    silent.silence();
    silent.silence();
    expect(silent.heard()).toBe('silent / adiós');
  });

  it('takes a lone person key for a person, and * for a repetition', () => {
    const test = call(collectFlow());
    test.keys('*');
    expect(test.heard()).toBe('código');
    expect(test.progress.snapshot.context.invalid).toBe(0);
    expect(test.keys('0').facts).toContainEqual({ type: 'person-asked', step: 'start' });
    expect(test.at()).toBe('dial person');
  });

  it('hears spoken digits', () => {
    const test = call(collectFlow({ speech: {} }));
    test.send({ type: 'INPUT', speech: 'Es el 12 34 56.', confidence: 0.9 });
    expect(test.progress.snapshot.context.variables).toEqual({ code: '123456' });
    test.send({ type: 'INPUT', speech: 'Sí, es correcto' });
    expect(test.heard()).toBe('accepted / adiós');
  });

  it('keeps whole numbers as numbers', () => {
    const test = call(collectFlow({ variable: 'count', as: { kind: 'integer', min: 1, max: 20 } }));
    test.keys('50');
    expect(test.heard()).toBe('seis cifras / código');
    test.keys('12');
    expect(test.progress.snapshot.context.variables).toEqual({ count: 12 });
  });

  it('reads a sensitive answer back in the same sprint, and keeps it nowhere', () => {
    const test = call(collectFlow({ variable: 'pin', as: { kind: 'digits', length: 4 } }, { prompt: w('pin {{pin|digits}}') }));
    test.keys('12');
    expect(JSON.stringify(test.progress)).not.toContain('"12"');
    test.keys('9876');
    expect(test.heard()).toBe('pin 9 8 7 6');
    expect(JSON.stringify([test.progress.snapshot, test.progress.facts, test.progress.wait])).not.toContain('9876');
    expect(test.progress.facts).toContainEqual({ type: 'collected', step: 'start', variable: 'pin', value: null });
    test.keys('*');
    expect(JSON.stringify(test.progress)).not.toContain('9876');
  });

  it('leaves the confirmation by each exit', () => {
    const exits = (act: (test: ReturnType<typeof call>) => void) => {
      const test = call(collectFlow({}, { retries: { invalid: 0, silent: 0 } }));
      test.keys('123456');
      act(test);
      return test.heard();
    };
    expect(exits((test) => test.keys('5'))).toBe('invalid / adiós');
    expect(exits((test) => test.silence())).toBe('silent / adiós');
    expect(exits((test) => test.keys('*'))).toBe('¿es 1 2 3 4 5 6?');
    expect(exits((test) => test.send({ type: 'INPUT', speech: 'no' }))).toBe('código');
  });
});

describe('steps that do not wait', () => {
  const branch = (cases: { when: string; to: string }[]) =>
    flowOf({
      start: { type: 'set', values: { count: '1 + 1', code: '"A" + "B"' }, intent: 'billing', next: 'choose' },
      choose: { type: 'branch', cases, otherwise: 'declined' },
    });

  it('set variables and intent, and branch on them by the first case that is true', () => {
    const test = call(
      branch([
        { when: 'count == 3', to: 'failed' },
        { when: 'code == "AB"', to: 'accepted' },
        { when: 'count == 2', to: 'failed' },
      ]),
    );
    expect(test.heard()).toBe('accepted / adiós');
    expect(test.progress.snapshot.context).toMatchObject({ intent: 'billing', variables: { count: 2, code: 'AB' } });
    expect(test.progress.facts).toContainEqual({ type: 'intent', intent: 'billing' });
  });

  it('take otherwise for what is unknown or can’t be worked out, and note the latter', () => {
    const unknown = call(branch([{ when: 'state == "x"', to: 'accepted' }]));
    expect(unknown.heard()).toBe('declined / adiós');
    const broken = call(branch([{ when: 'count / 0 > 1', to: 'accepted' }]));
    expect(broken.heard()).toBe('declined / adiós');
    expect(broken.progress.facts).toContainEqual({
      type: 'condition-failed',
      step: 'choose',
      source: 'count / 0 > 1',
      message: 'division by zero',
    });
  });

  it('leave a variable without a value when its expression is unknown', () => {
    const test = call(
      flowOf({
        start: { type: 'set', values: { count: 'queue.waitSeconds' }, next: 'menu' },
        menu: { ...MENU, options: [{ key: '1', to: 'queue-person' }] },
      }),
      { queues: {} },
    );
    expect(test.progress.snapshot.context.variables).toEqual({});
  });

  it('change the language from there on', () => {
    const test = call(
      flowOf({
        start: { type: 'language', language: 'en', next: 'hello' },
        hello: { type: 'say', text: { es: 'hola', en: 'hello' }, next: 'bye' },
      }),
    );
    expect(test.progress.prompts).toEqual([
      { kind: 'say', text: 'hello', language: 'en' },
      { kind: 'say', text: 'adiós', language: 'es', voice: 'Polly.Lucia-Neural' },
    ]);
    expect(test.progress.facts).toContainEqual({ type: 'language', language: 'en' });
  });

  it('begin in the language of the call when the flow speaks it', () => {
    const flow = flowOf({ start: { type: 'say', text: { es: 'hola', en: 'hello' }, next: 'bye' } });
    expect(call(flow, {}, { language: 'en' }).heard()).toBe('hello / adiós');
    expect(call(flow, {}, { language: 'fr' }).heard()).toBe('hola / adiós');
  });

  it('are a bug when they go round in circles, at the start and later', () => {
    const circle = { one: { type: 'say', text: w('a'), next: 'two' }, two: { type: 'say', text: w('b'), next: 'one' } };
    expect(() => call(flowOf({ start: { type: 'say', text: w('x'), next: 'one' }, ...circle }))).toThrow(AppError);
    const later = call(flowOf({ start: { ...MENU, options: [{ key: '1', to: 'one' }] }, ...circle }));
    expect(() => later.keys('1')).toThrow(expect.objectContaining({ code: 'step-failed' }));
  });
});

describe('request', () => {
  const REQUEST = {
    type: 'request',
    method: 'POST',
    url: '/orders/{{code}}',
    headers: { 'X-Code': '{{code}}' },
    body: { code: '{{code}}', count: '{{count}}', text: 'no. {{code}}' },
    save: { state: 'order.state', count: 'order.items.0.count', pin: 'order.pin' },
    ok: 'after',
    failed: 'failed',
    notFound: 'withheld',
  };
  const flow = flowOf({ start: REQUEST, after: { ...SUB, prompt: w('{{state}} {{count}}') } });
  const begin = () => call(flow, {}, { variables: { code: 'a/b\r\nc', count: 7 } });

  it('asks with the variables filled in and encoded', () => {
    expect(begin().progress.wait).toEqual({
      kind: 'request',
      step: 'start',
      request: {
        method: 'POST',
        url: '/orders/a%2Fb%0D%0Ac',
        headers: { 'X-Code': 'a/b c' },
        body: { code: 'a/b\r\nc', count: 7, text: 'no. a/b\r\nc' },
        timeoutMs: 1000,
        retries: 0,
      },
    });
  });

  it('saves what the answer holds, in the types of the variables, nothing sensitive in facts', () => {
    const test = begin();
    test.send({
      type: 'REQUEST_DONE',
      outcome: { kind: 'ok', status: 200, body: { order: { state: 'x'.repeat(900), items: [{ count: '12' }], pin: '1' } } },
    });
    expect(test.progress.facts[0]).toEqual({ type: 'looked-up', step: 'start', ok: true, result: { state: 'x'.repeat(300), count: 12 } });
    expect(test.progress.snapshot.context.variables).toMatchObject({ count: 12 });
    expect(test.progress.snapshot.context.variables).not.toHaveProperty('pin');
  });

  it('leaves out what is not there and never reads what an object inherits', () => {
    const inherited = call(flowOf({ start: { ...REQUEST, save: { state: 'constructor.name', code: '__proto__.x' } }, after: SUB }));
    inherited.send({ type: 'REQUEST_DONE', outcome: { kind: 'ok', status: 200, body: {} } });
    expect(inherited.progress.snapshot.context.variables).toEqual({});
  });

  it.each([
    [404, 'withheld / adiós'],
    [500, 'failed / adiós'],
  ])('leaves by the exit of status %i', (status, heard) => {
    const test = begin();
    test.send({ type: 'REQUEST_DONE', outcome: { kind: 'failed', reason: 'status', status } });
    expect(test.heard()).toBe(heard);
    expect(test.progress.facts).toContainEqual({ type: 'looked-up', step: 'start', ok: false });
  });

  it('asks again when something else comes first', () => {
    const test = begin();
    test.silence();
    expect(test.at()).toBe('request start');
  });
});

describe('dial and hangup', () => {
  const flow = flowOf({
    start: {
      type: 'dial',
      text: w('le paso'),
      to: '+34911111111',
      timeoutSeconds: 20,
      answered: 'accepted',
      noAnswer: 'declined',
      failed: 'failed',
    },
  });

  it.each([
    ['answered', 'accepted'],
    ['busy', 'declined'],
    ['no-answer', 'declined'],
    ['failed', 'failed'],
  ] as const)('leaves by the exit of %s', (outcome, exit) => {
    const test = call(flow);
    expect(test.heard()).toBe('le paso');
    expect(test.progress.wait).toEqual({ kind: 'dial', step: 'start', to: '+34911111111', timeoutSeconds: 20 });
    test.send({ type: 'DIAL_ENDED', outcome });
    expect(test.heard()).toBe(`${exit} / adiós`);
    expect(test.progress).toMatchObject({ wait: { kind: 'end' }, snapshot: { done: true } });
  });

  it('stays ended whatever comes later', () => {
    const test = call(flow);
    test.send({ type: 'DIAL_ENDED', outcome: 'failed' });
    expect(test.keys('1')).toMatchObject({ wait: { kind: 'end' }, prompts: [], facts: [] });
  });
});

describe('voicemail', () => {
  const steps = (more: Record<string, unknown> = {}) =>
    flowOf({
      start: {
        type: 'voicemail',
        prompt: { es: 'será grabado', en: 'it is recorded' },
        minSeconds: 3,
        next: 'accepted',
        tooShort: 'declined',
        failed: 'failed',
        ...more,
      },
    });

  it.each([
    [{ outcome: 'recorded', seconds: 3 }, 'accepted'],
    [{ outcome: 'recorded', seconds: 2 }, 'declined'],
    [{ outcome: 'recorded', seconds: 0 }, 'declined'],
    [{ outcome: 'silent' }, 'declined'],
    [{ outcome: 'failed' }, 'failed'],
  ] as const)('%j leaves by its exit', (how, exit) => {
    const test = call(steps());
    expect(test.heard()).toBe('será grabado');
    expect(test.progress.wait).toEqual({
      kind: 'record',
      step: 'start',
      record: { maxSeconds: 120, silenceSeconds: 5, finishOnKeys: '#' },
    });
    test.send({ type: 'RECORDED', ...how });
    expect(test.heard()).toBe(`${exit} / adiós`);
    const kept = test.progress.facts.filter((fact) => fact.type === 'voicemail');
    expect(kept).toEqual(exit === 'accepted' ? [{ type: 'voicemail', step: 'start', seconds: 3 }] : []);
  });

  it('asks for the text in English alone, and only where the carrier gives one', () => {
    const transcribed = (language: string, more = {}) => {
      const { wait } = call(steps(more), {}, { language }).progress;
      return wait.kind === 'record' && wait.record.transcribe;
    };
    expect(transcribed('en')).toBe(true);
    expect(transcribed('es')).toBeUndefined();
    expect(transcribed('en', { transcribe: false })).toBeUndefined();
    expect(transcribed('en', { maxSeconds: 200 })).toBeUndefined();
  });

  it('any key ends it where the flow says so; keys that come meanwhile change nothing', () => {
    const test = call(steps({ finishKey: 'any' }));
    expect(test.progress.wait).toMatchObject({ record: { finishOnKeys: '1234567890*#' } });
    expect(test.keys('1')).toMatchObject({ wait: { kind: 'record' }, prompts: [] });
  });
});
