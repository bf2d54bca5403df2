import { describe, expect, it } from 'vitest';
import type { ChatFlowEvent, ChatProgress } from '../../src/flows/chat-outcomes.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import type { Surroundings } from '../../src/flows/outcomes.ts';
import { acknowledgeText, type ChatStart, renderText, resumeChat, startChat } from '../../src/flows/run-chat.ts';
import { flowOf, SURROUNDINGS, w } from './engine-flow.ts';

const CHAT: Surroundings = { ...SURROUNDINGS, chat: { caseNumber: '7K3Q-X9TB', fromCall: true } };

function chatFlow(steps: Record<string, unknown>) {
  const start = { type: 'menu', prompt: w('menú'), options: [{ key: '1', to: 'bye' }], invalid: 'bye', noInput: 'bye' };
  return flowOf(
    { start },
    {},
    {
      start: 'start',
      acknowledge: w('Hola, caso {{caseNumber}}: {{code|digits}}. {{expectation}}'),
      acknowledgeDirect: w('hola'),
      steps: {
        human: {
          type: 'assign',
          text: w('le atendemos en {{chatWait}}'),
          textClosed: w('abrimos {{opensAt}}'),
          team: 'billing',
          skills: ['es'],
          priority: 2,
        },
        done: { type: 'close', text: w('hasta luego'), disposition: 'solved' },
        ...steps,
      },
    },
  );
}

function chat(steps: Record<string, unknown>, start: ChatStart = {}, surroundings = CHAT) {
  const compiled = compileFlow(chatFlow(steps));
  const self = {
    progress: startChat(compiled, start, surroundings),
    send(event: ChatFlowEvent): ChatProgress {
      const snapshot = JSON.parse(JSON.stringify(self.progress.snapshot)) as ChatProgress['snapshot'];
      self.progress = resumeChat(compiled, snapshot, event, surroundings);
      return self.progress;
    },
    say: (text: string, buttonId?: string) => self.send({ type: 'REPLY', text, ...(buttonId !== undefined && { buttonId }) }),
    texts: () => self.progress.sayings.map(({ text }) => text),
  };
  return self;
}

const ASK = {
  type: 'ask',
  text: w('¿qué necesita?'),
  buttons: [
    { id: 'invoice', title: w('Una factura'), to: 'done' },
    { id: 'other', title: w('Otra cosa') },
  ],
  variable: 'state',
  invalidText: w('elija una opción'),
  retries: 1,
  next: 'human',
  invalid: 'human',
};

describe('ask', () => {
  it('shows its buttons and waits', () => {
    const { progress } = chat({ start: ASK });
    expect(progress.sayings).toEqual([
      {
        kind: 'buttons',
        text: '¿qué necesita?',
        buttons: [
          { id: 'start.invoice', title: 'Una factura' },
          { id: 'start.other', title: 'Otra cosa' },
        ],
      },
    ]);
    expect(progress.wait).toEqual({ kind: 'reply', step: 'start' });
  });

  it.each([
    ['a tap', 'x', 'invoice'],
    ['its title', 'UNA FACTURA!', undefined],
    ['its number', '1', undefined],
  ])('takes %s for the button', (_, text, buttonId) => {
    const test = chat({ start: ASK });
    test.say(text, buttonId);
    expect(test.progress.wait).toEqual({ kind: 'closed', disposition: 'solved' });
    expect(test.progress.facts).toContainEqual({ type: 'collected', step: 'start', variable: 'state', value: 'invoice' });
    expect(test.progress.snapshot.done).toBe(true);
  });

  it('goes on by next when the button has no exit of its own', () => {
    const test = chat({ start: ASK });
    test.say('', 'other');
    expect(test.progress.wait).toMatchObject({ kind: 'assign', step: 'human' });
  });

  it('is never a dead end: answers off the script, then the exit invalid', () => {
    const test = chat({ start: ASK });
    test.say('¿cómo?');
    expect(test.texts()).toEqual(['elija una opción', '¿qué necesita?']);
    test.say('que no entiendo');
    expect(test.progress.wait).toMatchObject({ kind: 'assign' });
  });

  it('does not ask for what is known from the call', () => {
    const steps = { start: { ...ASK, buttons: undefined, variable: 'code' } };
    expect(chat(steps, { variables: { code: '123456' } }).progress.wait).toMatchObject({ kind: 'assign' });
    expect(chat(steps).progress.wait).toMatchObject({ kind: 'reply' });
    const always = { start: { ...ASK, variable: 'code', skipIfKnown: false } };
    expect(chat(always, { variables: { code: '123456' } }).progress.wait).toMatchObject({ kind: 'reply' });
  });

  it('checks typed answers and keeps them normalised', () => {
    const test = chat({ start: { ...ASK, buttons: undefined, variable: 'count', as: { kind: 'integer', min: 1 } } });
    test.say('muchos');
    expect(test.texts()).toEqual(['elija una opción', '¿qué necesita?']);
    test.say(' 12 ');
    expect(test.progress.snapshot.context.variables).toEqual({ count: 12 });
  });

  it('keeps a sensitive answer nowhere', () => {
    const test = chat({ start: { ...ASK, buttons: undefined, variable: 'pin' } });
    test.say('9876');
    expect(JSON.stringify(test.progress)).not.toContain('9876');
  });
});

