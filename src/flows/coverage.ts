import { choicesOf } from './chat-choices.ts';
import { type Exit, exitsOf, type FlowSide, kindOfExit, type StepType, stepsOf } from './exits.ts';
import type { Flow } from './flow.ts';
import type { FlowFact } from './outcomes.ts';
import { composeFlow, sourceOfStep } from './parts/compose-flow.ts';
import type { ChatStep } from './schema/chat-steps.ts';
import type { VoiceStep } from './schema/voice-steps.ts';

/** How much of a flow was walked. `missed` names steps as `call main-menu` and exits as `call main-menu, key 1`. */
export interface FlowCoverage {
  readonly steps: { readonly covered: number; readonly total: number };
  readonly exits: { readonly covered: number; readonly total: number };
  readonly missed: readonly string[];
}

/**
 * A flow with a probe on every exit: a `set` step that changes nothing and leads on. The facts of a run through it say
 * which exits were taken, without asking the engine.
 */
export interface ProbedFlow {
  readonly flow: Flow;
  /** Everything there is to cover, by name. */
  readonly targets: readonly string[];
  /** What each of them is an example of: a type of step, and of an exit also its kind. */
  readonly kinds: ReadonlyMap<string, CoveredKind>;
  /** The names that these facts cover. */
  readonly covered: (facts: readonly FlowFact[], side: FlowSide) => readonly string[];
  /** The facts without those of the probes. */
  readonly clean: (facts: readonly FlowFact[]) => readonly FlowFact[];
}

export interface CoveredKind {
  readonly type: StepType;
  readonly exit?: string;
}

const PREFIX = 'probe-of-exit-';

export function stepName(side: FlowSide, step: string): string {
  return `${side} ${step}`;
}

export function exitName(side: FlowSide, step: string, exit: string): string {
  return `${side} ${step}, ${exit}`;
}

/** Can this exit ever be taken? Where every answer is a button with its own target, nothing leaves by `next`. */
export function canBeTaken(step: VoiceStep | ChatStep, exit: Exit): boolean {
  if (step.type !== 'ask' || exit.name !== 'next') return true;
  const { as, location, file, skipIfKnown, variable } = step;
  const choices = choicesOf(step);
  const isOpen = as !== undefined || location !== undefined || file !== undefined || choices.length === 0;
  return isOpen || choices.some(({ to }) => to === undefined) || (skipIfKnown && variable !== undefined);
}

/** A step of a part is to be covered once, wherever it is run, under the name of the part. */
function stepTarget(written: Flow, side: FlowSide, id: string): string {
  const { part, step } = sourceOfStep(written, side, id);
  return stepName(side, part === undefined ? step : `${part}/${step}`);
}

/** A step as it is written, before its part was put in. */
function writtenStep(written: Flow, side: FlowSide, id: string): VoiceStep | ChatStep | undefined {
  const { part, step } = sourceOfStep(written, side, id);
  return part === undefined ? written[side].steps[step] : written.parts?.[part]?.[side]?.steps[step];
}

/** What leaves a run step is not the way into its part, but the exit by which the part ends. */
function exitTarget(written: Flow, side: FlowSide, id: string, exit: string): { readonly name: string; readonly kind: CoveredKind } {
  const { part, step } = sourceOfStep(written, side, id);
  const from = writtenStep(written, side, id);
  if (from?.type === 'return') return exitTarget(written, side, id.slice(0, id.lastIndexOf('/')), from.exit);
  const type = from?.type ?? 'set';
  return { name: exitName(side, part === undefined ? step : `${part}/${step}`, exit), kind: { type, exit: kindOfExit(type, exit) } };
}

function redirect(step: Record<string, unknown>, path: readonly (string | number)[], to: string): void {
  const [last] = path.slice(-1);
  const holder = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as Record<string, unknown>, step);
  holder[last as string] = to;
}

export function probeFlow(written: Flow): ProbedFlow {
  const flow = structuredClone(composeFlow(written));
  const names = new Map<string, string>();
  const kinds = new Map<string, CoveredKind>();
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) {
      kinds.set(stepTarget(written, side, id), { type: writtenStep(written, side, id)?.type ?? step.type });
      for (const exit of exitsOf(step)) {
        if (!canBeTaken(step, exit) || writtenStep(written, side, id)?.type === 'run') continue;
        const probe = `${PREFIX}${names.size}`;
        const { name, kind } = exitTarget(written, side, id, exit.name);
        names.set(probe, name);
        kinds.set(name, kind);
        redirect(step, exit.path, probe);
        (flow[side].steps as Record<string, unknown>)[probe] = { type: 'set', values: {}, next: exit.to };
      }
    }
  }
  return {
    flow,
    targets: [...kinds.keys()],
    kinds,
    covered: (facts, side) =>
      facts.flatMap((fact) => (fact.type === 'step' ? [names.get(fact.step) ?? stepTarget(written, side, fact.step)] : [])),
    clean: (facts) => facts.filter((fact) => !((fact.type === 'step' || fact.type === 'exit') && names.has(fact.step))),
  };
}

/** What was covered of what there is. */
export function measureCoverage(targets: readonly string[], covered: ReadonlySet<string>): FlowCoverage {
  const count = (names: readonly string[]) => ({ covered: names.filter((name) => covered.has(name)).length, total: names.length });
  return {
    steps: count(targets.filter((name) => !name.includes(', '))),
    exits: count(targets.filter((name) => name.includes(', '))),
    missed: targets.filter((name) => !covered.has(name)),
  };
}
