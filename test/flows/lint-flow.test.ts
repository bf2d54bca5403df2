import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Flow } from '../../src/flows/flow.ts';
import { flowProblems } from '../../src/flows/flow-problems.ts';
import { PROBLEM_CATALOGUE, type ProblemCode } from '../../src/flows/lint/catalogue.ts';
import { lintTemplate } from '../../src/flows/lint/templates.ts';
import { lintFlow } from '../../src/flows/lint-flow.ts';
import { parseFlow, parseTemplate } from '../../src/flows/parse-flow.ts';
import type { Recordings } from '../../src/flows/recordings.ts';
import type { TableShape } from '../../src/flows/tables/table.ts';
import { Template } from '../../src/flows/template.ts';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const NAMES = ['call-continue', 'call-continue-order', 'call-continue-billing', 'reopen', 'call-dropped', 'call-missed'];
const templates = NAMES.map((name) => Template.parse(read(`flows/templates/${name}.json`)));

// biome-ignore lint/suspicious/noExplicitAny: the tables below bend valid JSON out of shape
type Loose = any;

/** The sample flow, bent. */
function bent(bend: (flow: Loose) => void): readonly { code: string; step?: string; path: string; message: string }[] {
  const json = read('flows/support.flow.json');
  bend(json);
  return lintFlow(Flow.parse(json), { templates, recordings, media: MEDIA, tables: TABLES });
}

const say = (text: string, next = 'main-menu') => ({ type: 'say', text: { es: text, en: text }, next });
const VOICEMAIL = {
  type: 'voicemail',
  prompt: { es: 'Deje su mensaje; será grabado.', en: 'Leave your message.' },
  next: 'main-menu',
  tooShort: 'main-menu',
  failed: 'main-menu',
};
const CALLBACK = {
  ...CALLBACK_FLOW.call.steps.callback,
  next: 'main-menu',
  declined: 'main-menu',
  cancelled: 'main-menu',
  failed: 'main-menu',
};
/** The sample flow with one more language, spoken in the words of the first. */
function speakAlso(flow: Loose, language: string, name: string): void {
  flow.languages.push(language);
  flow.voices[language] = name;
  flow.call.steps.greeting.text[language] = 'Bones.';
}

const recordings: Recordings = new Map([
  ['/audio/hola.wav', 'wav'],
  ['/audio/really-mp3.wav', 'mp3'],
]);

const TABLES: Readonly<Record<string, TableShape>> = {
  shops: {
    title: 'Shops',
    columns: { town: 'text', phone: 'text', greeting: 'wording' },
    languages: ['es'],
    keys: ['Madrid'],
    hasOtherwise: false,
  },
};
/** A step says a text, and a flow declares what of the table shops it reads. */
function withShops(flow: Loose, columns: Loose, text: string): void {
  flow.tables = { shops: { columns } };
  voice(flow)['order-shipped'].text.en = `${text} {{orderEta|date}}`;
}

const DROPPED = { dropped: { template: 'call-dropped' } };
const voice = (flow: Loose) => flow.call.steps;
const chat = (flow: Loose) => flow.chat.steps;

const OFFICE_HOURS = { week: { monday: ['09:00-14:00', '16:00-19:00'], friday: ['22:00-06:00'] } };
const TWO_SHIFTS = { date: '12-24', open: ['09:00-14:00', '10:00-11:00'] };
const LONG = 'x'.repeat(40);

/** Hours in front of everything. */
function withHours(flow: Loose, calendar: Loose, asked = 'office'): void {
  flow.calendars = { office: calendar };
  voice(flow)['is-open'] = { type: 'hours', calendar: asked, open: flow.call.start, closed: flow.call.start };
  flow.call.start = 'is-open';
}

/** An experiment in front of everything. */
function withSplit(flow: Loose, weights: readonly number[], lastArm = 'arm-1', id = 'try'): void {
  const arms = weights.map((weight, at) => ({ id: at === 0 ? 'arm-0' : lastArm, weight, to: flow.call.start }));
  voice(flow)[id] = { type: 'split', experiment: 'greeting', arms };
  flow.call.start = id;
}

/** A part in front of everything, which tells a number and gives a word. */
function withPart(flow: Loose, bend: (part: Loose, run: Loose) => void, id = 'ask-twice'): void {
  const part = {
    name: 'Ask twice',
    parameters: { times: { type: 'integer' } },
    results: { answer: { type: 'string' } },
    exits: ['done'],
    call: {
      start: 'tell',
      steps: {
        tell: { type: 'say', text: { es: 'Van {{times}}.', en: 'It is {{times}}.' }, next: 'keep' },
        keep: { type: 'set', values: { answer: '"yes"' }, next: 'back' },
        back: { type: 'return', exit: 'done' },
      },
    },
  };
  const run = { type: 'run', part: 'twice', with: { times: '2' }, save: { orderState: 'answer' }, exits: { done: flow.call.start } };
  bend(part, run);
  flow.parts = { twice: part };
  voice(flow)[id] = run;
  flow.call.start = id;
}
const MEDIA = [
  { name: 'x.png', bytes: 1000 },
  { name: 'large.png', bytes: 6_000_000 },
];
const HERE = { latitude: 1, longitude: 2 };
const row = (id: string, title: string) => ({ id, title: { es: title, en: title } });
const many = (count: number, prefix = 'a') => Array.from({ length: count }, (_, n) => row(`${prefix}${n}`, `${prefix} ${n}`));
const listed = (sections: readonly unknown[][]) => ({
  type: 'ask',
  text: { es: 'Elija', en: 'Choose' },
  list: { button: { es: 'Ver', en: 'See' }, sections: sections.map((rows) => ({ rows })) },
  next: 'about-order',
  invalid: 'about-billing',
});

