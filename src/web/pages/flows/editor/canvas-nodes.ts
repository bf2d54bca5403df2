import { type Edge, MarkerType, Position } from '@xyflow/react';
import { BOX } from '../../../../flows/edit/box-size.ts';
import type { Spot } from '../../../../flows/edit/edit.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import type { Spots } from './auto-layout.ts';
import { type ArrowView, type BoxView, exitHandles } from './box-view.ts';
import type { Colleague } from './editor-store.ts';
import type { LaneNode } from './lane.tsx';
import type { ArrowMark, BoxMark } from './overlay.ts';
import type { StepNode } from './step-box.tsx';

interface Scene {
  readonly boxes: readonly BoxView[];
  readonly spots: Spots;
  readonly selected: readonly string[];
  readonly starts: ReadonlySet<string>;
  readonly problems: ReadonlyMap<string, readonly FlowProblem[]>;
  readonly colleagues: readonly Colleague[];
  readonly marks: ReadonlyMap<string, BoxMark>;
  readonly describe: (box: BoxView, mark: BoxMark | undefined) => string;
  readonly readOnly: boolean;
}

function worstOf(problems: readonly FlowProblem[] | undefined): 'error' | 'warning' | undefined {
  if (!problems) return undefined;
  return problems.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
}

/** Boxes as the drawing takes them; `before` is given back for every box of which nothing changed, so that only others are drawn again. */
export function stepNodes(scene: Scene, before: ReadonlyMap<string, StepNode>): ReadonlyMap<string, StepNode> {
  const selected = new Set(scene.selected);
  return new Map(
    scene.boxes.flatMap((box): (readonly [string, StepNode])[] => {
      const spot = scene.spots[box.key];
      if (!spot) return [];
      const data = {
        box,
        start: scene.starts.has(box.key),
        worst: worstOf(scene.problems.get(box.key)),
        mark: scene.marks.get(box.key),
        others: scene.colleagues.flatMap(({ name, at }) => (at === box.key ? [name] : [])).join(', '),
      };
      const isSelected = selected.has(box.key);
      const known = before.get(box.key);
      const ariaLabel = scene.describe(box, data.mark);
      if (known && isSame(known, data, spot, isSelected) && known.ariaLabel === ariaLabel) return [[box.key, known]];
      const node: StepNode = {
        id: box.key,
        type: 'step',
        position: { x: spot[0], y: spot[1] },
        data,
        width: BOX.width,
        height: box.height,
        // What the boxes’ style makes of them is known: nothing has to be measured before arrows can be drawn.
        measured: { width: BOX.width, height: box.height },
        handles: handlesOf(box),
        selected: isSelected,
        draggable: !scene.readOnly,
        ariaLabel,
      };
      return [[box.key, node]];
    }),
  );
}

function isSame(known: StepNode, data: StepNode['data'], spot: Spot, selected: boolean): boolean {
  const { data: was, position } = known;
  if (position.x !== spot[0] || position.y !== spot[1] || known.selected !== selected) return false;
  return (
    was.box === data.box &&
    was.start === data.start &&
    was.worst === data.worst &&
    was.others === data.others &&
    sameMark(was.mark, data.mark)
  );
}

function sameMark(a: BoxMark | undefined, b: BoxMark | undefined): boolean {
  return a?.tone === b?.tone && a?.entered === b?.entered && a?.hungUp === b?.hungUp;
}

const HANDLE = 10;
const HANDLES = new WeakMap<BoxView, NonNullable<StepNode['handles']>>();

/** Where arrows come to a box and leave it, in its own units; the same list as long as the box is the same. */
function handlesOf(box: BoxView): NonNullable<StepNode['handles']> {
  const known = HANDLES.get(box);
  if (known) return known;
  const size = { width: HANDLE, height: HANDLE };
  const into = { id: null, type: 'target' as const, position: Position.Left, x: 0, y: BOX.into - HANDLE / 2 + 1, ...size };
  const out = exitHandles(box).map((id, at) => ({
    id,
    type: 'source' as const,
    position: Position.Right,
    x: BOX.width - 1 - HANDLE / 2,
    // A border of one above all, and of one above each line.
    y: BOX.top + 1 + at * BOX.exit + (BOX.exit + 1) / 2 - HANDLE / 2,
    ...size,
  }));
  const handles = [into, ...out];
  HANDLES.set(box, handles);
  return handles;
}

