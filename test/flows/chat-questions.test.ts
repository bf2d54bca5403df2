import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatFlowEvent } from '../../src/flows/chat-outcomes.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { resumeChat, startChat } from '../../src/flows/run-chat.ts';
import { CHAT, chatFlow, chatOf } from './chat-flow.ts';
import { w } from './engine-flow.ts';

const LIST = {
  type: 'ask',
  text: w('¿qué póliza?'),
  list: {
    button: w('Ver pólizas'),
    sections: [
      { title: w('Coche'), rows: [{ id: 'car', title: w('Mi coche'), description: w('Terceros'), to: 'done' }] },
      {
        title: w('Casa'),
        rows: [
          { id: 'home', title: w('Mi casa') },
          { id: 'other', title: w('Otra') },
        ],
      },
    ],
  },
  variable: 'code',
  retries: 1,
  invalidText: w('elija una'),
  next: 'human',
  invalid: 'human',
};

describe('a way out of a question', () => {
  const NUMBER = {
    type: 'ask',
    text: w('¿qué número?'),
    buttons: [
      { id: 'none', title: w('No lo tengo'), to: 'done' },
      { id: 'usual', title: w('El de siempre') },
    ],
    variable: 'code',
    as: { kind: 'digits', length: 6 },
    retries: 1,
    next: 'human',
    invalid: 'human',
  };

  it('is no number: the variable stays without a value', () => {
    const test = chatOf({ start: NUMBER });
    test.tap('start.none');
    expect(test.at()).toBe('closed');
    expect(test.values()).toEqual({});
  });

  it('is told from an answer that goes on with the question', () => {
    const test = chatOf({ start: NUMBER });
    test.tap('start.usual');
    expect(test.values()).toEqual({ code: 'usual' });
  });
});

