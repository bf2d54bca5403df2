import { compileCondition, createConditionEnvironment, isUsableName } from '../conditions.ts';
import { type FlowSide, isWaiting, stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { parseWording, variableOf } from '../wording.ts';
import { type LintContext, placeIn, reach, type SideGraph } from './context.ts';
import { type Place, type Problem, problem } from './problem.ts';
import { wordingsOf, wordingsOfStep } from './wordings.ts';

type Step = VoiceStep | ChatStep;
type Expression = { readonly place: Place; readonly source: string; readonly expected: 'bool' | 'any' };

/** What expressions of each variable's type may give. */
const VALUE_TYPES: Readonly<Record<Flow['variables'][string]['type'], readonly string[]>> = {
  string: ['string', 'dyn', 'null'],
  integer: ['int', 'dyn', 'null'],
  number: ['double', 'int', 'dyn', 'null'],
  boolean: ['bool', 'dyn', 'null'],
};

/** May an expression that gives this type be the value of a variable of that one? */
export function fitsVariable(type: string, declared: Flow['variables'][string]['type']): boolean {
  return VALUE_TYPES[declared].includes(type);
}

/** Names (F035), conditions (F030), values (F036), where values go (F031), what is sensitive (F032–F034), what nobody uses (F080). */
export function* lintVariables({ flow, sides }: LintContext): Iterable<Problem> {
  for (const name of Object.keys(flow.variables)) {
    if (!isUsableName(name)) yield problem('F035', { side: 'flow', path: ['variables', name] }, `A variable can’t be called "${name}".`);
  }
  yield* conditions(flow);
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) yield* targets(flow, side, id, step);
    yield* sensitive(flow, sides[side]);
  }
  yield* unused(flow);
}

/** The expressions of a step, where they stand, and what they must give. */
function expressionsOf(side: FlowSide, id: string, step: Step): Expression[] {
  const at = (path: (string | number)[], source: string, expected: 'bool' | 'any' = 'bool') => ({
    place: placeIn(side, id, path),
    source,
    expected,
  });
  if (step.type === 'branch') return step.cases.map((each, n) => at(['cases', n, 'when'], each.when));
  if (step.type === 'set') return Object.entries(step.values).map(([name, source]) => at(['values', name], source, 'any'));
  if (step.type === 'offer' && step.when !== undefined) return [at(['when'], step.when)];
  return [];
}

