import { stepsOf } from '../exits.ts';
import { type LintContext, placeIn } from './context.ts';
import { type Problem, problem } from './problem.ts';

/** When a callback may call (F111), and whether there is a time to choose (F112). */
export function* lintCallbacks({ flow }: LintContext): Iterable<Problem> {
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) {
      if (step.type !== 'callback') continue;
      const { callableFrom, callableTo, asap, slots } = step;
      if (callableFrom >= callableTo) {
        const place = placeIn(side, id, ['callableFrom']);
        yield problem('F111', place, `"${id}" may call from ${callableFrom} to ${callableTo}, which is not within one day.`);
      }
      if (!asap && slots.offered === 0) yield problem('F112', placeIn(side, id, ['slots', 'offered']), `"${id}" offers no time at all.`);
    }
  }
}
