import type { FlowSide } from '../exits.ts';
import { boxKey, type DraftFlow, draftSteps, SIDES, type StepRef } from './draft.ts';
import type { Spot } from './edit.ts';
import { exitSlots } from './exit-slots.ts';
import { isList, isObject, type JsonObject, valueAt } from './json.ts';

/** How wide a box is drawn, how high its head with its words and each of its exits, and how far below its top arrows come in. The canvas’s own units. */
export const BOX = { width: 260, top: 94, exit: 22, foot: 6, into: 20 } as const;
const GAP = { x: 90, y: 28 } as const;

/** How many lines of exits a box has: those of the step, and what else leads away from it. */
export function exitLines(side: FlowSide, step: JsonObject): number {
  return exitSlots(side, step).length + (linkOf(side, step) === undefined ? 0 : 1);
}

/** What leads away from a step and is no exit: the offer that a queue makes meanwhile; the chat that an offer leads to. */
export function linkOf(side: FlowSide, step: JsonObject): 'offer' | 'chat' | undefined {
  if (side === 'call' && step.type === 'offer') return 'chat';
  return step.type === 'queue' && typeof valueAt(step, ['offer', 'step']) === 'string' ? 'offer' : undefined;
}

export function boxHeight(side: FlowSide, step: JsonObject): number {
  return BOX.top + exitLines(side, step) * BOX.exit + BOX.foot;
}

/** Where boxes stand that the file gives a place, by their keys. */
export function placedBoxes(flow: DraftFlow): Readonly<Record<string, Spot>> {
  const layout = isObject(flow.layout) ? flow.layout : {};
  const isSpot = (value: unknown): value is Spot => isList(value) && value.length === 2 && value.every((each) => Number.isFinite(each));
  return Object.fromEntries(Object.entries(layout).flatMap(([key, value]) => (isSpot(value) ? [[key, value] as const] : [])));
}

/** A free place for a new box: right of the box that leads to it, else below everything of its side. */
export function freeSpot(
  flow: DraftFlow,
  spots: Readonly<Record<string, Spot>>,
  side: FlowSide,
  beside?: StepRef,
  height: number = BOX.top,
): Spot {
  const taken = SIDES.flatMap((each) =>
    draftSteps(flow, each).flatMap(([id, step]) => {
      const spot = spots[boxKey({ side: each, step: id })];
      return spot ? [{ side: each, x: spot[0], y: spot[1], height: boxHeight(each, step) }] : [];
    }),
  );
  const from = beside && spots[boxKey(beside)];
  const own = taken.filter((each) => each.side === side);
  if (!from) {
    const left = Math.min(...own.map(({ x }) => x));
    return own.length === 0 ? [0, 0] : [left, Math.max(...own.map(({ y, height: h }) => y + h)) + GAP.y];
  }
  const x = from[0] + BOX.width + GAP.x;
  const column = taken.filter((each) => Math.abs(each.x - x) < BOX.width).sort((a, b) => a.y - b.y);
  return [
    x,
    column.reduce(
      (y, each) => (each.y < y + height + GAP.y && y < each.y + each.height + GAP.y ? each.y + each.height + GAP.y : y),
      from[1],
    ),
  ];
}
