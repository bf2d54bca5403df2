import fc from 'fast-check';
import { Flow } from '../../src/flows/flow.ts';
import type { ChatStep } from '../../src/flows/schema/chat-steps.ts';
import type { VoiceStep } from '../../src/flows/schema/voice-steps.ts';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';
import { OFFER, w } from './engine-flow.ts';

type Draft = Readonly<Record<string, unknown>>;

/**
 * Where the exits of a step may lead. `on`: only further on, so that who says nothing, or gets nowhere, comes to an end.
 * `any`: anywhere, also back; for exits that somebody has to take by an answer.
 */
interface Ways {
  readonly on: fc.Arbitrary<string>;
  readonly any: fc.Arbitrary<string>;
  /** A name that no other step has. */
  readonly id: string;
}

type Maker = (ways: Ways) => fc.Arbitrary<Draft>;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const whole = (min: number, max: number) => fc.integer({ min, max });
const TEXT = w('texto {{code}} {{count}}');
const condition = fc.constantFrom('true', 'false', 'known.code', "code == '1'", 'known.count && count > 1', 'hours.desk.open', '1 / 0 > 1');
const value = fc.record(
  {
    code: fc.constantFrom("'x'", "code + 'y'"),
    count: fc.constantFrom('1', 'known.count ? count + 1 : 1', 'count / 0'),
    flag: fc.constantFrom('true', 'known.code'),
  },
  { requiredKeys: [] },
);
const retries = fc.record({ invalid: whole(0, 2), silent: whole(0, 2) });
const speech = maybe(fc.record({ confidence: fc.constantFrom(0, 0.5) }, { requiredKeys: [] }));
/** What a line can take; names, addresses and free text are written. */
const dialled = fc.oneof(
  fc.constant({ kind: 'digits', min: 1, max: 8 }),
  fc.constant({ kind: 'digits', length: 4, checkDigit: 'luhn' }),
  fc.constant({ kind: 'integer', min: 1, max: 500 }),
  fc.record({ kind: fc.constant('date'), past: fc.boolean() }),
  fc.record({ kind: fc.constant('phone'), mobileOnly: fc.boolean() }),
  fc.constant({ kind: 'pattern', pattern: '[12]{2,3}' }),
  fc.constant({ kind: 'postal-code' }),
);
const written = fc.oneof(
  dialled,
  fc.constant({ kind: 'text', min: 2, max: 20 }),
  fc.constant({ kind: 'name' }),
  fc.constant({ kind: 'email' }),
);

/** Steps that both sides have. */
const SHARED = {
  branch: ({ on }: Ways) =>
    fc.record({
      type: fc.constant('branch'),
      cases: fc.array(fc.record({ when: condition, to: on }), { minLength: 1, maxLength: 3 }),
      otherwise: on,
    }),
  request: ({ on }: Ways) =>
    fc.record(
      {
        type: fc.constant('request'),
        method: fc.constantFrom('GET', 'POST'),
        url: fc.constantFrom('/x/{{code}}', 'https://example.com/{{count}}'),
        save: fc.constantFrom({}, { state: 'order.state' }, { count: 'n', flag: 'ok' }),
        ok: on,
        failed: on,
        notFound: on,
      },
      { requiredKeys: ['type', 'url', 'save', 'ok', 'failed'] },
    ),
  set: ({ on }: Ways) => fc.record({ type: fc.constant('set'), values: value, intent: fc.constantFrom('x', 'y'), next: on }),
  language: ({ on }: Ways) => fc.record({ type: fc.constant('language'), language: fc.constantFrom('es', 'en'), next: on }),
  hours: ({ on }: Ways) =>
    fc.record(
      { type: fc.constant('hours'), calendar: fc.constant('desk'), open: on, closed: on, holiday: on },
      { requiredKeys: ['type', 'calendar', 'open', 'closed'] },
    ),
  split: ({ on, id }: Ways) =>
    fc.tuple(on, on, whole(0, 3)).map(([a, b, weight]) => ({
      type: 'split',
      experiment: `try-${id}`,
      arms: [
        { id: 'a', weight, to: a },
        { id: 'b', weight: 1, to: b },
      ],
    })),
  run: ({ on }: Ways) =>
    fc.record(
      {
        type: fc.constant('run'),
        part: fc.constant('shared'),
        with: fc.record({ length: fc.constantFrom('4', 'known.count ? count : 2') }),
        save: fc.constantFrom({ code: 'typed' }, {}),
        exits: fc.record({ got: on, none: on }),
      },
      { requiredKeys: ['type', 'part', 'with', 'exits'] },
    ),
  /** Stands in parts alone: the part below has one. A flow of its own goes on instead. */
  return: ({ on }: Ways) => fc.record({ type: fc.constant('set'), values: fc.constant({}), next: on }),
};

