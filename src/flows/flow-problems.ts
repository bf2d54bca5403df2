import { RE2JS } from 're2js';
import { calendarProblems } from './calendar-problems.ts';
import { compileCondition, createConditionEnvironment, isUsableName } from './conditions.ts';
import { exitsOf, type FlowSide, stepsOf } from './exits.ts';
import type { Flow } from './flow.ts';
import { composeFlow } from './parts/compose-flow.ts';
import { partProblems } from './parts/part-problems.ts';
import type { ChatStep } from './schema/chat-steps.ts';
import type { Wording } from './schema/fields.ts';
import type { VoiceStep } from './schema/voice-steps.ts';
import { wordingProblems } from './wording.ts';

/** Why a flow can't run: a sentence, and where. */
export interface FlowProblem {
  /** Such as call.steps.menu.options.0.to. */
  readonly path: string;
  readonly message: string;
  /** Offset in the text at `path`, for expressions. */
  readonly position?: number;
}

type Step = VoiceStep | ChatStep;
type Note = (path: string, message: string, position?: number) => void;

/** Everything that keeps a flow from running; a flow without such problems always compiles. Pure. */
export function flowProblems(written: Flow): readonly FlowProblem[] {
  const broken = partProblems(written);
  if (broken.length > 0) return broken.map(({ path, message }) => ({ path: path.join('.'), message }));
  const flow = composeFlow(written);
  const problems: FlowProblem[] = [];
  const note: Note = (path, message, position) => problems.push({ path, message, ...(position !== undefined && { position }) });
  checkTimeZone(flow, note);
  checkCalendars(flow, note);
  for (const name of Object.keys(flow.variables)) {
    if (!isUsableName(name))
      note(`variables.${name}`, `A variable can’t be called ${name}: the expression language uses the word itself. Choose another name.`);
  }
  for (const side of ['call', 'chat'] as const) checkSide(flow, side, note);
  const { acknowledge, acknowledgeDirect, known, afterClose } = flow.chat;
  if (afterClose && flow.chat.steps[afterClose.step]?.type !== 'survey')
    note('chat.afterClose.step', `${afterClose.step} is no survey step of the chat side.`);
  checkWordings({ acknowledge, acknowledgeDirect }, 'chat', flow, note);
  checkWordings(known, 'chat.known', flow, note);
  checkTickets(flow, note);
  return problems;
}

function checkTickets(flow: Flow, note: Note): void {
  const { tickets, variables, calendars = {} } = flow;
  if (!tickets) return;
  checkWordings(tickets, 'tickets', flow, note);
  const { calendar } = tickets.promise;
  if (calendar !== undefined && !Object.hasOwn(calendars, calendar)) note('tickets.promise.calendar', `There is no calendar ${calendar}.`);
  for (const [n, { fields }] of tickets.types.entries()) {
    for (const [m, { variable, as }] of fields.entries()) {
      const at = `tickets.types.${n}.fields.${m}`;
      if (!Object.hasOwn(variables, variable)) note(`${at}.variable`, `The variable ${variable} is not declared. Add it to variables.`);
      else if (variables[variable]?.sensitive) note(`${at}.variable`, `The variable ${variable} is sensitive: no agent could see it.`);
      if (as?.kind === 'pattern' && !isRe2(as.pattern))
        note(`${at}.as.pattern`, 'The pattern is not one that RE2 understands (it has no look-ahead and no back-references).');
    }
  }
}

function checkTimeZone({ timeZone }: Flow, note: Note): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    note('timeZone', `There is no time zone “${timeZone}”. Write it as Europe/Madrid.`);
  }
}

function checkCalendars({ calendars = {}, languages }: Flow, note: Note): void {
  for (const [name, calendar] of Object.entries(calendars)) {
    for (const { path, message } of calendarProblems(calendar, languages)) note(['calendars', name, ...path].join('.'), message);
  }
}

function checkSide(flow: Flow, side: FlowSide, note: Note): void {
  const has = (step: string) => Object.hasOwn(flow[side].steps, step);
  if (!has(flow[side].start)) note(`${side}.start`, `The first step, ${flow[side].start}, does not exist.`);
  for (const [id, step] of stepsOf(flow, side)) {
    const at = `${side}.steps.${id}`;
    for (const exit of exitsOf(step)) {
      if (!has(exit.to)) note([at, ...exit.path].join('.'), `The exit ${exit.name} leads to ${exit.to}, which does not exist.`);
    }
    checkWordings(step, at, flow, note);
    checkVariables(step, at, flow, note);
    checkSettings(step, at, flow, note);
  }
  checkConditions(flow, side, note);
}

