import { compileCondition, createConditionEnvironment, isUsableName } from '../conditions.ts';
import type { FlowSide } from '../exits.ts';
import type { Flow, Part } from '../flow.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { variablesOf } from './compose-flow.ts';

type Step = VoiceStep | ChatStep;
type RunStep = Extract<Step, { type: 'run' }>;

/** Why a flow's parts can't be put into it: what kind of problem, where in the file, and a sentence. */
export interface PartProblem {
  readonly kind: 'unknown' | 'recursion' | 'side' | 'parameter' | 'value' | 'result' | 'exit' | 'return' | 'name' | 'size';
  readonly side: FlowSide | 'flow';
  readonly step?: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Where steps stand: in the flow, or in a part; and which variables they see. */
interface Place {
  readonly flow: Flow;
  readonly side: FlowSide;
  readonly base: readonly string[];
  readonly variables: Flow['variables'];
  readonly steps: Readonly<Record<string, Step>>;
  readonly part?: string;
}

/** Ids of steps stand in every record of a call: with the run steps they are in, they may have this many characters. */
const LONGEST_ID = 60;
const MOST_STEPS = 2000;

/** Values of each type, as expressions give them. */
const FITS: Readonly<Record<Flow['variables'][string]['type'], readonly string[]>> = {
  string: ['string', 'dyn', 'null'],
  integer: ['int', 'dyn', 'null'],
  number: ['double', 'int', 'dyn', 'null'],
  boolean: ['bool', 'dyn', 'null'],
};

/** Everything that keeps the parts of a flow from being put into it; without such problems it can be composed. Pure. */
export function partProblems(flow: Flow): readonly PartProblem[] {
  const problems = placesOf(flow).flatMap((place) => Object.entries(place.steps).flatMap(([id, step]) => stepProblems(place, id, step)));
  const names = Object.entries(flow.parts ?? {}).flatMap(([name, part]) => namesOf(name, part));
  const all = [...names, ...problems, ...recursions(flow)];
  return all.length > 0 ? all : sizes(flow);
}

function placesOf(flow: Flow): readonly Place[] {
  return (['call', 'chat'] as const).flatMap((side) => [
    { flow, side, base: [], variables: flow.variables, steps: flow[side].steps },
    ...Object.entries(flow.parts ?? {}).map(
      ([part, each]): Place => ({ flow, side, base: ['parts', part], variables: variablesOf(each), steps: each[side]?.steps ?? {}, part }),
    ),
  ]);
}

type Field = readonly (string | number)[];

function noteIn(place: Place, id: string) {
  return (kind: PartProblem['kind'], field: Field, message: string): PartProblem => ({
    kind,
    side: place.part === undefined ? place.side : 'flow',
    ...(place.part === undefined && { step: id }),
    path: [...place.base, place.side, 'steps', id, ...field],
    message,
  });
}

function stepProblems(place: Place, id: string, step: Step): readonly PartProblem[] {
  const note = noteIn(place, id);
  if (step.type === 'run') return runProblems(place, id, step);
  if (step.type !== 'return') return [];
  if (place.part === undefined)
    return [note('return', [], `"${id}" returns, but it stands in no part: point its entrances at the step that comes next.`)];
  const exits = place.flow.parts?.[place.part]?.exits ?? [];
  if (exits.includes(step.exit)) return [];
  return [note('return', ['exit'], `"${id}" returns by "${step.exit}"; the part "${place.part}" has the exits ${exits.join(', ')}.`)];
}

function runProblems(place: Place, id: string, step: RunStep): readonly PartProblem[] {
  const note = noteIn(place, id);
  const part = place.flow.parts?.[step.part];
  if (!part) {
    return [
      note(
        'unknown',
        ['part'],
        `"${id}" runs the part "${step.part}", which is not there: neither in the flow nor, good, as flows/parts/${step.part}.part.json.`,
      ),
    ];
  }
  const what = place.side === 'call' ? 'call' : 'chat';
  const sided = part[place.side]
    ? []
    : [note('side', ['part'], `"${id}" runs the part "${step.part}", which has no steps for the ${what}.`)];
  return [
    ...sided,
    ...parameterProblems(place, id, step, part),
    ...resultProblems(place, id, step, part),
    ...exitProblems(place, id, step, part),
  ];
}

function parameterProblems(place: Place, id: string, step: RunStep, part: Part): readonly PartProblem[] {
  const note = noteIn(place, id);
  const given = step.with ?? {};
  const missing = Object.entries(part.parameters).flatMap(([name, { default: fallback }]) =>
    fallback !== undefined || given[name] !== undefined
      ? []
      : [note('parameter', [], `"${id}" does not give the parameter "${name}" of the part "${step.part}".`)],
  );
  const environment = createConditionEnvironment({ ...place.flow, variables: place.variables, timeZone: 'UTC' });
  const values = Object.entries(given).flatMap(([name, source]): PartProblem[] => {
    const field = ['with', name];
    const wanted = part.parameters[name];
    if (!wanted) return [note('parameter', field, `The part "${step.part}" has no parameter "${name}".`)];
    const compiled = compileCondition(source, environment, 'any');
    if (!compiled.ok)
      return [note('value', field, `"${source}" in "${id}", at character ${compiled.problem.position + 1}: ${compiled.problem.message}`)];
    if (FITS[wanted.type].includes(compiled.type))
      return leaks(place, source, wanted.sensitive) ? [note('value', field, secret(name))] : [];
    return [note('value', field, `"${source}" in "${id}" gives ${compiled.type}, but the parameter "${name}" is of type ${wanted.type}.`)];
  });
  return [...missing, ...values];
}

function secret(name: string): string {
  return `"${name}" would get a sensitive value, but is not sensitive itself.`;
}

/** Does an expression read a sensitive variable for one that is kept? */
function leaks({ variables }: Place, source: string, sensitive: boolean | undefined): boolean {
  return !sensitive && (source.match(/[a-z][a-zA-Z0-9]*/g) ?? []).some((name) => variables[name]?.sensitive === true);
}

function resultProblems(place: Place, id: string, step: RunStep, part: Part): readonly PartProblem[] {
  const note = noteIn(place, id);
  return Object.entries(step.save ?? {}).flatMap(([name, result]): PartProblem[] => {
    const field = ['save', name];
    const target = place.variables[name];
    const source = part.results[result];
    if (!target) return [note('result', field, `"${id}" saves into "${name}", which is not declared under variables.`)];
    if (!source) return [note('result', field, `The part "${step.part}" has no result "${result}".`)];
    if (source.type !== target.type && !(source.type === 'integer' && target.type === 'number'))
      return [note('result', field, `The result "${result}" is of type ${source.type}, but "${name}" is of type ${target.type}.`)];
    return source.sensitive && !target.sensitive ? [note('result', field, secret(name))] : [];
  });
}

function exitProblems(place: Place, id: string, step: RunStep, part: Part): readonly PartProblem[] {
  const note = noteIn(place, id);
  const open = part.exits.filter((exit) => step.exits[exit] === undefined);
  const strange = Object.keys(step.exits).filter((exit) => !part.exits.includes(exit));
  return [
    ...open.map((exit) => note('exit', ['exits'], `"${id}" does not say where the exit "${exit}" of the part "${step.part}" leads.`)),
    ...strange.map((exit) =>
      note('exit', ['exits', exit], `The part "${step.part}" has no exit "${exit}"; it has ${part.exits.join(', ')}.`),
    ),
  ];
}

function namesOf(part: string, { parameters, variables, results }: Part): readonly PartProblem[] {
  const groups = { parameters, variables, results };
  const seen = new Set<string>();
  return Object.entries(groups).flatMap(([group, declared]) =>
    Object.keys(declared).flatMap((name): PartProblem[] => {
      const path = ['parts', part, group, name];
      const twice = seen.has(name);
      seen.add(name);
      if (twice)
        return [
          {
            kind: 'name',
            side: 'flow',
            path,
            message: `The part "${part}" declares "${name}" twice: a name is a parameter, a variable or a result.`,
          },
        ];
      if (isUsableName(name)) return [];
      return [{ kind: 'name', side: 'flow', path, message: `A variable can’t be called "${name}".` }];
    }),
  );
}

/** The parts that a part runs, on either side. */
function runsOf(part: Part | undefined): readonly string[] {
  return [part?.call?.steps, part?.chat?.steps].flatMap((steps) =>
    Object.values(steps ?? {}).flatMap((step: Step) => (step.type === 'run' ? [step.part] : [])),
  );
}

function recursions(flow: Flow): readonly PartProblem[] {
  const parts = flow.parts ?? {};
  const round = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return name === way[0] ? [...way, name] : undefined;
    for (const next of runsOf(parts[name])) {
      const found = round(next, [...way, name]);
      if (found) return found;
    }
    return undefined;
  };
  return Object.keys(parts).flatMap((name): PartProblem[] => {
    const found = round(name, []);
    if (!found) return [];
    return [
      {
        kind: 'recursion',
        side: 'flow',
        path: ['parts', name],
        message: `The part "${name}" runs itself: ${found.join(' → ')}. It would never end.`,
      },
    ];
  });
}

