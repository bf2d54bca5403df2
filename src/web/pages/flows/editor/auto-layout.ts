import dagre from '@dagrejs/dagre';
import { BOX, boxHeight, linkOf } from '../../../../flows/edit/box-size.ts';
import { boxKey, type DraftFlow, draftSteps, SIDES } from '../../../../flows/edit/draft.ts';
import type { Spot } from '../../../../flows/edit/edit.ts';
import { exitSlots } from '../../../../flows/edit/exit-slots.ts';
import { valueAt } from '../../../../flows/edit/json.ts';
import type { FlowSide } from '../../../../flows/exits.ts';

export type Spots = Readonly<Record<string, Spot>>;

/** Between the call above and the chat below. */
const LANE_GAP = 180;

/** A place for every box, from left to right, the chat below the call; the same for the same flow, wherever boxes stand now. */
export function layOut(flow: DraftFlow): Spots {
  const spots: Record<string, Spot> = {};
  let top = 0;
  for (const side of SIDES) {
    const { placed, height } = laneOf(flow, side);
    for (const [id, [x, y]] of placed) spots[boxKey({ side, step: id })] = [Math.round(x), Math.round(y + top)];
    top += height + LANE_GAP;
  }
  return spots;
}

function laneOf(flow: DraftFlow, side: FlowSide): { placed: readonly (readonly [id: string, spot: Spot])[]; height: number } {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 90 });
  graph.setDefaultEdgeLabel(() => ({}));
  const steps = draftSteps(flow, side);
  for (const [id, step] of steps) graph.setNode(id, { width: BOX.width, height: boxHeight(side, step) });
  for (const [id, step] of steps) {
    const offer = linkOf(side, step) === 'offer' ? [String(valueAt(step, ['offer', 'step']))] : [];
    for (const to of [...exitSlots(side, step).flatMap((slot) => slot.to ?? []), ...offer]) if (graph.hasNode(to)) graph.setEdge(id, to);
  }
  dagre.layout(graph);
  const placed = steps.map(([id, step]) => {
    const { x, y } = graph.node(id);
    return [id, [x - BOX.width / 2, y - boxHeight(side, step) / 2] as Spot] as const;
  });
  return { placed, height: Math.max(0, ...placed.map(([id, [, y]]) => y + graph.node(id).height)) };
}
