import { describe, expect, it } from 'vitest';
import { CaseFile } from '../../src/flows/cases.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { exitsOf, stepsOf } from '../../src/flows/exits.ts';
import { composeFlow, sourceOfStep } from '../../src/flows/parts/compose-flow.ts';
import { renameInExpression, renameInStep } from '../../src/flows/parts/rename-variables.ts';
import { runCases } from '../../src/flows/run-cases.ts';
import { resumeChat, startChat } from '../../src/flows/run-chat.ts';
import { call, flowOf, OFFER, SURROUNDINGS, w } from './engine-flow.ts';

const LISTEN = { invalid: 'gave-up', noInput: 'gave-up' };

/** Asks for a number of so many digits and reads it back; three tries. */
const ASK_NUMBER = {
  name: 'Ask for a number',
  parameters: { length: { type: 'integer' }, greeting: { type: 'string', default: 'por favor' } },
  variables: { tries: { type: 'integer', default: 0 } },
  results: { typed: { type: 'string' } },
  exits: ['got', 'none'],
  call: {
    start: 'ask',
    steps: {
      ask: {
        type: 'collect',
        prompt: w('marque {{length}} cifras, {{greeting}}'),
        variable: 'typed',
        as: { kind: 'digits', max: 9 },
        next: 'count',
        ...LISTEN,
      },
      count: { type: 'set', values: { tries: 'tries + 1' }, next: 'check' },
      check: {
        type: 'branch',
        cases: [
          { when: 'known.typed && size(typed) == length', to: 'got-it' },
          { when: 'tries > 1', to: 'gave-up' },
        ],
        otherwise: 'ask',
      },
      'got-it': { type: 'return', exit: 'got' },
      'gave-up': { type: 'return', exit: 'none' },
    },
  },
  chat: {
    start: 'ask',
    steps: {
      ask: {
        type: 'ask',
        text: w('escriba {{length}} cifras'),
        variable: 'typed',
        as: { kind: 'digits', max: 9 },
        next: 'got-it',
        invalid: 'gave-up',
      },
      'got-it': { type: 'return', exit: 'got' },
      'gave-up': { type: 'return', exit: 'none' },
    },
  },
};

const run = (more: Record<string, unknown> = {}) => ({
  type: 'run',
  part: 'ask-number',
  with: { length: '4' },
  save: { code: 'typed' },
  exits: { got: 'told', none: 'person' },
  ...more,
});
const menu = (text: string, to = 'bye') => ({ type: 'menu', prompt: w(text), options: [{ key: '1', to }], invalid: 'bye', noInput: 'bye' });
const CHAT = {
  start: 'ask-code',
  acknowledge: w('hola'),
  acknowledgeDirect: w('hola'),
  steps: {
    'ask-code': run({ exits: { got: 'told', none: 'human' } }),
    told: { type: 'send', text: w('es {{code}}'), next: 'human' },
    human: { type: 'assign' },
  },
};
const flowWith = (steps: Record<string, unknown>, parts: Record<string, unknown> = {}, chat: Record<string, unknown> = CHAT) =>
  flowOf({ told: menu('es {{code}}', 'start'), ...steps }, { parts: { 'ask-number': ASK_NUMBER, ...parts } }, chat);

