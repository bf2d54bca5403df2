import { exitsOf, type FlowSide } from '../exits.ts';
import type { Flow, Part } from '../flow.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { type Renames, renameInExpression, renameInStep } from './rename-variables.ts';

type Step = VoiceStep | ChatStep;
type Steps = Readonly<Record<string, Step>>;
type RunStep = Extract<Step, { type: 'run' }>;

/** Between the id of a run step and that of a step of its part; neither may hold it. */
const JOINT = '/';

/** The place of a run step that is being put in. */
interface Scope {
  readonly side: FlowSide;
  /** In front of every id: `identify/`. */
  readonly prefix: string;
  readonly renames: Renames;
  /** For the return steps: what is saved, what is forgotten, and where each exit leads. */
  readonly end?: {
    readonly save: Readonly<Record<string, string>>;
    readonly forget: readonly string[];
    readonly exits: Readonly<Record<string, string>>;
  };
}

interface Built {
  readonly steps: Record<string, Step>;
  readonly variables: Record<string, Flow['variables'][string]>;
}

/**
 * The flow as it runs: each run step becomes the steps of its part, under ids such as `identify/ask-number`, with the
 * part's variables under names of their own. A flow without run steps is answered as it is. Takes a flow whose runs
 * have no problems (`part-problems.ts`). Pure.
 */
export function composeFlow(flow: Flow): Flow {
  if (!hasRuns(flow)) return flow;
  const variables = { ...flow.variables };
  const sides = (['call', 'chat'] as const).map((side) => {
    const built: Built = { steps: {}, variables };
    putSteps(flow, flow[side].steps, { side, prefix: '', renames: new Map() }, built);
    return built.steps;
  });
  return {
    ...flow,
    variables,
    call: { ...flow.call, steps: sides[0] as Flow['call']['steps'] },
    chat: { ...flow.chat, steps: sides[1] as Flow['chat']['steps'] },
  };
}

function hasRuns(flow: Flow): boolean {
  return [flow.call, flow.chat].some(({ steps }) => Object.values(steps).some(({ type }) => type === 'run'));
}

function putSteps(flow: Flow, steps: Steps, scope: Scope, built: Built): void {
  const inner: (() => void)[] = [];
  for (const [id, step] of Object.entries(steps)) {
    if (step.type === 'run') inner.push(putRun(flow, id, step, scope, built));
    else built.steps[`${scope.prefix}${id}`] = step.type === 'return' ? endOf(step.exit, scope) : placed(step, scope);
  }
  // The flow's own steps stand first: where one of a kind is looked for, they are found before those of parts.
  for (const put of inner) put();
}

/** A step of a part in its place: its exits and what else names steps get the prefix. */
function placed(step: Step, { prefix, renames }: Scope): Step {
  if (prefix === '') return step;
  const copy = structuredClone(renameInStep(step, renames)) as unknown as Record<string, unknown>;
  for (const { path, to } of exitsOf(step)) write(copy, path, `${prefix}${to}`);
  if (step.type === 'queue' && step.offer) write(copy, ['offer', 'step'], `${prefix}${step.offer.step}`);
  return copy as unknown as Step;
}

function write(step: Record<string, unknown>, path: readonly (string | number)[], to: string): void {
  const holder = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as Record<string, unknown>, step);
  holder[path.at(-1) as string] = to;
}

/** The run step itself gives the parameters; the part's steps follow behind the flow's own. */
function putRun(flow: Flow, id: string, step: RunStep, scope: Scope, built: Built): () => void {
  const part = flow.parts?.[step.part] as Part;
  const own = part[scope.side] as NonNullable<Part['call'] | Part['chat']>;
  const full = `${scope.prefix}${id}`;
  const mangled = (name: string) => `${namePrefix(full)}${name}`;
  // What the part does not declare it does not see, even if the flow has it: the name leads nowhere, and the linter says so.
  const renames = new Map(Object.keys(flow.variables).map((name) => [name, mangled(name)]));
  const kept: string[] = [];
  for (const [name, { default: _, ...declared }] of Object.entries(variablesOf(part))) {
    const next = freeName(mangled(name), built.variables);
    renames.set(name, next);
    kept.push(next);
    built.variables[next] = declared;
  }
  const start = (name: string, given: string | undefined, fallback: unknown) => [
    renames.get(name) as string,
    given === undefined ? literal(fallback) : renameInExpression(given, scope.renames),
  ];
  const values = Object.fromEntries(
    Object.entries(variablesOf(part)).map(([name, { default: fallback }]) =>
      start(name, Object.hasOwn(part.parameters, name) ? step.with?.[name] : undefined, fallback),
    ),
  ) as Record<string, string>;
  const { note } = step;
  built.steps[full] = { type: 'set', ...(note !== undefined && { note }), values, next: `${full}${JOINT}${own.start}` };
  const save = Object.fromEntries(
    Object.entries(step.save ?? {}).map(([name, result]) => [scope.renames.get(name) ?? name, renames.get(result) as string]),
  );
  const exits = Object.fromEntries(Object.entries(step.exits).map(([name, to]) => [name, `${scope.prefix}${to}`]));
  const inside: Scope = { side: scope.side, prefix: `${full}${JOINT}`, renames, end: { save, forget: kept, exits } };
  return () => putSteps(flow, own.steps, inside, built);
}

/** Every variable of a part, with its type. */
export function variablesOf(part: Part): Flow['variables'] {
  return { ...part.variables, ...part.results, ...part.parameters };
}

function endOf(exit: string, { end }: Scope): Step {
  const { save = {}, forget = [], exits = {} } = end ?? {};
  const forgotten = Object.fromEntries(forget.map((name) => [name, 'null']));
  return { type: 'set', values: { ...save, ...forgotten }, next: exits[exit] ?? '' };
}

/** In front of the variables of the part that a run step runs. */
function namePrefix(run: string): string {
  return `${run.replaceAll(/[^a-zA-Z0-9]/g, '_')}_`;
}

/** A text about a step of a composed flow, with the part's variables called as the part calls them. Pure. */
export function withWrittenNames(text: string, id: string): string {
  const run = id.slice(0, Math.max(0, id.lastIndexOf(JOINT)));
  return run === '' ? text : text.replaceAll(new RegExp(`\\b${namePrefix(run)}([a-zA-Z0-9]+)_*`, 'g'), '$1');
}

function freeName(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  let name = wanted;
  while (Object.hasOwn(taken, name)) name += '_';
  return name;
}

/** A default as an expression. */
function literal(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Where a step of a composed flow is written: in the flow itself, or in a part. */
export interface StepSource {
  readonly part?: string;
  readonly step: string;
}

/** Where a step of a composed flow is written, by its id. Pure. */
export function sourceOfStep(flow: Flow, side: FlowSide, id: string): StepSource {
  const ids = id.split(JOINT);
  let steps: Steps | undefined = flow[side].steps;
  let part: string | undefined;
  for (const run of ids.slice(0, -1)) {
    const step: Step | undefined = steps?.[run];
    if (step?.type !== 'run') return { step: id };
    part = step.part;
    steps = flow.parts?.[part]?.[side]?.steps;
  }
  return { step: ids.at(-1) ?? id, ...(part !== undefined && { part }) };
}
