import { stepsOf } from '../exits.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { type LintContext, placeIn } from './context.ts';
import { type Problem, problem } from './problem.ts';

type SplitStep = Extract<VoiceStep | ChatStep, { type: 'split' }>;

/** Experiments without anybody in them (F100), arms alike (F101), one experiment with different arms (F102). */
export function* lintSplits({ flow }: LintContext): Iterable<Problem> {
  const before = new Map<string, { readonly id: string; readonly arms: string }>();
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) {
      if (step.type !== 'split') continue;
      const place = placeIn(side, id, ['arms']);
      if (step.arms.every(({ weight }) => weight === 0))
        yield problem('F100', place, `No arm of "${id}" has a weight: nobody could be assigned.`);
      const twice = step.arms.find((arm, at) => step.arms.findIndex((other) => other.id === arm.id) !== at);
      if (twice) yield problem('F101', place, `"${id}" has two arms called "${twice.id}".`);
      const arms = armsOf(step);
      const other = before.get(step.experiment);
      if (other && other.arms !== arms)
        yield problem(
          'F102',
          place,
          `"${id}" and "${other.id}" are the experiment "${step.experiment}", but have different arms or weights.`,
        );
      before.set(step.experiment, other ?? { id, arms });
    }
  }
}

function armsOf({ arms }: SplitStep): string {
  return arms
    .map(({ id, weight }) => `${id}=${weight}`)
    .toSorted()
    .join(', ');
}