describe('the run step', () => {
  it('runs its part with parameters, saves the result and leaves by the exit of the part', () => {
    const test = call(flowWith({ start: run() }));
    expect(test.at()).toBe('input start/ask');
    expect(test.heard()).toBe('marque 4 cifras, por favor');
    test.keys('12');
    expect(test.at()).toBe('input start/ask');
    test.keys('1234');
    expect(test.heard()).toBe('es 1234');
    expect(test.progress.snapshot.context.variables).toEqual({ code: '1234' });
  });

  it('leaves by another exit, and knows nothing of the run before', () => {
    const test = call(
      flowWith({ start: run({ with: { length: '3', greeting: 'code + "!"' } }), told: menu('es {{code}}', 'start') }),
      {},
      { variables: { code: 'va' } },
    );
    expect(test.heard()).toBe('marque 3 cifras, va!');
    test.keys('123');
    test.keys('1');
    expect(test.heard()).toBe('marque 3 cifras, 123!');
    test.keys('1');
    test.keys('1');
    expect(test.at()).toBe('dial person');
    expect(test.progress.snapshot.context.variables).toEqual({ code: '1' });
  });

  it('runs in the chat as well', () => {
    const compiled = compileFlow(flowWith({ start: run() }));
    const first = startChat(compiled, {}, SURROUNDINGS);
    expect(first.sayings.map(({ text }) => text)).toEqual(['escriba 4 cifras']);
    const next = resumeChat(compiled, JSON.parse(JSON.stringify(first.snapshot)), { type: 'REPLY', text: '1234' }, SURROUNDINGS);
    expect(next.sayings.map(({ text }) => text)).toEqual(['es 1234']);
    expect(next.wait).toMatchObject({ kind: 'assign', step: 'human' });
    const person = resumeChat(compiled, first.snapshot, { type: 'PERSON_ASKED' }, SURROUNDINGS);
    expect(person.wait).toMatchObject({ kind: 'assign', step: 'human' });
  });

  it('keeps the variables of two runs of one part apart, also one inside the other', () => {
    const outer = {
      name: 'Two numbers',
      exits: ['done'],
      parameters: { tries: { type: 'integer' } },
      results: { typed: { type: 'string' }, second: { type: 'string' } },
      call: {
        start: 'first',
        steps: {
          first: run({ with: { length: 'tries' }, save: { typed: 'typed' }, exits: { got: 'second', none: 'out' } }),
          second: run({ with: { length: 'tries + 1' }, save: { second: 'typed' }, exits: { got: 'out', none: 'out' } }),
          out: { type: 'return', exit: 'done' },
        },
      },
    };
    const test = call(
      flowWith(
        { start: { type: 'run', part: 'two', with: { tries: '2' }, save: { code: 'typed', state: 'second' }, exits: { done: 'told' } } },
        { two: outer },
      ),
    );
    expect(test.at()).toBe('input start/first/ask');
    test.keys('12');
    expect([test.at(), test.heard()]).toEqual(['input start/second/ask', 'marque 3 cifras, por favor']);
    test.keys('345');
    expect(test.progress.snapshot.context.variables).toEqual({ code: '12', state: '345' });
  });

  it('keeps nothing sensitive that its part collects', () => {
    const secret = { ...ASK_NUMBER, results: { typed: { type: 'string', sensitive: true } } };
    const test = call(
      flowWith(
        { start: run({ save: { pin: 'typed' }, exits: { got: 'told', none: 'person' } }) },
        { 'ask-number': secret },
        { ...CHAT, start: 'human', steps: { human: { type: 'assign' } } },
      ),
    );
    test.keys('1234');
    expect(JSON.stringify(test.progress)).not.toContain('1234');
  });

  it('holds an offer and a queue in a part: their steps are found', () => {
    const part = {
      name: 'Wait',
      exits: ['done'],
      call: {
        start: 'wait',
        steps: {
          wait: {
            type: 'queue',
            queue: 'support',
            offer: { step: 'offer', afterSeconds: 5 },
            connected: 'out',
            full: 'out',
            failed: 'out',
          },
          offer: { ...OFFER, accepted: 'out', declined: 'out', ignored: 'out', person: 'out', withheld: 'out', failed: 'out' },
          out: { type: 'return', exit: 'done' },
        },
      },
    };
    const test = call(flowWith({ start: { type: 'run', part: 'waiting', exits: { done: 'bye' } } }, { waiting: part }));
    test.wait(10).send({ type: 'TICK', queue: { position: 1, waitedSeconds: 10 } });
    expect(test.progress.wait).toEqual({ kind: 'eligibility', step: 'start/offer', trigger: 'queue' });
    test.send({ type: 'OFFER_WITHHELD', reasons: [] });
    expect(test.at()).toBe('queue start/wait');
    test.send({ type: 'QUEUE_LEFT', outcome: 'connected' });
    expect(test.at()).toBe('end');
  });

  it('goes back from a menu of a part to the menu before it', () => {
    const part = {
      name: 'Menu',
      exits: ['out'],
      call: {
        start: 'choose',
        steps: { choose: { ...menu('dentro', 'leave'), invalid: 'leave', noInput: 'leave' }, leave: { type: 'return', exit: 'out' } },
      },
    };
    const test = call(
      flowWith({ start: menu('fuera', 'inside'), inside: { type: 'run', part: 'inner', exits: { out: 'bye' } } }, { inner: part }),
    );
    test.keys('1');
    expect(test.heard()).toBe('dentro');
    test.keys('#');
    expect(test.heard()).toBe('fuera');
  });

  it('is part of the composed flow, whose every exit leads somewhere, and a flow without runs stays as it is', () => {
    const flow = flowWith({ start: run() });
    const composed = composeFlow(flow);
    for (const side of ['call', 'chat'] as const) {
      const ids = new Set(stepsOf(composed, side).map(([id]) => id));
      for (const [, step] of stepsOf(composed, side)) for (const { to } of exitsOf(step)) expect(ids).toContain(to);
      expect(stepsOf(composed, side).some(([, { type }]) => type === 'run' || type === 'return')).toBe(false);
    }
    expect(sourceOfStep(flow, 'call', 'start/ask')).toEqual({ part: 'ask-number', step: 'ask' });
    expect(sourceOfStep(flow, 'call', 'told')).toEqual({ step: 'told' });
    const plain = flowOf({ start: menu('a') });
    expect(composeFlow(plain)).toBe(plain);
  });
});

