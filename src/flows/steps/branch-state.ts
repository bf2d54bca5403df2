import type { FlowFact } from '../outcomes.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { change, conditionView, decide, enter, fact, type Memory, type StepState, type Usable } from './parts.ts';

/** What a step that never waits needs of its side of the flow. */
export interface SilentPlace<M extends Memory> {
  readonly id: string;
  readonly fresh: Partial<M>;
  /** The address of a step. */
  readonly to: (step: string) => string;
  readonly condition: (source: string, expected?: 'bool' | 'any') => Usable;
  readonly queue?: string;
}

type Step<T> = Extract<VoiceStep | ChatStep, { type: T }>;

/** Branch: the first case that is true; a case that can't be worked out counts as false and is noted. */
export function branchState<M extends Memory>(step: Step<'branch'>, place: SilentPlace<M>): StepState<M> {
  const cases = step.cases.map(({ when }) => place.condition(when));
  return {
    entry: [
      ...enter<M>(place.id, place.fresh),
      change((look) => {
        const view = conditionView(look, place.queue);
        let fault: FlowFact | undefined;
        const pick = cases.findIndex((condition) => {
          const verdict = decide(condition, view, place.id);
          fault ??= verdict.fault;
          return verdict.yes;
        });
        return { pick, fault } as Partial<M>;
      }),
      fact(({ context }) => context.fault),
    ],
    always: [
      ...step.cases.map(({ to }, index) => ({ target: place.to(to), guard: ({ context }: { context: M }) => context.pick === index })),
      { target: place.to(step.otherwise) },
    ],
  };
}

/** Set: each variable in turn; an expression over something unknown leaves the variable without a value. */
export function setState<M extends Memory>(step: Step<'set'>, place: SilentPlace<M>): StepState<M> {
  const values = Object.entries(step.values).map(([name, source]) => [name, place.condition(source, 'any')] as const);
  const { intent } = step;
  return {
    entry: [
      ...enter<M>(place.id, place.fresh),
      change((look) => {
        const variables = { ...look.context.variables };
        let fault: FlowFact | undefined;
        for (const [name, expression] of values) {
          const result = expression.evaluate({ ...conditionView(look, place.queue), variables });
          variables[name] = result.kind === 'value' ? result.value : null;
          if (result.kind === 'error')
            fault ??= { type: 'condition-failed', step: place.id, source: expression.source, message: result.message };
        }
        return { variables, fault, ...(intent !== undefined && { intent }) } as Partial<M>;
      }),
      fact(({ context }) => context.fault),
      ...(intent === undefined ? [] : [fact<M>(() => ({ type: 'intent', intent }))]),
    ],
    always: [{ target: place.to(step.next) }],
  };
}

/** Language: from here on everything is said and written in it. */
export function languageState<M extends Memory>(step: Step<'language'>, place: SilentPlace<M>): StepState<M> {
  const { language } = step;
  return {
    entry: [...enter<M>(place.id, place.fresh), change(() => ({ language }) as Partial<M>), fact(() => ({ type: 'language', language }))],
    always: [{ target: place.to(step.next) }],
  };
}