/** A step of each type of the voice side; a type that is missing here does not compile. */
export const VOICE_STEPS: Readonly<Record<VoiceStep['type'], Maker>> = {
  ...SHARED,
  say: ({ on }) => fc.record({ type: fc.constant('say'), text: fc.constantFrom(TEXT, w('{{opensAt}} {{count|number}}')), next: on }),
  menu: ({ on, any }) =>
    fc.record(
      {
        type: fc.constant('menu'),
        prompt: fc.constant(TEXT),
        options: fc.uniqueArray(fc.record({ key: fc.constantFrom('1', '2', '3', '0'), label: fc.constant(w('uno')), to: any }), {
          selector: ({ key }) => key,
          minLength: 1,
        }),
        speech,
        retries,
        repeatKey: maybe(fc.constant('7')),
        backKey: maybe(fc.constant('9')),
        invalid: on,
        noInput: on,
      },
      { requiredKeys: ['type', 'prompt', 'options', 'invalid', 'noInput'] },
    ),
  collect: ({ on, any }) =>
    fc
      .record(
        {
          type: fc.constant('collect'),
          prompt: fc.constant(TEXT),
          variable: fc.constantFrom('code', 'pin', 'state'),
          as: dialled,
          speech,
          retries,
          toPerson: fc.record({ personKey: fc.constant('0'), person: on }),
          next: any,
          invalid: on,
          noInput: on,
        },
        { requiredKeys: ['type', 'prompt', 'variable', 'as', 'next', 'invalid', 'noInput'] },
      )
      .map(({ toPerson, ...step }) => ({ ...step, ...toPerson })),
  confirm: ({ on, any }) =>
    fc.record({
      type: fc.constant('confirm'),
      prompt: fc.constantFrom(w('{{code|digits}}'), w('{{count}}')),
      speech,
      retries,
      yes: any,
      no: any,
      invalid: on,
      noInput: on,
    }),
  offer: ({ on }) =>
    fc
      .record(
        {
          when: condition,
          confirmNumber: fc.boolean(),
          retries,
          holdSeconds: whole(5, 30),
          accepted: on,
          declined: on,
          ignored: on,
          person: on,
          withheld: on,
          failed: on,
        },
        { requiredKeys: ['accepted', 'declined', 'ignored', 'person', 'withheld', 'failed'] },
      )
      .map((more) => ({ ...OFFER, ...more })),
  queue: ({ on }) =>
    fc.record(
      {
        type: fc.constant('queue'),
        queue: fc.constantFrom('support', 'other'),
        text: fc.constant(TEXT),
        waitText: fc.constant(w('{{position}}')),
        offer: fc.record({ step: fc.constant('queue-offer'), afterSeconds: whole(5, 60), times: whole(1, 3), everySeconds: whole(15, 60) }),
        connected: on,
        full: on,
        failed: on,
      },
      { requiredKeys: ['type', 'queue', 'connected', 'full', 'failed'] },
    ),
  dial: ({ on }) =>
    fc.record(
      { type: fc.constant('dial'), text: fc.constant(TEXT), to: fc.constant('+34910000009'), answered: on, noAnswer: on, failed: on },
      { requiredKeys: ['type', 'answered', 'noAnswer', 'failed'] },
    ),
  voicemail: ({ on }) =>
    fc.record({
      type: fc.constant('voicemail'),
      prompt: fc.constant(TEXT),
      minSeconds: whole(1, 5),
      next: on,
      tooShort: on,
      failed: on,
    }),
  callback: ({ on }) =>
    fc.record({ retries, next: on, declined: on, cancelled: on, failed: on }).map((more) => ({
      ...CALLBACK_FLOW.call.steps.callback,
      ...more,
    })),
  hangup: () => fc.record({ type: fc.constant('hangup'), text: fc.constant(TEXT) }),
};