/** Every wording below a value: a record of language tags to text. */
function checkWordings(value: unknown, at: string, flow: Flow, note: Note): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const path = `${at}.${key}`;
    if (isWording(child))
      for (const { language, message } of wordingProblems(child, flow)) note(`${path}.${language}`, `The wording ${message}`);
    else if (!['headers', 'body', 'save', 'mock', 'values', 'hints', 'templates'].includes(key)) checkWordings(child, path, flow, note);
  }
}

function isWording(value: unknown): value is Wording {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, text]) => /^[a-z]{2,3}(-[A-Z]{2})?$/.test(key) && typeof text === 'string');
}

function checkVariables(step: Step, at: string, flow: Flow, note: Note): void {
  const known = (name: string) => Object.hasOwn(flow.variables, name);
  const named = [
    ...(step.type === 'collect' || step.type === 'ask' || step.type === 'survey' ? [[`${at}.variable`, step.variable] as const] : []),
    ...(step.type === 'ask' ? Object.entries(step.location ?? {}).map(([key, name]) => [`${at}.location.${key}`, name] as const) : []),
    ...(step.type === 'set' ? Object.keys(step.values).map((name) => [`${at}.values.${name}`, name] as const) : []),
    ...(step.type === 'request' ? Object.keys(step.save).map((name) => [`${at}.save.${name}`, name] as const) : []),
  ];
  for (const [path, name] of named) {
    if (name !== undefined && !known(name)) note(path, `The variable ${name} is not declared. Add it to variables.`);
  }
  if (step.type !== 'request') return;
  for (const [field, text] of Object.entries({ url: step.url, ...step.headers, ...step.body })) {
    for (const { message } of wordingProblems({ en: text }, flow)) note(`${at}.${field}`, `The text ${message}`);
  }
}

function checkSettings(step: Step, at: string, flow: Flow, note: Note): void {
  if (step.type === 'language' && !flow.languages.includes(step.language))
    note(`${at}.language`, `The flow does not speak ${step.language}. Add it to languages.`);
  if (step.type === 'hours' && !Object.hasOwn(flow.calendars ?? {}, step.calendar)) {
    note(`${at}.calendar`, `There is no calendar ${step.calendar}.`);
  }
  if (step.type === 'queue' && step.offer && flow.call.steps[step.offer.step]?.type !== 'offer') {
    note(`${at}.offer.step`, `${step.offer.step} is no offer step.`);
  }
  if (step.type === 'collect' && (step.personKey === undefined) !== (step.person === undefined)) {
    note(`${at}.person`, 'personKey and person belong together: set both or neither.');
  }
  if ((step.type === 'collect' || step.type === 'ask') && step.as?.kind === 'pattern' && !isRe2(step.as.pattern)) {
    note(`${at}.as.pattern`, 'The pattern is not one that RE2 understands (it has no look-ahead and no back-references).');
  }
  for (const [path, keys] of keySets(step)) {
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) note(`${at}.${path}`, `The key ${twice} means two things here.`);
  }
}

function keySets(step: Step): readonly (readonly [path: string, keys: readonly string[]])[] {
  if (step.type === 'menu') return [['options', step.options.map(({ key }) => key)]];
  if (step.type === 'offer') return [['keys', Object.values(step.keys).filter((key) => key !== undefined)]];
  return step.type === 'confirm' ? [['noKey', [step.yesKey, step.noKey]]] : [];
}

function isRe2(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

const CEL_TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  integer: ['int'],
  number: ['double', 'int'],
  boolean: ['bool'],
};

function checkConditions(flow: Flow, side: FlowSide, note: Note): void {
  let environment: ReturnType<typeof createConditionEnvironment>;
  try {
    environment = createConditionEnvironment(flow);
  } catch {
    return;
  }
  const check = (path: string, source: string, variable?: string) => {
    const compiled = compileCondition(source, environment, variable === undefined ? 'bool' : 'any');
    if (!compiled.ok) return note(path, `The expression “${source}”: ${compiled.problem.message}`, compiled.problem.position);
    const declared = variable === undefined ? undefined : flow.variables[variable]?.type;
    if (declared === undefined || compiled.type === 'dyn' || compiled.type === 'null' || CEL_TYPES[declared]?.includes(compiled.type))
      return;
    note(path, `The expression “${source}” gives ${compiled.type}; the variable ${variable} is of type ${declared}.`, 0);
  };
  for (const [id, step] of stepsOf(flow, side)) {
    const at = `${side}.steps.${id}`;
    if (step.type === 'branch') for (const [index, { when }] of step.cases.entries()) check(`${at}.cases.${index}.when`, when);
    if (step.type === 'set') for (const [name, source] of Object.entries(step.values)) check(`${at}.values.${name}`, source, name);
    if (step.type === 'offer' && step.when !== undefined) check(`${at}.when`, step.when);
  }
}
