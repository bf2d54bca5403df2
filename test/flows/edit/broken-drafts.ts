import { readdirSync, readFileSync } from 'node:fs';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import type { TableShape } from '../../../src/flows/tables/table.ts';
import { Template } from '../../../src/flows/template.ts';
import { sample } from './sample-drafts.ts';

const TEMPLATES = new URL('../../../flows/templates/', import.meta.url);
const shapes: Readonly<Record<string, TableShape>> = {
  notices: {
    title: 'Notices',
    columns: { notice: 'text', active: 'boolean', text: 'wording' },
    languages: ['es', 'en'],
    keys: ['power-cuts'],
    hasOtherwise: false,
  },
};
/** What lies beside the samples. */
export const BESIDE = {
  tables: shapes,
  templates: readdirSync(TEMPLATES).map((name) => Template.parse(JSON.parse(readFileSync(new URL(name, TEMPLATES), 'utf8')))),
};

// biome-ignore lint/suspicious/noExplicitAny: the table below bends valid JSON out of shape
export type Loose = any;

/** The sample, bent. */
export function bent(bend: (flow: Loose) => void): DraftFlow {
  const flow = structuredClone(sample('support')) as Loose;
  bend(flow);
  return flow;
}

const text = (es: string) => ({ es, en: es });

/** For each code, how the sample comes to have the problem. */
export const BROKEN: Readonly<Record<string, (flow: Loose) => void>> = {
  F002: (flow) => {
    flow.call.steps.greeting.txet = 'slip';
  },
  F010: (flow) => {
    delete flow.call.steps['speak-english'].next;
  },
  F011: (flow) => {
    flow.call.steps.lonely = { type: 'say', text: text('solo'), next: 'main-menu' };
  },
  F020: (flow) => {
    delete flow.call.steps.greeting.text.en;
  },
  F021: (flow) => {
    flow.call.steps.greeting.text.fr = 'Bonjour.';
  },
  F022: (flow) => {
    flow.call.steps['not-understood'].text = text('Hola, {{nickname}}.');
  },
  F030: (flow) => {
    flow.call.steps.offer.when = 'tables.notices["power-cuts"].active';
  },
  F031: (flow) => {
    flow.call.steps['order-number'].variable = 'elsewhere';
  },
  F040: (flow) => {
    flow.call.steps.offer.declined = 'goodbye';
  },
  F041: (flow) => {
    flow.call.steps.offer.wording.prompt.en = 'Go on in WhatsApp: press 1; stay: 2; a person: 0. STOP ends messages.';
  },
  F044: (flow) => {
    flow.call.steps.offer.template = 'no-such-template';
  },
  F047: (flow) => {
    flow.call.steps.offer.template = 'call-continue-order';
  },
  F050: (flow) => {
    flow.call.steps['main-menu'].options = flow.call.steps['main-menu'].options.filter((option: Loose) => !option.person);
  },
  F054: (flow) => {
    flow.call.steps['main-menu'].retries = { invalid: 0, silent: 1 };
  },
  F055: (flow) => {
    flow.call.steps['main-menu'].options[1].key = '1';
  },
  F056: (flow) => {
    flow.call.steps['queue-support'].offer = { step: 'goodbye', afterSeconds: 30 };
  },
  F060: (flow) => {
    flow.languages = ['es', 'en', 'es'];
  },
  F061: (flow) => {
    delete flow.call.steps['order-number'].person;
    flow.call.steps['order-number'].personKey = '0';
  },
  F072: (flow) => {
    flow.chat.acknowledge = text('Hola. {{expectation}}');
  },
  F073: (flow) => {
    flow.chat.acknowledge = text('Hola. {{caseNumber}}');
  },
  F080: (flow) => {
    flow.variables.unused = { type: 'string' };
  },
  F090: (flow) => {
    flow.calendars = { desk: { week: { monday: ['09:00-18:00'] } } };
    flow.call.steps.asked = { type: 'hours', calendar: 'nowhere', open: 'main-menu', closed: 'main-menu' };
    flow.call.steps['speak-english'].next = 'asked';
  },
  F096: (flow) => {
    flow.calendars = { desk: { week: { monday: ['09:00-18:00'] } } };
  },
  F097: (flow) => {
    delete flow.call.steps['queue-support'].staffed;
  },
  F171: (flow) => {
    flow.tables = { notices: { columns: { active: 'text' } } };
    flow.call.steps['not-understood'].text = text('Hola, {{tables.notices["power-cuts"].active}}.');
  },
  F172: (flow) => {
    flow.tables = { notices: { columns: { active: 'boolean' } } };
  },
  F139: (flow) => {
    flow.parts = { idle: { name: 'Idle', exits: ['done'], call: { start: 'end', steps: { end: { type: 'return', exit: 'done' } } } } };
  },
};

/** Other ways to come to a problem, which are mended in other ways. */
export const ALSO_BROKEN: readonly { readonly name: string; readonly code: string; readonly bend: (flow: Loose) => void }[] = [
  {
    name: 'no start',
    code: 'F010',
    bend: (flow) => {
      flow.call.start = 'nowhere';
    },
  },
  {
    name: 'an option that leads nowhere',
    code: 'F010',
    bend: (flow) => {
      delete flow.call.steps['main-menu'].options[0].to;
    },
  },
  {
    name: 'an exit that need not be',
    code: 'F010',
    bend: (flow) => {
      flow.call.steps['order-lookup'].notFound = 'nowhere';
    },
  },
];