const button = (id: string, any: fc.Arbitrary<string>) =>
  fc.record({ id: fc.constant(id), title: fc.constant(w(`Botón ${id}`)), to: any }, { requiredKeys: ['id', 'title'] });
const list = (any: fc.Arbitrary<string>) =>
  fc.tuple(button('row-a', any), button('row-b', any)).map((rows) => ({ button: w('Elegir'), sections: [{ title: w('Todo'), rows }] }));

/** A step of each type of the chat side. */
export const CHAT_STEPS: Readonly<Record<ChatStep['type'], Maker>> = {
  ...SHARED,
  send: ({ on, any }) =>
    fc.oneof(
      fc.record({ type: fc.constant('send'), text: fc.constant(TEXT), next: on }),
      fc.record({ type: fc.constant('send'), text: fc.constant(TEXT), buttons: fc.tuple(button('a', any)), next: on }),
      fc.record({ type: fc.constant('send'), text: fc.constant(TEXT), list: list(any), next: on }),
      fc.record({ type: fc.constant('send'), media: fc.constant('https://example.com/a.png'), next: on }),
      fc.record({ type: fc.constant('send'), text: fc.constant(TEXT), location: fc.constant({ latitude: 1, longitude: 2 }), next: on }),
    ),
  ask: ({ on, any }) => {
    const common = { type: fc.constant('ask'), text: fc.constant(TEXT), retries: whole(0, 2), invalid: on };
    // What is skipped when it is known leads on: back would be a loop that never waits.
    const leads = fc.oneof(
      fc.record({ skipIfKnown: fc.constant(false), next: any }),
      fc.record({ skipIfKnown: fc.constant(true), next: on }),
    );
    const asks = fc.oneof(
      fc.record({ ...common, variable: fc.constantFrom('code', 'pin', 'state'), as: written }),
      fc.record({ ...common, buttons: fc.tuple(button('a', any), button('b', any)), variable: fc.constant('code') }),
      fc.record({ ...common, list: list(any), variable: fc.constant('code') }),
      fc.record({ ...common, location: fc.constant({ latitude: 'lat', longitude: 'long', address: 'state' }) }),
      fc.record({
        ...common,
        file: fc.record({
          accept: fc.constantFrom(['image'], ['image', 'document'], ['audio', 'video']),
          wrongText: fc.constant(w('no')),
          tooLargeText: fc.constant(w('grande')),
        }),
        variable: fc.constant('state'),
      }),
    );
    return fc.tuple(asks, leads).map(([step, more]) => ({ ...step, ...more }));
  },
  survey: ({ on }) =>
    fc.record(
      {
        type: fc.constant('survey'),
        text: fc.constant(TEXT),
        question: fc.constantFrom({ kind: 'resolved', yes: w('Sí'), no: w('No') }, { kind: 'csat', button: w('Valorar') }, { kind: 'nps' }),
        comment: maybe(fc.constant({ text: w('¿por qué?'), skip: w('Nada') })),
        variable: maybe(fc.constant('count')),
        retries: whole(0, 2),
        next: on,
        denied: on,
        invalid: on,
      },
      { requiredKeys: ['type', 'text', 'question', 'next', 'denied', 'invalid'] },
    ),
  assign: ({ any }) => fc.record({ type: fc.constant('assign'), next: any }, { requiredKeys: ['type'] }),
  callback: ({ on }) =>
    fc
      .record({ retries: whole(0, 2), next: on, declined: on, failed: on })
      .map((more) => ({ ...CALLBACK_FLOW.chat.steps.callback, ...more })),
  close: () => fc.record({ type: fc.constant('close'), text: fc.constant(TEXT) }),
};