describe('a person', () => {
  it('is found from any step by the flow’s first assign step', () => {
    const test = chat({ start: ASK });
    const { facts, wait } = test.send({ type: 'PERSON_ASKED' });
    expect(facts).toContainEqual({ type: 'person-asked', step: 'human' });
    expect(wait).toEqual({ kind: 'assign', step: 'human', team: 'billing', skills: ['es'], priority: 2 });
    expect(test.texts()).toEqual(['le atendemos en menos de un minuto']);
  });

  it('is found in a flow that assigns nobody', () => {
    const flow = flowOf(
      { start: { type: 'hangup' } },
      {},
      {
        start: 'start',
        acknowledge: w('a'),
        acknowledgeDirect: w('b'),
        steps: { start: { ...ASK, next: 'done', invalid: 'done' }, done: { type: 'close' } },
      },
    );
    const compiled = compileFlow(flow);
    const begun = startChat(compiled, {}, CHAT);
    const asked = resumeChat(compiled, begun.snapshot, { type: 'PERSON_ASKED' }, CHAT);
    expect(asked.wait).toEqual({ kind: 'assign', step: 'person', team: 'support', skills: [], priority: 5 });
    expect(resumeChat(compiled, asked.snapshot, { type: 'AGENT_DONE' }, CHAT).wait).toEqual({ kind: 'closed', disposition: 'agent-done' });
  });

  it('is not asked for twice', () => {
    const test = chat({ start: ASK });
    test.send({ type: 'PERSON_ASKED' });
    expect(test.send({ type: 'PERSON_ASKED' })).toMatchObject({ sayings: [], wait: { kind: 'assign' } });
    expect(test.say('hola?')).toMatchObject({ sayings: [], wait: { kind: 'assign' } });
  });
});

describe('assign', () => {
  it('says what is true: when nobody is there, when somebody will be', () => {
    const closed = { ...CHAT, desk: { open: false, waiting: 0, opensAtMs: Date.UTC(2026, 10, 24, 8, 0) } };
    expect(chat({ start: { type: 'send', text: w('un momento'), next: 'human' } }, {}, closed).texts()).toEqual([
      'un momento',
      'abrimos mañana a las 9',
    ]);
  });

  it('goes on, or closes, when the agent hands back', () => {
    const on = chat({ start: { type: 'assign', next: 'done' } });
    expect(on.send({ type: 'AGENT_DONE' }).wait).toEqual({ kind: 'closed', disposition: 'solved' });
    const closes = chat({ start: { type: 'assign' } });
    expect(closes.send({ type: 'AGENT_DONE' }).wait).toEqual({ kind: 'closed', disposition: 'agent-done' });
  });
});