/** Every expression of a flow. */
export function allExpressions(flow: Flow): Expression[] {
  return (['call', 'chat'] as const).flatMap((side) => stepsOf(flow, side).flatMap(([id, step]) => expressionsOf(side, id, step)));
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function* conditions(flow: Flow): Iterable<Problem> {
  const known = isZone(flow.timeZone);
  if (!known) yield problem('F058', { side: 'flow', path: ['timeZone'] }, `There is no time zone "${flow.timeZone}".`);
  const environment = createConditionEnvironment({ ...flow, timeZone: known ? flow.timeZone : 'UTC' });
  for (const { place, source, expected } of allExpressions(flow)) {
    const compiled = compileCondition(source, environment, expected);
    if (compiled.ok) {
      const name = String(place.path.at(-1));
      const declared = expected === 'any' ? flow.variables[name]?.type : undefined;
      if (declared === undefined || fitsVariable(compiled.type, declared)) continue;
      yield problem('F036', place, `"${source}" in "${place.step}" gives ${compiled.type}, but "${name}" is of type ${declared}.`);
      continue;
    }
    const { message, position } = compiled.problem;
    yield problem('F030', place, `"${source}" in "${place.step}", at character ${position + 1}: ${message}`);
  }
}

/** Variables that a step gives a value, and where it says so. */
function writesOf(step: Step): readonly (readonly [name: string, path: readonly string[]])[] {
  if (step.type === 'collect') return [[step.variable, ['variable']]];
  if (step.type === 'ask') {
    const place = Object.entries(step.location ?? {}).flatMap(([key, name]) =>
      name === undefined ? [] : [[name, ['location', key]] as const],
    );
    return [...(step.variable === undefined ? [] : [[step.variable, ['variable']] as const]), ...place];
  }
  if (step.type === 'survey') return step.variable === undefined ? [] : [[step.variable, ['variable']]];
  if (step.type === 'request') return Object.keys(step.save).map((name) => [name, ['save', name]]);
  if (step.type === 'set') return Object.keys(step.values).map((name) => [name, ['values', name]]);
  if (step.type === 'run') return Object.keys(step.save ?? {}).map((name) => [name, ['save', name]]);
  return [];
}

function* targets(flow: Flow, side: FlowSide, id: string, step: Step): Iterable<Problem> {
  for (const [name, path] of writesOf(step)) {
    if (!flow.variables[name])
      yield problem('F031', placeIn(side, id, path), `"${id}" saves into "${name}", which is not declared under variables.`);
  }
  for (const [path, text] of requestTexts(step)) {
    for (const part of parseWording(text)) {
      if (typeof part === 'string' || (!part.cell && flow.variables[part.name])) continue;
      yield problem('F022', placeIn(side, id, path), `"${id}" sends {{${part.name}}}, which is not a variable of the flow.`);
    }
  }
}

function requestTexts(step: Step): readonly (readonly [path: readonly string[], text: string])[] {
  if (step.type !== 'request') return [];
  const group = (name: 'headers' | 'body') => Object.entries(step[name] ?? {}).map(([key, text]) => [[name, key], text] as const);
  return [[['url'], step.url], ...group('headers'), ...group('body')];
}

/** Variables that a step reads: in wording, in expressions, in what it sends. */
function readsOf(side: FlowSide, id: string, step: Step): Set<string> {
  const places = (text: string) => parseWording(text).flatMap((part) => (typeof part === 'string' ? [] : variableOf(part)));
  return new Set([
    ...wordingsOfStep(side, id, step).flatMap(({ wording }) => Object.values(wording).flatMap(places)),
    ...requestTexts(step).flatMap(([, text]) => places(text)),
    ...expressionsOf(side, id, step).flatMap(({ source }) => source.match(/[a-z][a-zA-Z0-9]*/g) ?? []),
  ]);
}

function* sensitive(flow: Flow, graph: SideGraph): Iterable<Problem> {
  const { side, steps, exits } = graph;
  for (const [name] of Object.entries(flow.variables).filter(([, variable]) => variable.sensitive)) {
    const writers = [...steps].filter(([, step]) => writesOf(step).some(([written]) => written === name)).map(([id]) => id);
    const next = writers.flatMap((id) => (exits.get(id) ?? []).map((exit) => exit.to));
    const alive = reach(graph, next, (id, exit) => (isWaiting(steps.get(id) as Step) ? [] : [exit.to]));
    for (const [id, step] of steps) {
      if (!readsOf(side, id, step).has(name)) continue;
      if (!alive.has(id))
        yield problem('F032', placeIn(side, id), `"${id}" uses the sensitive variable "${name}", which is forgotten by then.`);
      if (step.type === 'request' && step.url.includes(`{{${name}`)) {
        yield problem(
          'F033',
          placeIn(side, id, ['url']),
          `The address of "${id}" holds the sensitive variable "${name}": send it in the body.`,
        );
      }
      if (
        side === 'chat' &&
        wordingsOfStep(side, id, step).some(({ wording }) => Object.values(wording).some((text) => text.includes(`{{${name}`)))
      ) {
        yield problem('F034', placeIn(side, id), `The message of "${id}" holds the sensitive variable "${name}" and would be stored.`);
      }
    }
  }
}

function* unused(flow: Flow): Iterable<Problem> {
  const steps = (['call', 'chat'] as const).flatMap((side) => stepsOf(flow, side).map(([id, step]) => ({ side, id, step })));
  const read = new Set(steps.flatMap(({ side, id, step }) => [...readsOf(side, id, step), ...writesOf(step).map(([name]) => name)]));
  for (const { wording } of wordingsOf(flow))
    for (const text of Object.values(wording))
      for (const part of parseWording(text)) if (typeof part !== 'string') for (const name of variableOf(part)) read.add(name);
  for (const { fields } of flow.tickets?.types ?? []) for (const { variable } of fields) read.add(variable);
  for (const name of Object.keys(flow.variables)) {
    if (!read.has(name)) yield problem('F080', { side: 'flow', path: ['variables', name] }, `Nobody uses the variable "${name}".`);
  }
}