/** Arrows as the drawing takes them, by their ids and in a row. */
export interface Arrows {
  readonly byId: ReadonlyMap<string, Edge>;
  readonly edges: readonly Edge[];
}

export const NO_ARROWS: Arrows = { byId: new Map(), edges: [] };

/** Arrows as the drawing takes them, those already known as the same objects; all as the same list if nothing of them changed. */
export function stepEdges(
  arrows: readonly ArrowView[],
  chosen: string | undefined,
  near: ReadonlySet<string>,
  marks: ReadonlyMap<string, ArrowMark>,
  before: Arrows,
): Arrows {
  const byId = new Map(
    arrows.map((arrow): readonly [string, Edge] => {
      const isNear = near.has(arrow.from) || near.has(arrow.to);
      const known = before.byId.get(arrow.id);
      const mark = marks.get(arrow.id);
      const className = `arrow-${arrow.kind}${isNear ? ' arrow-near' : ''}${mark ? ` arrow-mark-${mark.tone}` : ''}`;
      const label = mark?.sign ?? (mark?.count ? String(mark.count) : undefined);
      const selected = arrow.id === chosen;
      const isSame = known?.target === arrow.to && known.className === className && known.selected === selected && known.label === label;
      if (isSame && known.style?.strokeWidth === mark?.width) return [arrow.id, known];
      const edge: Edge = {
        id: arrow.id,
        source: arrow.from,
        target: arrow.to,
        // Where an exit is gone with its line, the arrow leaves the box at its first.
        sourceHandle: arrow.handle || null,
        className,
        selected,
        focusable: false,
        selectable: arrow.kind === 'exit',
        reconnectable: arrow.kind === 'exit' ? 'target' : false,
        // The head of an arrow does not grow with its thickness.
        markerEnd: {
          type: MarkerType.ArrowClosed,
          ...(mark?.width !== undefined && { markerUnits: 'userSpaceOnUse', width: 16, height: 16 }),
        },
        ...((isNear || mark) && { zIndex: 10 }),
        ...(mark?.width !== undefined && { style: { strokeWidth: mark.width } }),
        ...(label !== undefined && { label }),
      };
      return [arrow.id, edge];
    }),
  );
  const edges = [...byId.values()];
  const isSame = edges.length === before.edges.length && edges.every((edge, at) => edge === before.edges[at]);
  return isSame ? before : { byId, edges };
}

const MARGIN = 40;

/** The ground on which the boxes of one side stand, as the same object as long as it is the same. */
export function laneNodes(boxes: readonly BoxView[], spots: Spots, before: readonly LaneNode[]): readonly LaneNode[] {
  return (['call', 'chat'] as const).flatMap((side): LaneNode[] => {
    const own = boxes.flatMap((box) => (box.side === side && spots[box.key] ? [{ spot: spots[box.key] as Spot, height: box.height }] : []));
    if (own.length === 0) return [];
    const x = Math.min(...own.map(({ spot }) => spot[0])) - MARGIN;
    const y = Math.min(...own.map(({ spot }) => spot[1])) - MARGIN - 20;
    const right = Math.max(...own.map(({ spot }) => spot[0])) + BOX.width + MARGIN;
    const bottom = Math.max(...own.map(({ spot, height }) => spot[1] + height)) + MARGIN;
    const size = { width: right - x, height: bottom - y };
    const known = before.find(({ data }) => data.side === side);
    const isSame = known?.position.x === x && known.position.y === y && known.width === size.width && known.height === size.height;
    if (known && isSame) return [known];
    return [
      {
        id: `lane-${side}`,
        type: 'lane',
        position: { x, y },
        ...size,
        measured: size,
        handles: [],
        data: { side },
        draggable: false,
        selectable: false,
        focusable: false,
        connectable: false,
        zIndex: -1,
      },
    ];
  });
}