describe('a list', () => {
  it('is shown with its sections, and its rows come back with the step they stand in', () => {
    expect(chatOf({ start: LIST }).progress.sayings).toEqual([
      {
        kind: 'list',
        text: '¿qué póliza?',
        button: 'Ver pólizas',
        sections: [
          { title: 'Coche', rows: [{ id: 'start.car', title: 'Mi coche', description: 'Terceros' }] },
          {
            title: 'Casa',
            rows: [
              { id: 'start.home', title: 'Mi casa' },
              { id: 'start.other', title: 'Otra' },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    ['a chosen row', { buttonId: 'start.home', text: '' }],
    ['its title', { text: 'mi CASA' }],
    ['its number, counted over all sections', { text: '2' }],
  ])('takes %s', (_, reply) => {
    const test = chatOf({ start: LIST });
    test.send({ type: 'REPLY', ...reply });
    expect(test.values()).toEqual({ code: 'home' });
    expect(test.at()).toBe('assign human');
  });

  it('goes where its row leads', () => {
    const test = chatOf({ start: LIST });
    test.tap('start.car');
    expect(test.at()).toBe('closed');
  });

  it('asks again after what is none of it, then takes the exit', () => {
    const test = chatOf({ start: LIST });
    test.say('4');
    expect(test.texts()).toEqual(['elija una', '¿qué póliza?']);
    test.say('no sé');
    expect(test.at()).toBe('assign human');
  });
});

describe('an old message that is tapped', () => {
  it('answers nothing now: the question is asked again, and no retry is lost', () => {
    const yes = { id: 'yes', title: w('Sí') };
    const second = { type: 'ask', text: w('¿seguro?'), buttons: [yes], retries: 0, next: 'done', invalid: 'human' };
    const test = chatOf({ start: { ...second, text: w('¿sí?'), next: 'second' }, second });
    test.tap('start.yes');
    expect(test.at()).toBe('reply second');
    test.tap('start.yes');
    expect([test.at(), test.texts()]).toEqual(['reply second', ['¿seguro?']]);
    test.tap('second.yes');
    expect(test.at()).toBe('closed');
  });
});

const PLACE = {
  type: 'ask',
  text: w('comparta su ubicación'),
  buttons: [{ id: 'skip', title: w('No puedo'), to: 'done' }],
  location: { latitude: 'lat', longitude: 'long', name: 'place', address: 'address' },
  variable: 'spot',
  retries: 1,
  invalidText: w('un lugar, por favor'),
  next: 'human',
  invalid: 'human',
};

describe('a place', () => {
  it('is kept in its variables as far as it is known', () => {
    const test = chatOf({ start: PLACE });
    test.send({
      type: 'REPLY',
      text: '',
      place: { latitude: 40.4168, longitude: -3.7038, label: 'Sol', address: 'Puerta del Sol, Madrid' },
    });
    expect(test.values()).toEqual({
      lat: 40.4168,
      long: -3.7038,
      place: 'Sol',
      address: 'Puerta del Sol, Madrid',
      spot: 'Puerta del Sol, Madrid',
    });
    expect(test.progress.facts).toContainEqual({ type: 'collected', step: 'start', variable: 'lat', value: 40.4168 });
    expect(test.at()).toBe('assign human');
  });

  it('without a name is told by its coordinates', () => {
    const test = chatOf({ start: PLACE });
    test.send({ type: 'REPLY', text: '', place: { latitude: 1, longitude: 2 } });
    expect(test.values()).toEqual({ lat: 1, long: 2, spot: '1.00000, 2.00000' });
  });

  it('may be a typed address; what an earlier place left is forgotten', () => {
    const test = chatOf({ start: { ...PLACE, skipIfKnown: false } }, {}, { variables: { lat: 9, long: 9, place: 'x' } });
    test.say('Calle Mayor 1, Madrid');
    expect(test.values()).toEqual({ address: 'Calle Mayor 1, Madrid', spot: 'Calle Mayor 1, Madrid' });
    expect(test.at()).toBe('assign human');
  });

  it('is no “ok”, and its button leads on', () => {
    const test = chatOf({ start: PLACE });
    test.say('ok');
    expect(test.texts()).toEqual(['un lugar, por favor', 'comparta su ubicación']);
    test.tap('start.skip');
    expect(test.at()).toBe('closed');
  });

  it('that the call told is not asked for', () => {
    expect(chatOf({ start: PLACE }, {}, { variables: { address: 'Calle Mayor 1' } }).at()).toBe('assign human');
  });
});

const FILE = {
  type: 'ask',
  text: w('envíe una foto'),
  file: { accept: ['image', 'document'], maxMegabytes: 5, wrongText: w('una foto o un PDF'), tooLargeText: w('hasta 5 MB') },
  variable: 'file',
  retries: 1,
  next: 'after',
  invalid: 'human',
};
const AFTER = { type: 'ask', text: w('¿algo más?'), retries: 0, next: 'done', invalid: 'human' };
const kept = (contentType: string, bytes = 1000): ChatFlowEvent => ({
  type: 'FILE_CHECKED',
  file: { kind: 'kept', mediaId: 'm1', contentType, bytes },
});

describe('a file', () => {
  it('is looked at before the flow goes on', () => {
    const test = chatOf({ start: FILE, after: AFTER });
    test.file('image/jpeg');
    expect([test.at(), test.texts()]).toEqual(['file start', []]);
    test.send(kept('image/png'));
    expect(test.at()).toBe('reply after');
    expect(test.values()).toEqual({ file: 'm1' });
  });

  it('of a type that is declared wrong is refused at once, with what to do', () => {
    const test = chatOf({ start: FILE, after: AFTER });
    test.file('video/mp4');
    expect([test.at(), test.texts()]).toEqual(['reply start', ['una foto o un PDF', 'envíe una foto']]);
    test.file('audio/ogg');
    expect(test.at()).toBe('assign human');
  });

  it.each([
    ['whose bytes are something else', kept('application/octet-stream'), 'una foto o un PDF'],
    ['that is a script in disguise', kept('image/svg+xml'), 'una foto o un PDF'],
    ['larger than is taken', kept('image/png', 5 * 1024 * 1024 + 1), 'hasta 5 MB'],
    ['larger than anything is', { type: 'FILE_CHECKED', file: { kind: 'too-large' } } as const, 'hasta 5 MB'],
  ])('%s is refused, with what to do', (_, event, text) => {
    const test = chatOf({ start: FILE, after: AFTER });
    test.file('image/jpeg');
    test.send(event);
    expect([test.at(), test.texts()]).toEqual(['reply start', [text, 'envíe una foto']]);
  });

  it('that can’t be had is asked for again; a person after too many', () => {
    const test = chatOf({ start: FILE, after: AFTER });
    for (const _ of [1, 2]) {
      test.file('application/pdf');
      test.send({ type: 'FILE_CHECKED', file: { kind: 'unavailable' } });
    }
    expect(test.at()).toBe('assign human');
  });

  it('leaves the way to a person open while it is looked at, and is not hurried by what is written', () => {
    const test = chatOf({ start: FILE, after: AFTER });
    test.file('image/jpeg');
    test.say('ahí va');
    expect(test.at()).toBe('file start');
    test.send({ type: 'PERSON_ASKED' });
    expect(test.at()).toBe('assign human');
  });

  it('brings others of its bunch along, which answer no later question', () => {
    const test = chatOf({ start: FILE, after: AFTER });
    test.file('image/jpeg');
    test.send(kept('image/jpeg'));
    test.file('image/jpeg');
    expect([test.at(), test.texts()]).toEqual(['reply after', []]);
    test.surroundings = { ...CHAT, nowMs: CHAT.nowMs + 61_000 };
    test.file('image/jpeg');
    expect(test.at()).toBe('assign human');
  });

  it('is not answered by words', () => {
    const test = chatOf({ start: FILE, after: AFTER });
    test.say('no tengo');
    expect(test.texts()).toEqual(['envíe una foto']);
  });
});

describe('send', () => {
  const sayings = (step: Record<string, unknown>) =>
    chatOf({ start: { type: 'send', next: 'done', ...step } }).progress.sayings.slice(0, -1);

  it('writes a picture with its caption, and the text before a document, which carries none', () => {
    expect(sayings({ text: w('el plano'), media: 'plan.png' })).toEqual([{ kind: 'media', text: 'el plano', address: 'plan.png' }]);
    expect(sayings({ text: w('la póliza'), media: 'https://example.com/p.pdf?x=1' })).toEqual([
      { kind: 'text', text: 'la póliza' },
      { kind: 'media', text: '', address: 'https://example.com/p.pdf?x=1' },
    ]);
  });

  it('writes a place with its name', () => {
    expect(sayings({ text: w('La tienda'), location: { latitude: 41.4, longitude: 2.2, address: 'Calle 1' } })).toEqual([
      { kind: 'location', text: 'La tienda', latitude: 41.4, longitude: 2.2, address: 'Calle 1' },
    ]);
  });

  it('has a template ready in case the window closes first', () => {
    const step = { text: w('listo {{code}}'), template: { name: 'reopen', texts: { order: w('{{code}}') } } };
    const test = chatOf({ start: { type: 'send', next: 'done', ...step } }, {}, { variables: { code: '77' } });
    expect(test.progress.sayings[0]).toEqual({
      kind: 'text',
      text: 'listo 77',
      outside: { name: 'reopen', language: 'es', values: { order: '77' } },
    });
  });

  it('has shortcuts that lead on from wherever the bot is, and are no answers', () => {
    const menu = { type: 'send', text: w('siempre puede:'), buttons: [{ id: 'end', title: w('Terminar'), to: 'done' }], next: 'question' };
    const test = chatOf({ start: menu, question: { ...AFTER, next: 'other', text: w('¿uno?') }, other: AFTER });
    expect(test.at()).toBe('reply question');
    test.say('sí');
    expect(test.at()).toBe('reply other');
    test.tap('start.end');
    expect(test.at()).toBe('closed');
  });
});

describe('the chat side', () => {
  const SURVEY = {
    type: 'survey',
    text: w('¿qué tal?'),
    question: { kind: 'csat', button: w('Valorar') },
    comment: { text: w('¿por qué?'), skip: w('Nada más') },
    next: 'done',
    denied: 'human',
    invalid: 'human',
  };
  const compiled = compileFlow(
    chatFlow(
      {
        start: { type: 'send', text: w('a'), buttons: [{ id: 'place', title: w('Lugar'), to: 'place' }], next: 'list' },
        list: { ...LIST, next: 'place' },
        place: { ...PLACE, next: 'file' },
        file: { ...FILE, next: 'how' },
        how: SURVEY,
      },
      { afterClose: { step: 'how' } },
    ),
  );
  const event = fc.oneof(
    fc.record(
      {
        type: fc.constant('REPLY' as const),
        text: fc.oneof(fc.string(), fc.constantFrom('1', '3', '5', 'Mi casa', 'no', 'Calle Mayor 1')),
        buttonId: fc.constantFrom('start.place', 'list.car', 'list.home', 'how.5', 'how.1', 'how.skip', 'other', 'go:x.Y'),
        place: fc.record({ latitude: fc.constant(1), longitude: fc.constant(2) }),
        fileType: fc.constantFrom('image/jpeg', 'application/x-msdownload', ''),
      },
      { requiredKeys: ['type', 'text'] },
    ),
    fc.constant(kept('image/jpeg')),
    fc.constant<ChatFlowEvent>({ type: 'FILE_CHECKED', file: { kind: 'unavailable' } }),
    fc.constant<ChatFlowEvent>({ type: 'AGENT_DONE' }),
    fc.constant<ChatFlowEvent>({ type: 'AGENT_CLOSED' }),
  ) as fc.Arbitrary<ChatFlowEvent>;

  it('with everything in it always stops at a wait, and leads to a person from there', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 15 }), (events) => {
        let progress = startChat(compiled, {}, CHAT);
        for (const each of events) {
          const stored = JSON.parse(JSON.stringify(progress.snapshot)) as typeof progress.snapshot;
          progress = resumeChat(compiled, stored, each, CHAT);
          expect(['reply', 'survey', 'file', 'assign', 'closed']).toContain(progress.wait.kind);
          expect(JSON.stringify(progress.snapshot).length).toBeLessThan(1500);
        }
        const asked = resumeChat(compiled, progress.snapshot, { type: 'PERSON_ASKED' }, CHAT);
        expect(asked.wait.kind).toBe(progress.snapshot.done ? 'closed' : 'assign');
      }),
      { numRuns: 300 },
    );
  });
});