/** How long the ids of a part's steps become on a side, and how many steps it comes to, those of its own runs included. */
function sizeOf(flow: Flow, steps: Readonly<Record<string, Step>>, side: FlowSide): { readonly longest: number; readonly count: number } {
  let longest = 0;
  let count = 0;
  for (const [id, step] of Object.entries(steps)) {
    const inner = step.type === 'run' ? sizeOf(flow, flow.parts?.[step.part]?.[side]?.steps ?? {}, side) : undefined;
    longest = Math.max(longest, id.length + (inner ? 1 + inner.longest : 0));
    count += 1 + (inner?.count ?? 0);
    if (count > MOST_STEPS) break;
  }
  return { longest, count };
}

function sizes(flow: Flow): readonly PartProblem[] {
  return (['call', 'chat'] as const).flatMap((side): PartProblem[] => {
    const { longest, count } = sizeOf(flow, flow[side].steps, side);
    const path = [side, 'steps'];
    if (count > MOST_STEPS)
      return [{ kind: 'size', side, path, message: `With its parts the ${side} side comes to more than ${MOST_STEPS} steps.` }];
    const runs = Object.values(flow[side].steps).some(({ type }) => type === 'run');
    if (!runs || longest <= LONGEST_ID) return [];
    return [
      {
        kind: 'size',
        side,
        path,
        message: `The ids of the ${side} side come to ${longest} characters with those of the run steps they are in; ${LONGEST_ID} fit. Shorten them.`,
      },
    ];
  });
}
