import type { FlowFact } from './outcomes.ts';

/** The way through a flow in one sprint, as the event log keeps it. */
export interface Walk {
  /** The steps that were entered, in order. */
  readonly steps: readonly string[];
  /**
   * For each of them the exit by which it was come to, of the step before; '' where there was none: at the start, and where
   * somebody went back or asked for a person. `<step>, <exit>` where the exit is that of another step, as of an old message tapped.
   */
  readonly exits: readonly string[];
}

/** The way that these facts tell of. `from`: the step in which it began, if one was. Pure. */
export function walkOf(facts: readonly FlowFact[], from?: string): Walk {
  const steps: string[] = [];
  const exits: string[] = [];
  let taken: Extract<FlowFact, { type: 'exit' }> | undefined;
  for (const fact of facts) {
    if (fact.type === 'exit') taken = fact;
    if (fact.type !== 'step') continue;
    const before = steps.at(-1) ?? from;
    const isElsewhere = taken !== undefined && before !== undefined && taken.step !== before;
    exits.push(taken === undefined ? '' : isElsewhere ? `${taken.step}, ${taken.exit}` : taken.exit);
    steps.push(fact.step);
    taken = undefined;
  }
  return { steps, exits };
}