/** Code, how the sample flow is bent, the step and a word of the path where it must be found. */
const FLOW_TABLE: readonly [code: ProblemCode, bend: (flow: Loose) => void, step: string | undefined, path: string][] = [
  ['F010', (flow) => (voice(flow)['main-menu'].options[1].to = 'nowhere'), 'main-menu', 'options[1].to'],
  ['F010', (flow) => (flow.chat.start = 'nowhere'), undefined, 'chat.start'],
  ['F011', (flow) => (voice(flow).forgotten = say('Hola.')), 'forgotten', 'call.steps.forgotten'],
  ['F012', (flow) => (voice(flow)['not-understood'].next = 'not-understood'), 'not-understood', 'not-understood'],
  ['F012', (flow) => (voice(flow)['order-lookup'].failed = 'order-lookup'), 'order-lookup', 'order-lookup'],
  ['F012', (flow) => (voice(flow).offer.withheld = 'offer'), 'offer', 'offer'],
  ['F012', (flow) => (chat(flow)['order-lookup'].notFound = 'order-number'), 'order-number', 'order-number'],
  ['F020', (flow) => delete voice(flow).greeting.text.en, 'greeting', 'greeting.text'],
  ['F020', (flow) => delete flow.chat.acknowledge.en, undefined, 'chat.acknowledge'],
  ['F021', (flow) => (voice(flow).greeting.text.ca = 'Bon dia.'), 'greeting', 'text.ca'],
  ['F022', (flow) => (voice(flow).greeting.text.en = 'Hello {{nobody}}.'), 'greeting', 'text.en'],
  ['F022', (flow) => (voice(flow).greeting.text.en = 'You wait {{phoneWait}}.'), 'greeting', 'text.en'],
  ['F022', (flow) => (voice(flow)['order-lookup'].url = '/demo/{{nobody}}'), 'order-lookup', 'url'],
  ['F023', (flow) => (voice(flow)['order-confirm'].prompt.en = 'Is it {{orderNumber|shout}}?'), 'order-confirm', 'prompt.en'],
  ['F023', (flow) => (voice(flow)['order-confirm'].prompt.en = 'Is it {{orderNumber?'), 'order-confirm', 'prompt.en'],
  ['F024', (flow) => delete flow.voices.en, undefined, 'voices'],
  ['F025', (flow) => (voice(flow).greeting.text.en = 'Please listen. '.repeat(40)), 'greeting', 'text.en'],
  ['F026', (flow) => (voice(flow).greeting.text.en = 'See https://example.com now.'), 'greeting', 'text.en'],
  ['F026', (flow) => (voice(flow).greeting.text.en = 'Call 910000000 instead.'), 'greeting', 'text.en'],
  ['F026', (flow) => (voice(flow).greeting.text.en = 'This is IMPORTANT for you.'), 'greeting', 'text.en'],
  ['F028', (flow) => (chat(flow).topic.buttons[0].title.en = 'The order that I placed'), 'topic', 'buttons[0].title.en'],
  ['F029', (flow) => (chat(flow).topic.text.en = 'Long. '.repeat(200)), 'topic', 'text.en'],
  ['F030', (flow) => (voice(flow)['order-state'].cases[0].when = 'orderState >'), 'order-state', 'cases[0].when'],
  ['F030', (flow) => (voice(flow)['order-state'].cases[0].when = 'orderState > 3'), 'order-state', 'cases[0].when'],
  ['F030', (flow) => (voice(flow)['order-state'].cases[0].when = 'process.env == ""'), 'order-state', 'cases[0].when'],
  ['F030', (flow) => (voice(flow).offer.when = 'desk.waitSeconds'), 'offer', 'offer.when'],
  ['F030', (flow) => (chat(flow)['about-order'].values = { orderState: 'nobody + 1' }), 'about-order', 'values.orderState'],
  ['F031', (flow) => (voice(flow)['order-number'].variable = 'undeclared'), 'order-number', 'variable'],
  ['F031', (flow) => (voice(flow)['order-lookup'].save.undeclared = 'order.x'), 'order-lookup', 'save.undeclared'],
  ['F032', (flow) => (flow.variables.orderNumber.sensitive = true), 'order-lookup', 'order-lookup'],
  ['F033', (flow) => (flow.variables.orderNumber.sensitive = true), 'order-lookup', 'url'],
  ['F034', (flow) => (flow.variables.orderNumber.sensitive = true), 'order-shipped', 'order-shipped'],
  ['F034', (flow) => (flow.variables.orderNumber.sensitive = true), 'offer', 'templates.order'],
  ['F035', (flow) => (flow.variables.clock = { type: 'string' }), undefined, 'variables.clock'],
  ['F036', (flow) => (chat(flow)['about-order'].values = { orderState: '1 + 1' }), 'about-order', 'values.orderState'],
  ['F040', (flow) => (voice(flow).offer.declined = 'goodbye'), 'offer', 'declined'],
  ['F040', (flow) => (voice(flow).offer.withheld = 'goodbye'), 'offer', 'withheld'],
  ['F041', (flow) => (voice(flow).offer.wording.prompt.en = 'Press 1, 2, 3 or 0; write STOP.'), 'offer', 'wording.prompt.en'],
  ['F042', (flow) => (voice(flow).offer.keys.accept = '7'), 'offer', 'wording.prompt.es'],
  ['F043', (flow) => (voice(flow).offer.wording.bothWaits.en = '{{business}}: {{phoneWait}}; 1, 2, 0; STOP.'), 'offer', 'bothWaits.en'],
  ['F043', (flow) => (voice(flow).offer.wording.prompt.en = '{{business}} writes in 2 minutes; 1, 2, 0; STOP.'), 'offer', 'prompt.en'],
  ['F044', (flow) => (voice(flow).offer.templates.billing = 'nothing'), 'offer', 'templates.billing'],
  ['F044', (flow) => (voice(flow).offer.template = 'reopen'), 'offer', 'offer.template'],
  ['F045', (flow) => flow.languages.push('ca'), 'offer', 'offer.template'],
  ['F046', (flow) => (voice(flow).offer.template = 'needy'), 'offer', 'offer.template'],
  ['F047', (flow) => (voice(flow).offer.template = 'call-continue-order'), 'offer', 'offer.template'],
  ['F048', (flow) => (voice(flow).offer.wording.prompt.en = '{{business}} writes; 1, 2, 0.'), 'offer', 'prompt.en'],
  ['F049', (flow) => delete voice(flow).offer.wording.deskClosed, 'offer', 'eligibility.skip'],
  [
    'F062',
    (flow) => {
      voice(flow).silence = { type: 'hangup' };
      voice(flow).turn = { type: 'language', language: 'es', next: 'silence' };
      voice(flow)['dial-person'].noAnswer = 'turn';
    },
    'dial-person',
    'noAnswer',
  ],
  ['F050', (flow) => voice(flow)['main-menu'].options.pop(), 'main-menu', 'main-menu'],
  ['F050', (flow) => (flow.call.start = 'order-confirm'), 'order-confirm', 'order-confirm'],
  ['F051', (flow) => (voice(flow)['main-menu'].options[3].to = 'queue-support'), 'main-menu', 'options[3].to'],
  ['F051', (flow) => (voice(flow)['main-menu'].options[2].to = 'offer'), 'main-menu', 'options[2].to'],
  ['F052', (flow) => voice(flow)['main-menu'].options.push({ key: '4', to: 'person' }, { key: '5', to: 'person' }), 'main-menu', 'options'],
  [
    'F053',
    (flow) => {
      const menu = (next: string) => ({ ...voice(flow).nobody, options: [{ key: '1', to: next, person: true }] });
      voice(flow)['order-more'].options[2].to = 'deep-1';
      Object.assign(voice(flow), { 'deep-1': menu('deep-2'), 'deep-2': menu('goodbye') });
    },
    'deep-2',
    'deep-2',
  ],
  ['F054', (flow) => (voice(flow)['main-menu'].retries = { invalid: 0 }), 'main-menu', 'retries'],
  ['F054', (flow) => (chat(flow).topic.retries = 0), 'topic', 'retries'],
  ['F055', (flow) => (voice(flow)['main-menu'].options[1].key = '1'), 'main-menu', 'main-menu'],
  ['F055', (flow) => (voice(flow)['main-menu'].repeatKey = '0'), 'main-menu', 'main-menu'],
  ['F055', (flow) => (voice(flow).offer.keys.stay = '1'), 'offer', 'offer'],
  ['F055', (flow) => (voice(flow)['order-confirm'].noKey = '1'), 'order-confirm', 'order-confirm'],
  ['F056', (flow) => (voice(flow)['queue-support'].offer.step = 'greeting'), 'queue-support', 'offer.step'],
  ['F057', (flow) => (voice(flow)['order-number'].as = { kind: 'digits', min: 6, max: 2 }), 'order-number', 'as'],
  ['F057', (flow) => (voice(flow)['order-number'].as = { kind: 'pattern', pattern: '(?=a)b' }), 'order-number', 'as'],
  ['F057', (flow) => (voice(flow)['order-number'].as = { kind: 'text' }), 'order-number', 'as'],
  ['F058', (flow) => (flow.timeZone = 'Europe/Nowhere'), undefined, 'timeZone'],
  ['F059', (flow) => (voice(flow)['order-lookup'].url = 'https://{{orderNumber}}.example.com/'), 'order-lookup', 'url'],
  ['F059', (flow) => (voice(flow)['order-lookup'].url = '//example.com/x'), 'order-lookup', 'url'],
  ['F059', (flow) => (voice(flow)['order-lookup'].url = '/\\example.com/x'), 'order-lookup', 'url'],
  ['F059', (flow) => (voice(flow)['order-lookup'].url = 'http://example.com/x'), 'order-lookup', 'url'],
  ['F060', (flow) => (voice(flow)['speak-english'].language = 'fr'), 'speak-english', 'language'],
  ['F060', (flow) => flow.languages.push('es'), undefined, 'languages'],
  ['F061', (flow) => delete voice(flow)['order-number'].personKey, 'order-number', 'order-number'],
  ['F070', (flow) => (chat(flow).assign = { type: 'close' }), undefined, 'chat.steps'],
  ['F071', (flow) => (chat(flow).topic.buttons[1].id = 'order'), 'topic', 'buttons'],
  ['F071', (flow) => (chat(flow).topic.buttons[1].title.en = 'My order'), 'topic', 'buttons'],
  ['F072', (flow) => (flow.chat.acknowledge.en = 'Hello. {{expectation}}'), undefined, 'chat.acknowledge.en'],
  ['F073', (flow) => (flow.chat.acknowledgeDirect.es = 'Hola, {{caseNumber}}.'), undefined, 'acknowledgeDirect.es'],
  ['F110', (flow) => (voice(flow).goodbye = VOICEMAIL), 'goodbye', 'prompt.en'],
  ['F111', (flow) => (voice(flow).goodbye = { ...CALLBACK, callableFrom: '21:00', callableTo: '09:00' }), 'goodbye', 'callableFrom'],
  ['F112', (flow) => (voice(flow).goodbye = { ...CALLBACK, asap: false, slots: { offered: 0 } }), 'goodbye', 'slots.offered'],
  ['F055', (flow) => (voice(flow).goodbye = { ...CALLBACK, declineKey: '2' }), 'goodbye', 'goodbye'],
  ['F120', (flow) => (voice(flow).greeting.text.es = '<speak>Hola <b>a todos</b></speak>'), 'greeting', 'text.es'],
  ['F120', (flow) => (voice(flow).greeting.text.es = '<speak>Hola <break time="mucho"/></speak>'), 'greeting', 'text.es'],
  ['F120', (flow) => (voice(flow).greeting.text.es = 'Hola<break/>'), 'greeting', 'text.es'],
  ['F121', (flow) => (voice(flow).greeting.text.es = '/audio/hola.ogg'), 'greeting', 'text.es'],
  ['F121', (flow) => (voice(flow).greeting.text.es = ['Hola.', 'http://example.com/hola.wav']), 'greeting', 'text.es'],
  ['F121', (flow) => (voice(flow).greeting.text.es = '/audio/{{orderNumber}}.wav'), 'greeting', 'text.es'],
  ['F121', (flow) => (voice(flow)['queue-support'].music = 'wait.mp3'), 'queue-support', 'music'],
  ['F122', (flow) => (voice(flow).greeting.text.es = '/audio/missing.wav'), 'greeting', 'text.es'],
  ['F122', (flow) => (voice(flow).greeting.text.es = ['Hola.', '/audio/really-mp3.wav']), 'greeting', 'text.es'],
  ['F123', (flow) => (voice(flow).greeting.text.es = 'https://example.com/hola.wav'), 'greeting', 'text.es'],
  ['F124', (flow) => speakAlso(flow, 'ast', 'Polly.Lucia-Neural'), undefined, 'languages'],
  ['F125', (flow) => speakAlso(flow, 'ast', 'Polly.Lucia-Neural'), undefined, 'voices.ast'],
  ['F125', (flow) => (flow.voices.en = 'Polly.Lucia-Neural'), undefined, 'voices.en'],
  ['F126', (flow) => delete voice(flow)['main-menu'].options[1].label, 'main-menu', 'options[1]'],
  ['F127', (flow) => (voice(flow)['main-menu'].options[1].words = { es: ['Una persona'] }), 'main-menu', 'options[3]'],
  ['F128', (flow) => (voice(flow)['main-menu'].speech.enhanced = true), 'main-menu', 'speech'],
  ['F128', (flow) => (flow.speech = { enhanced: true, model: 'default' }), 'main-menu', 'speech'],
  [
    'F129',
    (flow) => {
      voice(flow)['order-number'].speech = {};
      flow.variables.orderNumber.sensitive = true;
    },
    'order-number',
    'speech',
  ],
  ['F113', (flow) => (voice(flow).offer.consent = 'calls'), 'offer', 'wording.prompt.en'],
  ['F114', (flow) => (flow.recovery = DROPPED), undefined, 'recovery'],
  ['F115', (flow) => (flow.recovery = { ...DROPPED, fromHour: 20, toHour: 20 }), undefined, 'recovery.toHour'],
  ['F044', (flow) => (flow.recovery = { dropped: { template: 'nobody' } }), undefined, 'recovery.dropped.template'],
  ['F044', (flow) => (flow.recovery = { missed: { template: 'reopen' } }), undefined, 'recovery.missed.template'],
  ['F044', (flow) => (flow.recovery = { unreached: { template: 'reopen' } }), undefined, 'recovery.unreached.template'],
  [
    'F116',
    (flow) => {
      flow.recovery = { unreached: { template: 'call-missed' } };
      for (const [id, step] of Object.entries<Loose>(flow.call.steps))
        if (step.type === 'callback') flow.call.steps[id] = { type: 'hangup' };
    },
    undefined,
    'recovery.unreached',
  ],
  ['F047', (flow) => (flow.recovery = { missed: { template: 'call-continue-billing' } }), undefined, 'recovery.missed.template'],
  [
    'F044',
    (flow) => (flow.recovery = { dropped: { template: 'call-dropped', templates: { order: 'nobody' } } }),
    undefined,
    'recovery.dropped.templates.order',
  ],
  ['F028', (flow) => (chat(flow).topic = listed([[row('a', 'A title of more than 24 letters')]])), 'topic', 'rows[0].title.es'],
  ['F044', (flow) => (chat(flow)['order-shipped'].template = { name: 'nobody' }), 'order-shipped', 'template.name'],
  ['F044', (flow) => (chat(flow)['order-shipped'].template = { name: 'call-continue' }), 'order-shipped', 'template.name'],
  ['F071', (flow) => (chat(flow).topic = listed([[row('a', 'A'), row('a', 'B')]])), 'topic', 'topic.list'],
  ['F071', (flow) => (chat(flow).topic = listed([[row('a', 'A'), row('b', 'A')]])), 'topic', 'topic.list'],
  ['F074', (flow) => (chat(flow).topic = listed([many(6), many(6, 'b')])), 'topic', 'topic.list'],
  ['F074', (flow) => (chat(flow).topic = listed([[row('a', 'A')], [row('b', 'B')]])), 'topic', 'sections[1]'],
  ['F075', (flow) => (chat(flow).topic.buttons[0].title.en = 'About my order {{orderNumber}}'), 'topic', 'buttons[0].title.en'],
  ['F076', (flow) => (chat(flow).topic = { ...listed([[row('a', 'A')]]), buttons: chat(flow).topic.buttons }), 'topic', 'topic.list'],
  ['F076', (flow) => delete chat(flow)['order-shipped'].text, 'order-shipped', 'text'],
  ['F076', (flow) => Object.assign(chat(flow)['order-shipped'], { media: 'x.png', location: HERE }), 'order-shipped', 'order-shipped'],
  ['F077', (flow) => (chat(flow)['order-shipped'].media = 'http://example.com/x.png'), 'order-shipped', 'media'],
  ['F077', (flow) => (chat(flow)['order-shipped'].media = '../secret.png'), 'order-shipped', 'media'],
  ['F077', (flow) => (chat(flow)['order-shipped'].media = 'page.html'), 'order-shipped', 'media'],
  ['F077', (flow) => (chat(flow)['order-shipped'].media = 'missing.png'), 'order-shipped', 'media'],
  ['F077', (flow) => (chat(flow)['order-shipped'].media = 'large.png'), 'order-shipped', 'media'],
  ['F078', (flow) => (chat(flow).settled.denied = 'bye'), 'settled', 'denied'],
  ['F079', (flow) => (flow.chat.afterClose.step = 'bye'), undefined, 'afterClose.step'],
  ['F080', (flow) => (flow.variables.leftover = { type: 'string' }), undefined, 'variables.leftover'],
  ['F090', (flow) => withHours(flow, OFFICE_HOURS, 'elsewhere'), 'is-open', 'calendar'],
  ['F091', (flow) => withHours(flow, { week: {} }), undefined, 'calendars.office.week'],
  ['F092', (flow) => withHours(flow, { week: { monday: ['09:00-14:00', '13:00-15:00'] } }), undefined, 'week.monday[1]'],
  ['F092', (flow) => withHours(flow, { week: { sunday: ['22:00-06:00'], monday: ['05:00-09:00'] } }), undefined, 'week.monday[0]'],
  ['F092', (flow) => withHours(flow, { week: { monday: ['09:00-09:00'] } }), undefined, 'week.monday[0]'],
  ['F092', (flow) => withHours(flow, { ...OFFICE_HOURS, days: [TWO_SHIFTS] }), undefined, 'days[0].open[1]'],
  ['F093', (flow) => withHours(flow, { ...OFFICE_HOURS, holidays: [{ country: 'XX' }] }), undefined, 'holidays[0].country'],
  ['F093', (flow) => withHours(flow, { ...OFFICE_HOURS, holidays: [{ country: 'GB' }] }), undefined, 'holidays[0].country'],
  ['F093', (flow) => withHours(flow, { ...OFFICE_HOURS, holidays: [{ country: 'ES', region: 'ZZ' }] }), undefined, 'holidays[0].region'],
  ['F093', (flow) => withHours(flow, { ...OFFICE_HOURS, holidays: [{ country: 'ES', open: ['easter'] }] }), undefined, 'holidays[0].open'],
  ['F094', (flow) => withHours(flow, { ...OFFICE_HOURS, days: [{ date: '2027-02-29' }] }), undefined, 'days[0].date'],
  ['F094', (flow) => withHours(flow, { ...OFFICE_HOURS, days: [{ date: '2027-08-20', until: '2027-08-01' }] }), undefined, 'days[0].until'],
  ['F094', (flow) => withHours(flow, { ...OFFICE_HOURS, days: [{ date: '12-24' }, { date: '12-24' }] }), undefined, 'days[1].date'],
  ['F095', (flow) => withHours(flow, { ...OFFICE_HOURS, exceptions: [OFFICE_HOURS] }), undefined, 'exceptions[0]'],
  ['F095', (flow) => withHours(flow, { ...OFFICE_HOURS, exceptions: [{ languages: ['ca'] }] }), undefined, 'exceptions[0].languages'],
  ['F096', (flow) => (flow.calendars = { office: OFFICE_HOURS }), undefined, 'calendars.office'],
  ['F058', (flow) => withHours(flow, { ...OFFICE_HOURS, timeZone: 'Europe/Nowhere' }), undefined, 'calendars.office.timeZone'],
  ['F150', (flow) => (flow.variables.postcode.sensitive = true), undefined, 'tickets.types[3].fields[0].variable'],
  ['F151', (flow) => (flow.tickets.types[1].id = 'order'), undefined, 'tickets.types[1].id'],
  ['F152', (flow) => delete flow.tickets.types[2].phrases.en, undefined, 'tickets.types[2].phrases'],
  ['F153', (flow) => flow.tickets.types[2].phrases.es.push('facturas'), undefined, 'tickets.types[2].phrases.es[22]'],
  ['F154', (flow) => (flow.tickets.promise = { hours: 8, counted: 'opening' }), undefined, 'tickets.promise.counted'],
  ['F155', (flow) => delete flow.tickets.template, undefined, 'tickets.promise.hours'],
  ['F156', (flow) => (chat(flow).assign.textClosed = chat(flow).assign.text), 'assign', 'chat.steps.assign.textClosed'],
  ['F157', (flow) => speakAlso(flow, 'fr', 'Polly.Lea-Neural'), undefined, 'tickets.kept'],
  ['F158', (flow) => (flow.tickets.kept = { es: 'Guardado.', en: 'Kept.' }), undefined, 'tickets.kept.es'],
  ['F097', (flow) => delete voice(flow)['queue-support'].staffed, 'queue-support', 'queue-support'],
  ['F030', (flow) => (voice(flow).offer.when = 'hours.office.open'), 'offer', 'when'],
  ['F170', (flow) => (flow.tables = { towns: { columns: { name: 'text' } } }), undefined, 'tables.towns'],
  ['F171', (flow) => withShops(flow, { manager: 'text' }, '{{tables.shops["Madrid"].manager}}'), undefined, 'tables.shops.columns.manager'],
  ['F171', (flow) => withShops(flow, { phone: 'integer' }, '{{tables.shops["Madrid"].phone}}'), undefined, 'tables.shops.columns.phone'],
  ['F172', (flow) => (flow.tables = { shops: { columns: { phone: 'text' } } }), undefined, 'tables.shops'],
  [
    'F172',
    (flow) => withShops(flow, { phone: 'text', town: 'text' }, '{{tables.shops["madrid"].phone}}'),
    undefined,
    'tables.shops.columns.town',
  ],
  ['F173', (flow) => withShops(flow, { phone: 'text' }, '{{tables.shops["Toledo"].phone}}'), 'order-shipped', 'text.en'],
  [
    'F173',
    (flow) => [withShops(flow, {}, ''), Object.assign(voice(flow).offer, { when: '"Toledo" in tables.shops' })],
    'offer',
    'offer.when',
  ],
  ['F174', (flow) => withShops(flow, { greeting: 'wording' }, '{{tables.shops["Madrid"].greeting}}'), undefined, 'tables.shops'],
  ['F022', (flow) => withShops(flow, {}, '{{tables.shops["Madrid"].phone}}'), 'order-shipped', 'text.en'],
  ['F022', (flow) => withShops(flow, { phone: 'text' }, '{{tables.shops.Madrid.phone}}'), 'order-shipped', 'text.en'],
  ['F022', (flow) => withShops(flow, { phone: 'text' }, '{{tables.shops[nobody].phone}}'), 'order-shipped', 'text.en'],
  ['F030', (flow) => (voice(flow).offer.when = 'tables.shops["Madrid"].phone == "1"'), 'offer', 'when'],
  ['F100', (flow) => withSplit(flow, [0, 0]), 'try', 'arms'],
  ['F101', (flow) => withSplit(flow, [1, 1], 'arm-0'), 'try', 'arms'],
  ['F102', (flow) => [withSplit(flow, [1, 1]), withSplit(flow, [2, 1], 'arm-1', 'again')], 'again', 'arms'],
  ['F130', (flow) => withPart(flow, (_, run) => Object.assign(run, { part: 'nothing' })), 'ask-twice', 'part'],
  ['F131', (flow) => withPart(flow, (part, run) => (part.call.steps.keep = run)), undefined, 'parts.twice'],
  ['F132', (flow) => withPart(flow, (part) => delete part.call), 'ask-twice', 'part'],
  ['F133', (flow) => withPart(flow, (_, run) => delete run.with), 'ask-twice', 'ask-twice'],
  ['F133', (flow) => withPart(flow, (_, run) => Object.assign(run.with, { colour: '"red"' })), 'ask-twice', 'with.colour'],
  ['F134', (flow) => withPart(flow, (_, run) => Object.assign(run.with, { times: '"two"' })), 'ask-twice', 'with.times'],
  ['F134', (flow) => withPart(flow, (_, run) => Object.assign(run.with, { times: 'nobody' })), 'ask-twice', 'with.times'],
  ['F135', (flow) => withPart(flow, (_, run) => Object.assign(run, { save: { nobody: 'answer' } })), 'ask-twice', 'save.nobody'],
  ['F135', (flow) => withPart(flow, (_, run) => Object.assign(run, { save: { orderState: 'times' } })), 'ask-twice', 'save.orderState'],
  ['F135', (flow) => withPart(flow, (part) => Object.assign(part.results.answer, { sensitive: true })), 'ask-twice', 'save.orderState'],
  ['F136', (flow) => withPart(flow, (part) => part.exits.push('other')), 'ask-twice', 'exits'],
  ['F136', (flow) => withPart(flow, (_, run) => Object.assign(run.exits, { other: 'main-menu' })), 'ask-twice', 'exits.other'],
  ['F137', (flow) => (voice(flow)['not-understood'] = { type: 'return', exit: 'done' }), 'not-understood', 'not-understood'],
  [
    'F137',
    (flow) => withPart(flow, (part) => Object.assign(part.call.steps.back, { exit: 'x' })),
    undefined,
    'parts.twice.call.steps.back.exit',
  ],
  ['F138', (flow) => withPart(flow, (part) => part.exits.push('other')), undefined, 'parts.twice.exits[1]'],
  ['F139', (flow) => withPart(flow, (_, run) => Object.assign(run, { part: 'nothing' })), undefined, 'parts.twice'],
  [
    'F140',
    (flow) => withPart(flow, (part) => Object.assign(part.call.steps, { [LONG]: part.call.steps.tell }), LONG),
    undefined,
    'call.steps',
  ],
  ['F035', (flow) => withPart(flow, (part) => (part.variables = { times: { type: 'string' } })), undefined, 'parts.twice.variables.times'],
  ['F010', (flow) => withPart(flow, (part) => (part.call.steps.tell.next = 'x')), 'ask-twice/tell', 'parts.twice.call.steps.tell.next'],
  ['F010', (flow) => withPart(flow, (_, run) => (run.exits.done = 'nowhere')), 'ask-twice/back', 'call.steps.ask-twice.exits.done'],
  ['F030', (flow) => withPart(flow, (part) => (part.call.steps.keep.values.answer = 'orderState')), 'ask-twice/keep', 'keep.values.answer'],
  ['F022', (flow) => withPart(flow, (part) => (part.call.steps.tell.text.en = 'Order {{orderNumber}}')), 'ask-twice/tell', 'tell.text.en'],
  ['F020', (flow) => withPart(flow, (part) => delete part.call.steps.tell.text.en), 'ask-twice/tell', 'parts.twice.call.steps.tell.text'],
];

