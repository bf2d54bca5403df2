import { type Exit, exitsOf, type FlowSide, stepsOf } from './exits.ts';
import type { ChatStep, Flow, VoiceStep } from './flow.ts';
import type { FlowFact } from './outcomes.ts';

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
  /** The names that these facts cover. */
  readonly covered: (facts: readonly FlowFact[], side: FlowSide) => readonly string[];
  /** The facts without those of the probes. */
  readonly clean: (facts: readonly FlowFact[]) => readonly FlowFact[];
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
  const { buttons = [], as, skipIfKnown, variable } = step;
  return as !== undefined || buttons.length === 0 || buttons.some(({ to }) => to === undefined) || (skipIfKnown && variable !== undefined);
}

function redirect(step: Record<string, unknown>, path: readonly (string | number)[], to: string): void {
  const [last] = path.slice(-1);
  const holder = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as Record<string, unknown>, step);
  holder[last as string] = to;
}

export function probeFlow(original: Flow): ProbedFlow {
  const flow = structuredClone(original);
  const names = new Map<string, string>();
  const targets: string[] = [];
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) {
      targets.push(stepName(side, id));
      for (const exit of exitsOf(step)) {
        if (!canBeTaken(step, exit)) continue;
        const probe = `${PREFIX}${names.size}`;
        names.set(probe, exitName(side, id, exit.name));
        targets.push(exitName(side, id, exit.name));
        redirect(step, exit.path, probe);
        (flow[side].steps as Record<string, unknown>)[probe] = { type: 'set', values: {}, next: exit.to };
      }
    }
  }
  return {
    flow,
    targets,
    covered: (facts, side) => facts.flatMap((fact) => (fact.type === 'step' ? [names.get(fact.step) ?? stepName(side, fact.step)] : [])),
    clean: (facts) => facts.filter((fact) => !(fact.type === 'step' && names.has(fact.step))),
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