it.each([
  ['number == length', 'x_number == length'],
  ['known.number && size(number)>2', 'known.x_number && size(x_number)>2'],
  ['["number"].exists(n, n == number)', '["number"].exists(n, n == x_number)'],
  ['caller.number == number', 'caller.number == x_number'],
  ['numbers + number2', 'numbers + number2'],
  ['this is no expression', 'this is no expression'],
])('in an expression only the variable is renamed: %s', (source, wanted) => {
  expect(renameInExpression(source, new Map([['number', 'x_number']]))).toBe(wanted);
});

it('in a step everything that names a variable is renamed, and nothing else', () => {
  const renames = new Map([
    ['place', 'x_place'],
    ['count', 'x_count'],
  ]);
  const ask = {
    type: 'ask',
    text: w('{{place}} y {{count|number}}, no {{placebo}}'),
    variable: 'place',
    location: { latitude: 'count', address: 'place' },
    next: 'place',
    invalid: 'count',
  };
  expect(renameInStep(ask, renames)).toEqual({
    ...ask,
    text: w('{{x_place}} y {{x_count|number}}, no {{placebo}}'),
    variable: 'x_place',
    location: { latitude: 'x_count', address: 'x_place' },
  });
  const request = {
    type: 'request',
    url: '/{{place}}',
    body: { count: '{{count}}' },
    save: { count: 'count' },
    mock: { count: '{{count}}' },
    ok: 'count',
  };
  const asked = { url: '/{{x_place}}', body: { count: '{{x_count}}' }, save: { x_count: 'count' } };
  expect(renameInStep(request, renames)).toEqual({ ...request, ...asked });
  const set = { type: 'set', values: { count: 'count + 1', place: '"count"' }, intent: 'count', next: 'a' };
  expect(renameInStep(set, renames)).toEqual({ ...set, values: { x_count: 'x_count + 1', x_place: '"count"' } });
});

describe('cases', () => {
  const hours = { type: 'hours', calendar: 'office', open: 'try', closed: 'shut' };
  const flow = flowOf(
    {
      start: hours,
      shut: { type: 'hangup', text: w('abrimos {{opensAt}}') },
      try: {
        type: 'split',
        experiment: 'greeting',
        arms: [
          { id: 'plain', weight: 1, to: 'first' },
          { id: 'warm', weight: 0, to: 'second' },
        ],
      },
      first: run({ exits: { got: 'told', none: 'bye' } }),
      second: run({ with: { length: '2', greeting: '"cielo"' }, exits: { got: 'told', none: 'bye' } }),
      told: { type: 'hangup', text: w('es {{code}}') },
    },
    { parts: { 'ask-number': ASK_NUMBER }, calendars: { office: { week: { monday: ['09:00-14:00'] } } } },
    CHAT,
  );
  const play = (world: Record<string, unknown>, ...lines: string[]) =>
    runCases(
      flow,
      CaseFile.parse({ flow: 'test', cases: [{ name: 'A case', languages: ['es'], world, steps: lines.map((line) => ({ do: line })) }] }),
    );
  const heard = (ran: ReturnType<typeof runCases>) => ran.updated.cases[0]?.steps.map(({ hears }) => hears?.es?.join(' '));

  it('have their hours by the clock of the case', () => {
    expect(heard(play({ clock: '2026-11-23T12:59:00Z' }, 'calls'))).toEqual(['marque 4 cifras, por favor']);
    expect(heard(play({ clock: '2026-11-23T13:00:00Z' }, 'calls'))).toEqual(['abrimos el lunes, 30 de noviembre a las 9']);
  });

  it('may say the arm, also one that takes nobody new, and record it', () => {
    const ran = play({ clock: '2026-11-23T09:00:00Z', arms: { greeting: 'warm' } }, 'calls', 'presses 12');
    expect(heard(ran)).toEqual(['marque 2 cifras, cielo', 'es 12']);
    expect(ran.updated.cases[0]?.records).toContain('in the experiment greeting: warm');
  });

  it('cover the steps of a part once, and the exits of each run', () => {
    const { missed } = play({ clock: '2026-11-23T09:00:00Z' }, 'calls', 'presses 1234').coverage;
    expect(missed).toContain('call ask-number/ask, noInput');
    expect(missed).toContain('call first, none');
    expect(missed).toContain('call second, got');
    expect(missed).toContain('call try, arm warm');
    expect(missed).toContain('chat ask-number/ask');
    for (const covered of [
      'call ask-number/ask',
      'call ask-number/ask, next',
      'call first',
      'call first, got',
      'call try, arm plain',
      'call start, open',
    ]) {
      expect(missed).not.toContain(covered);
    }
    expect(missed.filter((name) => name.includes('got-it'))).toEqual(['chat ask-number/got-it']);
  });
});
