import type { FlowSide } from '../exits.ts';
import { Flow } from '../flow.ts';
import { type Problem, pathText, problem } from '../lint/problem.ts';
import { lintFlow } from '../lint-flow.ts';
import { type BesideFlow, shapeProblems } from '../parse-flow.ts';
import { bundleFlow, EMPTY_LIBRARY } from '../parts/bundle-flow.ts';
import { type DraftFlow, draftLanguages, draftSteps, SIDES } from './draft.ts';
import { exitSlots } from './exit-slots.ts';
import { type JsonPath, withValue } from './json.ts';

/** Where open exits lead while the rest is looked at. No step of a flow can be called so by chance. */
const OPEN_END = 'open-end-of-the-draft';

interface OpenExit {
  readonly side: FlowSide;
  readonly step: string;
  readonly name: string;
  readonly path: JsonPath;
}

function openExits(flow: DraftFlow): readonly OpenExit[] {
  return SIDES.flatMap((side) =>
    draftSteps(flow, side).flatMap(([step, value]) =>
      exitSlots(side, value)
        .filter(({ to, needed }) => to === undefined && needed)
        .map(({ name, path }) => ({ side, step, name, path: [side, 'steps', step, ...path] })),
    ),
  );
}

/** The flow with an end put behind every open exit, so that the linter can look at everything else. */
function withEnds(flow: DraftFlow, open: readonly OpenExit[]): DraftFlow {
  const text = Object.fromEntries(draftLanguages(flow).map((language) => [language, '…']));
  const ends = SIDES.filter((side) => open.some((exit) => exit.side === side)).reduce(
    (ended, side) => withValue(ended, [side, 'steps', OPEN_END], { type: side === 'call' ? 'hangup' : 'close', text }) as DraftFlow,
    flow,
  );
  return open.reduce((ended, { path }) => withValue(ended, path, OPEN_END) as DraftFlow, ends);
}

/**
 * What is wrong with a draft, open exits included: the same sentences as for a file, without lines. Where the shape is wrong
 * the rest is not looked at, as nothing can be said of it.
 */
export function lintDraft(flow: DraftFlow, { library = EMPTY_LIBRARY, ...surroundings }: BesideFlow): readonly Problem[] {
  const open = openExits(flow);
  const found = open.map(({ side, step, name, path }) =>
    problem('F010', { side, step, path }, `The exit ${name} of "${step}" is open: lead it to a step.`),
  );
  const parsed = Flow.safeParse(withEnds(flow, open));
  if (!parsed.success) return [...found, ...shapeProblems(parsed.error, 'flow')];
  const opened = new Set(open.map(({ path }) => pathText(path)));
  const rest = lintFlow(bundleFlow(parsed.data, library), surroundings).filter(
    ({ step, path, message }) => step !== OPEN_END && !opened.has(path) && !message.includes(OPEN_END),
  );
  return [...found, ...rest];
}
