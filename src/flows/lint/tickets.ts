import { createAnswerCheck } from '../check-answer.ts';
import { stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { Tickets, TicketType } from '../schema/tickets.ts';
import { isInvite } from '../template.ts';
import { TICKET_TEXTS } from '../tickets/ticket-texts.ts';
import { tokensOf } from '../tickets/tokens.ts';
import { type LintContext, placeIn, whyMissing } from './context.ts';
import { templateFits } from './offers.ts';
import { type Place, type Problem, problem } from './problem.ts';

const LONGEST_WITHOUT_TEMPLATE_HOURS = 22;
const SAID = {
  kept: ['caseNumber', 'answerBy'],
  keptOpening: ['caseNumber', 'opensAt', 'answerBy'],
  writeAgain: ['caseNumber', 'opensAt'],
} as const;

/** Tickets: fields (F150), types alike (F151), what speaks for a type (F152, F153), promises (F090, F154, F155), texts (F156–F158), the template (F044, F045). */
export function* lintTickets(context: LintContext): Iterable<Problem> {
  const { flow } = context;
  const { tickets } = flow;
  if (!tickets) return;
  yield* alike(tickets);
  for (const [n, type] of tickets.types.entries()) {
    yield* fieldsOf(flow, type, n);
    yield* signsOf(flow, type, n);
  }
  yield* sharedPhrases(flow, tickets);
  yield* promiseOf(flow, tickets);
  yield* textsOf(flow, tickets);
  yield* templateOf(context, tickets);
}

function at(...path: readonly (string | number)[]): Place {
  return { side: 'flow', path: ['tickets', ...path] };
}

function* alike({ types }: Tickets): Iterable<Problem> {
  const ids = types.map(({ id }) => id);
  for (const [n, id] of ids.entries())
    if (ids.indexOf(id) < n) yield problem('F151', at('types', n, 'id'), `Two types of tickets have the id "${id}".`);
}

function* fieldsOf(flow: Flow, { id, fields }: TicketType, n: number): Iterable<Problem> {
  for (const [m, field] of fields.entries()) {
    const place = (...path: string[]) => at('types', n, 'fields', m, ...path);
    const variable = flow.variables[field.variable];
    if (!variable)
      yield problem('F031', place('variable'), `The type "${id}" asks for "${field.variable}", which is not declared under variables.`);
    else if (variable.sensitive)
      yield problem(
        'F150',
        place('variable'),
        `The type "${id}" asks for "${field.variable}", which is sensitive: the agent could never see it.`,
      );
    else if (variable.type === 'boolean' || (variable.type !== 'string' && field.buttons?.length))
      yield problem(
        'F150',
        place('variable'),
        `The answer to "${field.variable}" of the type "${id}" is text, but the variable is ${variable.type}.`,
      );
    if (fields.findIndex((other) => other.variable === field.variable) < m)
      yield problem('F151', place('variable'), `The type "${id}" asks for "${field.variable}" twice.`);
    try {
      if (field.as) createAnswerCheck(field.as);
    } catch {
      yield problem(
        'F057',
        place('as'),
        `The pattern of "${field.variable}" can’t be read; RE2 knows no look-ahead and no back-reference.`,
      );
    }
  }
}

function* signsOf(flow: Flow, { id, phrases = {}, intents }: TicketType, n: number): Iterable<Problem> {
  for (const language of flow.languages) {
    if (intents.length > 0 || (phrases[language] ?? []).length > 0) continue;
    yield problem('F152', at('types', n, 'phrases'), `Nothing in ${language} speaks for the type "${id}": only an agent can give it.`);
  }
}

/** A word that stands alone under two types helps neither. */
function* sharedPhrases(flow: Flow, { types }: Tickets): Iterable<Problem> {
  for (const language of flow.languages) {
    const seen = new Map<string, string>();
    for (const [n, { id, phrases }] of types.entries()) {
      for (const [m, phrase] of (phrases?.[language] ?? []).entries()) {
        const key = tokensOf(phrase, language)
          .map(({ stem }) => stem)
          .join(' ');
        const place = at('types', n, 'phrases', language, m);
        const other = seen.get(key);
        if (key === '') yield problem('F153', place, `"${phrase}" of the type "${id}" holds no word.`);
        else if (other !== undefined && other !== id)
          yield problem('F153', place, `"${phrase}" speaks for "${id}" and for "${other}": it decides nothing.`);
        else seen.set(key, id);
      }
    }
  }
}

function* promiseOf(flow: Flow, { promise, template }: Tickets): Iterable<Problem> {
  const { calendar, counted, hours } = promise;
  if (calendar !== undefined && !Object.hasOwn(flow.calendars ?? {}, calendar))
    yield problem(
      'F090',
      at('promise', 'calendar'),
      `The promise asks the calendar "${calendar}", which is not there: neither in the flow nor, good, as flows/calendars/${calendar}.calendar.json.`,
    );
  if (counted === 'opening' && calendar === undefined)
    yield problem('F154', at('promise', 'counted'), 'The promise counts opening hours and names no calendar.');
  if (template === undefined && (hours > LONGEST_WITHOUT_TEMPLATE_HOURS || counted === 'opening'))
    yield problem(
      'F155',
      at('promise', 'hours'),
      'The promise may end after the 24 hours of WhatsApp, and no template is named that answers then.',
    );
}

function* textsOf(flow: Flow, tickets: Tickets): Iterable<Problem> {
  for (const [id, step] of stepsOf(flow, 'chat')) {
    if (step.type === 'assign' && step.textClosed)
      yield problem(
        'F156',
        placeIn('chat', id, ['textClosed']),
        `"${id}" has a textClosed that is never written: tickets say what is promised.`,
      );
  }
  for (const [name, places] of Object.entries(SAID) as [keyof typeof SAID, readonly string[]][]) {
    const own = tickets[name];
    for (const language of flow.languages) {
      if (!own && !(language in TICKET_TEXTS[name]))
        yield problem('F157', at(name), `There is no text of ours for ${name} in ${language}.`);
    }
    for (const [language, text] of Object.entries(own ?? {})) {
      const lacking = places.filter((place) => !text.includes(`{{${place}`));
      if (lacking.length > 0)
        yield problem('F158', at(name, language), `${name} in ${language} lacks ${lacking.map((place) => `{{${place}}}`).join(', ')}.`);
    }
  }
  for (const language of flow.languages) {
    if (!tickets.again && !(language in TICKET_TEXTS.again))
      yield problem('F157', at('again'), `There is no text of ours for again in ${language}.`);
  }
}

function* templateOf(context: LintContext, { template: name }: Tickets): Iterable<Problem> {
  if (name === undefined) return;
  const template = context.templates.get(name);
  if (!template) yield problem('F044', at('template'), `The tickets name the template "${name}", ${whyMissing(context, name)}.`);
  else if (isInvite(template)) yield problem('F044', at('template'), `The tickets name the template "${name}", which is an invite.`);
  else
    yield* templateFits(
      context.flow,
      template,
      at('template'),
      template.variables.map((variable) => variable.name),
    );
}