const needy = Template.parse({
  ...read('flows/templates/call-continue.json'),
  name: 'needy',
  revealsCall: true,
  variables: [{ name: 'shoeSize', sample: { es: '40', en: '40' } }],
});
templates.push(needy);

describe('the sample flow', () => {
  test('has no problem at all', () => {
    expect(bent(() => {})).toEqual([]);
  });

  test.each(FLOW_TABLE)('%s is found: %s', (code, bend, step, path) => {
    const found = bent(bend).filter((problem) => problem.code === code && problem.step === step && problem.path.endsWith(path));
    expect(found).not.toEqual([]);
    expect(found[0]?.message).toMatch(/^["{\p{L}].*\.$/su);
  });

  test.each(FLOW_TABLE)('%s blocks publishing wherever the engine would refuse to run: %s', (_code, bend) => {
    const json = read('flows/support.flow.json');
    bend(json);
    const flow = Flow.parse(json);
    const errors = lintFlow(flow, { templates }).filter(({ severity }) => severity === 'error');
    expect(errors.length > 0 || flowProblems(flow).length === 0).toBe(true);
  });

  test('errors come before warnings', () => {
    const severities = lintFlow(
      Flow.parse({ ...read('flows/support.flow.json'), voices: {}, variables: { leftover: { type: 'string' } } }),
      {
        templates,
      },
    ).map(({ severity }) => severity);
    expect(severities).toContain('warning');
    expect(severities.lastIndexOf('error')).toBeLessThan(severities.indexOf('warning'));
  });
});

describe('what is no problem', () => {
  test('a picture of flows/media or behind https, a list of ten, a template that says what it needs', () => {
    const problems = bent((flow) => {
      chat(flow)['order-shipped'].media = 'x.png';
      chat(flow)['order-delayed'].media = 'https://example.com/plan.pdf';
      chat(flow)['order-more'].list = listed([many(10)]).list;
      delete chat(flow)['order-more'].buttons;
      chat(flow)['order-more'].next = 'another-order';
      chat(flow)['order-preparing'].template = { name: 'reopen' };
    });
    expect(problems).toEqual([]);
  });

  test('a menu that only asks for the language needs no person, when the menu behind it has one', () => {
    expect(bent((flow) => voice(flow)['choose-language'].options.pop())).toEqual([]);
  });

  test('a sensitive value used before the next wait', () => {
    const problems = bent((flow) => {
      flow.variables.pin = { type: 'string', sensitive: true };
      const ask = { ...voice(flow)['order-number'], variable: 'pin', next: 'check-pin' };
      const check = { ...voice(flow)['order-lookup'], method: 'POST', url: 'https://example.com/pin', body: { pin: '{{pin}}' } };
      Object.assign(voice(flow), { 'ask-pin': ask, 'check-pin': check });
      voice(flow)['main-menu'].options[0].to = 'ask-pin';
      voice(flow)['ask-pin'].invalid = 'order-number';
    });
    expect(problems).toEqual([]);
  });

  test('the opt-out word in capitals', () => {
    expect(bent((flow) => (voice(flow).greeting.text.en = 'Write STOP at any time.'))).toEqual([]);
  });
});

const template = (bend: (template: Loose) => void) => {
  const json = read('flows/templates/call-continue-order.json');
  bend(json);
  return lintTemplate(Template.parse(json));
};

const TEMPLATE_TABLE: readonly [code: ProblemCode, bend: (template: Loose) => void, path: string][] = [
  ['T001', (each) => (each.languages.en.body = `{{business}} ${each.languages.en.body}`), 'languages.en.body'],
  ['T001', (each) => (each.languages.en.body += ' {{business}}.'), 'languages.en.body'],
  [
    'T001',
    (each) => (each.languages.en.body = 'Hello from {{business}}, {{orderNumber}} is the order you called about. STOP ends this.'),
    'en.body',
  ],
  ['T002', (each) => (each.languages.en.body = 'Hi {{business}} about {{orderNumber}} STOP'), 'languages.en.body'],
  ['T003', (each) => (each.languages.en.body += ' {{nobody}} knows.'), 'languages.en'],
  ['T003', (each) => each.variables.reverse(), 'languages.es'],
  ['T003', (each) => each.variables.push({ name: 'unused', sample: { es: 'x', en: 'x' } }), 'languages.es'],
  ['T004', (each) => delete each.variables[1].sample.en, 'variables[1]'],
  ['T004', (each) => delete each.variables[1].fallback.en, 'variables[1]'],
  [
    'T005',
    (each) => (each.languages.en.body = 'We write about the order {{orderNumber}} that you asked about. STOP ends this.'),
    'en.body',
  ],
  ['T006', (each) => each.languages.en.buttons.pop(), 'languages.en.buttons'],
  ['T006', (each) => (each.languages.en.buttons[1].title = 'Continue here'), 'languages.en.buttons'],
  [
    'T007',
    (each) => (each.languages.en.body = `${'More words. '.repeat(80)}${'{{business}} of {{orderNumber}} now'}`),
    'languages.en.body',
  ],
  ['T008', (each) => (each.revealsCall = false), 'variables[1]'],
  ['T009', (each) => (each.category = 'MARKETING'), 'category'],
  ['T010', (each) => (each.languages.en.body = each.languages.en.body.replace('STOP', 'that')), 'languages.en.body'],
];

describe('templates', () => {
  test.each(NAMES)('%s has no problem at all', (name) => {
    expect(parseTemplate(readFileSync(`flows/templates/${name}.json`, 'utf8')).problems).toEqual([]);
  });

  test.each(TEMPLATE_TABLE)('%s is found: %s', (code, bend, path) => {
    expect(template(bend).filter((problem) => problem.code === code && problem.path.endsWith(path))).not.toEqual([]);
  });
});

describe('files', () => {
  test('text that is no JSON is named with its line and column', () => {
    expect(parseFlow('{\n  "id": "x"\n  "name": 1\n}', { templates }).problems).toEqual([
      {
        code: 'F001',
        severity: 'error',
        side: 'flow',
        path: '',
        line: 3,
        column: 3,
        message: expect.stringContaining('A comma or } was expected'),
      },
    ]);
  });

  test('every wrong field is named with its path, its step and its line', () => {
    const text = readFileSync('flows/support.flow.json', 'utf8').replace('"next": "choose-language"', '"nxt": "choose-language"');
    const { value, problems } = parseFlow(text, { templates });
    expect(value).toBeUndefined();
    expect(problems.map(({ code, step, path }) => [code, step, path])).toEqual([
      ['F002', 'greeting', 'call.steps.greeting.next'],
      ['F002', 'greeting', 'call.steps.greeting'],
    ]);
    const line = text.split('\n').findIndex((each) => each.includes('"greeting": {')) + 1;
    expect(problems.map((problem) => problem.line)).toEqual([line, line]);
  });

  test('a problem of the linter has the line of its place', () => {
    const text = readFileSync('flows/support.flow.json', 'utf8').replace('"next": "choose-language"', '"next": "nowhere"');
    const [first] = parseFlow(text, { templates }).problems;
    expect(text.split('\n')[(first?.line ?? 0) - 1]).toContain('"nowhere"');
  });
});

test('every code of the catalogue is met in these tests, or in those of the files and the shelf', () => {
  const elsewhere = ['F003', 'F004', 'F005', 'F006', 'F007', 'F175', 'F176', 'T011'];
  const met = [...FLOW_TABLE, ...TEMPLATE_TABLE].map(([code]) => code as string).concat('F001', 'F002', elsewhere);
  expect(Object.keys(PROBLEM_CATALOGUE).filter((code) => !met.includes(code))).toEqual([]);
});