const LAST = 'last';

/** Some steps in a row, in any order and number, the last of which ends it; the first is the start. */
function steps(makers: Readonly<Record<string, Maker>>, last: Draft): fc.Arbitrary<Readonly<Record<string, Draft>>> {
  const types = Object.keys(makers);
  return fc.array(fc.constantFrom(...types), { minLength: 2, maxLength: 9 }).chain((chosen) => {
    const ids = [...chosen.map((type, at) => `s${at}-${type}`), LAST];
    const made = chosen.map((type, at): fc.Arbitrary<Draft> => {
      const on = fc.constantFrom(...ids.slice(at + 1));
      const maker = makers[type] as Maker;
      return maker({ on, any: fc.constantFrom(...ids), id: ids[at] ?? '' });
    });
    return fc.tuple(...made).map((drafts) => ({ ...Object.fromEntries(drafts.map((draft, at) => [ids[at], draft])), [LAST]: last }));
  });
}

/** A number asked for and handed back: what run steps run, with the return step that only parts have. */
const PART = {
  name: 'Asks for a number',
  parameters: { length: { type: 'integer' } },
  variables: { tries: { type: 'integer', default: 0 } },
  results: { typed: { type: 'string' } },
  exits: ['got', 'none'],
  call: {
    start: 'ask',
    steps: {
      ask: {
        type: 'collect',
        prompt: w('marque {{length}} cifras'),
        variable: 'typed',
        as: { kind: 'digits', max: 9 },
        next: 'check',
        invalid: 'gave-up',
        noInput: 'gave-up',
      },
      check: { type: 'branch', cases: [{ when: 'known.typed && size(typed) == length', to: 'got-it' }], otherwise: 'gave-up' },
      'got-it': { type: 'return', exit: 'got' },
      'gave-up': { type: 'return', exit: 'none' },
    },
  },
  chat: {
    start: 'ask',
    steps: {
      ask: { type: 'ask', text: w('escriba'), variable: 'typed', as: { kind: 'digits', max: 9 }, next: 'got-it', invalid: 'gave-up' },
      'got-it': { type: 'return', exit: 'got' },
      'gave-up': { type: 'return', exit: 'none' },
    },
  },
};

const WEEK = Object.fromEntries(['monday', 'wednesday', 'saturday'].map((day) => [day, ['09:00-18:30']]));
const QUEUE_OFFER = { ...OFFER, accepted: LAST, declined: LAST, ignored: LAST, person: LAST, withheld: LAST, failed: LAST };

/** A flow of any steps in any order. */
export const randomFlow: fc.Arbitrary<Flow> = fc
  .tuple(steps(VOICE_STEPS, { type: 'hangup', text: w('adiós') }), steps(CHAT_STEPS, { type: 'assign' }))
  .map(([call, chat]) =>
    Flow.parse({
      specVersion: 1,
      id: 'random',
      name: 'Random',
      business: 'Luz Clara',
      languages: ['es', 'en'],
      voices: { es: 'Polly.Lucia-Neural' },
      variables: {
        code: { type: 'string' },
        count: { type: 'integer' },
        flag: { type: 'boolean' },
        pin: { type: 'string', sensitive: true },
        state: { type: 'string' },
        lat: { type: 'number' },
        long: { type: 'number' },
      },
      calendars: { desk: { week: WEEK, holidays: [{ country: 'ES', region: 'MD' }] } },
      parts: { shared: PART },
      call: { start: Object.keys(call)[0], steps: { ...call, 'queue-offer': QUEUE_OFFER } },
      chat: { start: Object.keys(chat)[0], acknowledge: w('hola'), acknowledgeDirect: w('hola'), steps: chat },
    }),
  );