describe('steps that do not wait, and look-ups', () => {
  it('set, branch on the origin of the chat, change the language, send', () => {
    const steps = {
      start: { type: 'branch', cases: [{ when: 'chat.fromCall && count == 3', to: 'lang' }], otherwise: 'done' },
      lang: { type: 'language', language: 'en', next: 'set' },
      set: { type: 'set', values: { count: 'count + 1' }, intent: 'order', next: 'send' },
      send: { type: 'send', text: { es: 'es {{count}}', en: 'en {{count}}' }, next: 'human' },
    };
    const test = chat(steps, { variables: { count: 3, unheard: 'x', pin: '1' }, language: 'es', fromCall: true });
    expect(test.texts()[0]).toBe('en 4');
    expect(test.progress.snapshot.context).toMatchObject({ language: 'en', intent: 'order', variables: { count: 4 } });
    expect(chat(steps, { variables: { count: 3 }, fromCall: false }).progress.wait).toMatchObject({ kind: 'closed' });
  });

  it('look something up', () => {
    const test = chat({
      start: { type: 'request', url: 'https://example.com/{{code}}', save: { state: 's' }, ok: 'send', failed: 'human' },
      send: { type: 'send', text: w('{{state}}'), next: 'human' },
    });
    expect(test.progress.wait).toMatchObject({ kind: 'request', request: { url: 'https://example.com/' } });
    test.send({ type: 'REQUEST_DONE', outcome: { kind: 'ok', status: 200, body: { s: 'listo' } } });
    expect(test.texts()[0]).toBe('listo');
  });
});

it('renders the acknowledgement with the case, what is known and the expectation', () => {
  const flow = chatFlow({ start: ASK });
  const compiled = compileFlow(flow);
  expect(renderText(compiled, flow.chat.acknowledge, 'en', { code: '123456' }, CHAT, { expectation: 'Respondemos en 2 minutos.' })).toBe(
    'Hola, caso 7K3Q-X9TB: 123456. Respondemos en 2 minutos.',
  );
});

describe('the acknowledgement names what the call already told', () => {
  const base = chatFlow({ start: ASK });
  const compiled = compileFlow({
    ...base,
    variables: { ...base.variables, code: { type: 'string', sensitive: false }, pin: { type: 'string', sensitive: true } },
    chat: {
      ...base.chat,
      acknowledge: w('Hola. {{known}} Caso {{caseNumber}}. {{expectation}}'),
      known: { order: w('Preguntó por el {{code}}.'), card: w('Su tarjeta es {{pin}}.'), billing: w('Preguntó por una factura.') },
    },
  });
  const about = (intent?: string, variables = {}) => ({
    language: 'es',
    fromCall: true,
    variables,
    ...(intent !== undefined && { intent }),
  });

  it.each([
    ['the intent and what was typed', about('order', { code: '123456' }), 'Hola. Preguntó por el 123456. Caso 7K3Q-X9TB.'],
    ['the intent alone', about('billing'), 'Hola. Preguntó por una factura. Caso 7K3Q-X9TB.'],
    ['nothing when a value is missing', about('order'), 'Hola. Caso 7K3Q-X9TB.'],
    ['nothing that is secret', about('card', { pin: '1234' }), 'Hola. Caso 7K3Q-X9TB.'],
    ['nothing for an intent without words', about('constructor'), 'Hola. Caso 7K3Q-X9TB.'],
    ['nothing without an intent', about(), 'Hola. Caso 7K3Q-X9TB.'],
    ['nothing in a direct chat', { ...about('billing'), fromCall: false }, 'hola'],
  ])('%s', (_, start, text) => {
    expect(acknowledgeText(compiled, start, CHAT, { caseNumber: '7K3Q-X9TB' })).toBe(text);
  });
});
