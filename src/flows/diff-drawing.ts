import { diffFlows, type FlowDiff } from './diff-flows.ts';
import { BOX, boxHeight, freeSpot, placedBoxes } from './edit/box-size.ts';
import { boxKey, type DraftFlow, draftStep, draftSteps, SIDES, type StepRef } from './edit/draft.ts';
import type { Spot } from './edit/edit.ts';
import { exitSlots } from './edit/exit-slots.ts';
import { withValue } from './edit/json.ts';
import { withReferences } from './edit/references.ts';

/** An exit that led to a box and does so no more. Boxes by their keys; `handle`: its place in the step, joined with dots, if it still has one. */
export interface GoneArrow {
  readonly from: string;
  readonly to: string;
  readonly exit: string;
  readonly handle?: string;
}

/** Two states of a flow as one drawing. */
export interface DiffDrawing {
  /** The flow after, and the steps that are gone, where they stood or where there is room. */
  readonly flow: DraftFlow;
  readonly diff: FlowDiff;
  /** Exits that lead somewhere since, as `call menu, key 1`. */
  readonly fresh: readonly string[];
  /** Exits of steps that are there no more, named likewise: their arrows are gone with them. */
  readonly left: readonly string[];
  readonly gone: readonly GoneArrow[];
}

/** What changed between two states of a flow, to be drawn. Pure. */
export function drawDiff(before: DraftFlow, after: DraftFlow): DiffDrawing {
  const diff = diffFlows(before, after);
  const led = withNamesAfter(before, diff);
  const removed = refsOf(led, diff, 'removed');
  const drawn = removed.reduce<DraftFlow>((flow, ref) => {
    const step = draftStep(led, ref);
    return step ? (withValue(flow, [ref.side, 'steps', ref.step], step) as DraftFlow) : flow;
  }, after);
  const flow = placed(before, drawn, removed);
  const fresh = [
    ...refsOf(after, diff, 'added').flatMap((ref) => exitsOf(after, ref)),
    ...diff.changes.flatMap((change) =>
      change.kind === 'exit' && change.after !== undefined ? [`${change.side} ${change.step}, ${change.exit}`] : [],
    ),
  ];
  return { flow, diff, fresh, left: removed.flatMap((ref) => exitsOf(led, ref)), gone: goneArrows(flow, diff) };
}

/** The flow before, its references by the names that steps have after. */
function withNamesAfter(before: DraftFlow, { changes }: FlowDiff): DraftFlow {
  return SIDES.reduce((flow, side) => {
    const renamed = new Map(
      changes.flatMap((change) => (change.kind === 'step-renamed' && change.side === side ? [[change.from, change.step ?? '']] : [])),
    );
    return withReferences(flow, side, ({ to }) => renamed.get(to) ?? to);
  }, before);
}

function refsOf(flow: DraftFlow, { boxes }: FlowDiff, change: 'added' | 'removed'): readonly StepRef[] {
  return SIDES.flatMap((side) =>
    draftSteps(flow, side).flatMap(([step]) => (boxes[boxKey({ side, step })] === change ? [{ side, step }] : [])),
  );
}

function exitsOf(flow: DraftFlow, { side, step }: StepRef): readonly string[] {
  return exitSlots(side, draftStep(flow, { side, step }) ?? {}).map(({ name }) => `${side} ${step}, ${name}`);
}

/** Steps that are gone stand where they stood; where another box stands by now, or nothing is known, where there is room. */
function placed(before: DraftFlow, drawn: DraftFlow, removed: readonly StepRef[]): DraftFlow {
  const spots: Record<string, Spot> = { ...placedBoxes(drawn) };
  for (const ref of removed) delete spots[boxKey(ref)];
  // Boxes that are laid out by themselves are so together.
  if (Object.keys(spots).length === 0) return drawn;
  const stood = placedBoxes(before);
  return removed.reduce<DraftFlow>((flow, ref) => {
    const key = boxKey(ref);
    const was = stood[key];
    const height = boxHeight(ref.side, draftStep(flow, ref) ?? {});
    const spot = was && isFree(flow, spots, was, height) ? was : freeSpot(flow, spots, ref.side, undefined, height);
    spots[key] = spot;
    return withValue(flow, ['layout', key], [spot[0], spot[1]]) as DraftFlow;
  }, drawn);
}

function isFree(flow: DraftFlow, spots: Readonly<Record<string, Spot>>, [x, y]: Spot, height: number): boolean {
  return SIDES.every((side) =>
    draftSteps(flow, side).every(([step, value]) => {
      const spot = spots[boxKey({ side, step })];
      if (!spot) return true;
      return Math.abs(spot[0] - x) >= BOX.width || y >= spot[1] + boxHeight(side, value) || spot[1] >= y + height;
    }),
  );
}

function goneArrows(flow: DraftFlow, { changes }: FlowDiff): readonly GoneArrow[] {
  return changes.flatMap((change): GoneArrow[] => {
    const { side, step } = change;
    if (change.kind !== 'exit' || change.before === undefined || side === undefined || step === undefined) return [];
    if (!draftStep(flow, { side, step: change.before })) return [];
    const slot = exitSlots(side, draftStep(flow, { side, step }) ?? {}).find(({ name }) => name === change.exit);
    const from = boxKey({ side, step });
    return [{ from, to: boxKey({ side, step: change.before }), exit: change.exit, ...(slot && { handle: slot.path.join('.') }) }];
  });
}
