import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import { sample } from './sample-drafts.ts';

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
  F139: (flow) => {
    flow.parts = { idle: { name: 'Idle', exits: ['done'], call: { start: 'end', steps: { end: { type: 'return', exit: 'done' } } } } };
  },
};
