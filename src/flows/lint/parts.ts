import type { FlowSide } from '../exits.ts';
import type { Flow } from '../flow.ts';
import { sourceOfStep, withWrittenNames } from '../parts/compose-flow.ts';
import type { PartProblem } from '../parts/part-problems.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import type { ProblemCode } from './catalogue.ts';
import { type Problem, pathText, problem } from './problem.ts';

type Step = VoiceStep | ChatStep;

const CODES: Readonly<Record<PartProblem['kind'], ProblemCode>> = {
  unknown: 'F130',
  recursion: 'F131',
  side: 'F132',
  parameter: 'F133',
  value: 'F134',
  result: 'F135',
  exit: 'F136',
  return: 'F137',
  name: 'F035',
  size: 'F140',
};

/** Parts that can't be put into the flow (F130–F137, F140), exits of a part that never come (F138), parts that nobody runs (F139). */
export function* lintParts(flow: Flow, broken: readonly PartProblem[]): Iterable<Problem> {
  for (const { kind, side, step, path, message } of broken) {
    yield problem(CODES[kind], { side, path, ...(step !== undefined && { step }) }, message);
  }
  const parts = Object.entries(flow.parts ?? {});
  const stepsIn = (sided: Pick<Flow, 'call' | 'chat'> | { call?: unknown; chat?: unknown }): Step[] =>
    [sided.call, sided.chat].flatMap((side) => Object.values((side as { steps?: Record<string, Step> } | undefined)?.steps ?? {}));
  const all = [...stepsIn(flow), ...parts.flatMap(([, part]) => stepsIn(part))];
  for (const [name, part] of parts) {
    const returned = new Set(stepsIn(part).flatMap((step) => (step.type === 'return' ? [step.exit] : [])));
    for (const [at, exit] of part.exits.entries()) {
      if (returned.has(exit)) continue;
      yield problem(
        'F138',
        { side: 'flow', path: ['parts', name, 'exits', at] },
        `No step of the part "${name}" returns by its exit "${exit}".`,
      );
    }
    if (!all.some((step) => step.type === 'run' && step.part === name))
      yield problem('F139', { side: 'flow', path: ['parts', name] }, `Nobody runs the part "${name}".`);
  }
}

/** A problem of a composed flow at the place where it is written: in the part, once, however many steps run it. */
export function placeOfProblem(flow: Flow, found: Problem): Problem {
  const { side, step, path } = found;
  if (step === undefined || (side !== 'call' && side !== 'chat')) return found;
  const composed = pathText([side, 'steps', step]);
  const rest = path.startsWith(composed) ? path.slice(composed.length) : '';
  return { ...found, path: writtenAt(flow, side, step, withWrittenNames(rest, step)), message: withWrittenNames(found.message, step) };
}

/** The exit of a return step is one of the run step. */
function writtenAt(flow: Flow, side: FlowSide, id: string, rest: string): string {
  const { part, step } = sourceOfStep(flow, side, id);
  if (part === undefined) return pathText([side, 'steps', step]) + rest;
  const written: Step | undefined = flow.parts?.[part]?.[side]?.steps[step];
  if (written?.type === 'return' && rest === '.next')
    return writtenAt(flow, side, id.slice(0, id.lastIndexOf('/')), `.exits.${written.exit}`);
  return pathText(['parts', part, side, 'steps', step]) + rest;
}
