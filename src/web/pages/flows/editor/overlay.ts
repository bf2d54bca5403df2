import type { DiffDrawing } from '../../../../flows/diff-drawing.ts';
import type { BoxChange } from '../../../../flows/diff-flows.ts';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { type ArrowView, type BoxView, handleOf } from './box-view.ts';

/** What is laid over the drawing: a test call, what the cases leave out, how many people went where, or what changed. Names are `call menu` and `call menu, key 1`. */
export type Overlay =
  | { readonly kind: 'walk'; readonly at?: string | undefined; readonly walked: readonly string[] }
  | { readonly kind: 'coverage'; readonly missed: readonly string[] }
  | { readonly kind: 'traffic'; readonly traffic: ApiAnswer<'flowTraffic'> }
  | { readonly kind: 'diff'; readonly drawing: DiffDrawing };

export interface BoxMark {
  readonly tone: 'at' | 'walked' | 'missed' | 'traffic' | BoxChange;
  /** Of traffic. */
  readonly entered?: number;
  readonly hungUp?: number;
}

export interface ArrowMark {
  readonly tone: 'walked' | 'missed' | 'traffic' | 'added' | 'removed';
  /** How often it was taken; where the log does not say by which exit, another arrow between the same two boxes counts too. */
  readonly count?: number;
  /** Readable without colours. */
  readonly sign?: '+' | '−';
  /** Of the stroke, in pixels. */
  readonly width?: number;
}

const CHANGES: ReadonlySet<string> = new Set<BoxChange>(['added', 'changed', 'removed', 'moved']);

/** What became of a box between two states, if that is what is shown. */
export function changeOf(mark: BoxMark | undefined): BoxChange | undefined {
  return mark && CHANGES.has(mark.tone) ? (mark.tone as BoxChange) : undefined;
}

const THICKEST = 12;

function boxName({ side, id }: BoxView): `${BoxView['side']} ${string}` {
  return `${side} ${id}`;
}

/** The marks of boxes, by key. Pure. */
export function markBoxes(overlay: Overlay | undefined, boxes: readonly BoxView[]): ReadonlyMap<string, BoxMark> {
  if (!overlay) return new Map();
  if (overlay.kind === 'diff') return new Map(Object.entries(overlay.drawing.diff.boxes).map(([key, tone]) => [key, { tone }]));
  const set = new Set(overlay.kind === 'walk' ? overlay.walked : overlay.kind === 'coverage' ? overlay.missed : []);
  const traffic = new Map(
    overlay.kind === 'traffic' ? overlay.traffic.steps.map((each) => [`${each.side} ${each.step}`, each] as const) : [],
  );
  return new Map(
    boxes.flatMap((box): (readonly [string, BoxMark])[] => {
      const name = boxName(box);
      if (overlay.kind === 'traffic') {
        const { entered = 0, hungUp = 0 } = traffic.get(name) ?? {};
        return [[box.key, { tone: 'traffic', entered, hungUp }]];
      }
      if (overlay.kind === 'walk' && overlay.at === name) return [[box.key, { tone: 'at' }]];
      return set.has(name) ? [[box.key, { tone: overlay.kind === 'walk' ? 'walked' : 'missed' }]] : [];
    }),
  );
}

type Move = ApiAnswer<'flowTraffic'>['moves'][number];

function countMoves(moves: readonly Move[], keyOf: (move: Move) => string | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const move of moves) {
    const key = keyOf(move);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + move.count);
  }
  return counts;
}

/** The marks of arrows, by id. Pure. */
export function markArrows(
  overlay: Overlay | undefined,
  boxes: readonly BoxView[],
  arrows: readonly ArrowView[],
): ReadonlyMap<string, ArrowMark> {
  if (!overlay) return new Map();
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  if (overlay.kind === 'traffic') {
    const byExit = countMoves(overlay.traffic.moves, ({ side, from, exit }) => (exit ? `${side}/${from}, ${exit}` : undefined));
    // Arrows between the same two boxes share what the log kept before it kept exits, and what leaves a part.
    const byPair = countMoves(overlay.traffic.moves, ({ side, from, to, exit }) => {
      const [box = from, inside] = from.split('/');
      if (inside !== undefined) return to.startsWith(`${box}/`) ? undefined : `${side}/${box} ${side}/${to}`;
      return exit === undefined ? `${side}/${from} ${side}/${to}` : undefined;
    });
    const most = Math.max(1, ...byExit.values(), ...byPair.values());
    return new Map(
      arrows.flatMap(({ id, from, to, handle }): (readonly [string, ArrowMark])[] => {
        const slot = byKey.get(from)?.slots.find(({ path }) => handleOf(path) === handle);
        const count = (byExit.get(`${from}, ${slot?.name}`) ?? 0) + (byPair.get(`${from} ${to}`) ?? 0);
        return [[id, { tone: 'traffic', count, width: count === 0 ? 1 : 1.5 + (THICKEST - 1.5) * (count / most) }]];
      }),
    );
  }
  const nameOf = ({ from, handle }: ArrowView) => {
    const box = byKey.get(from);
    const slot = box?.slots.find(({ path }) => handleOf(path) === handle);
    return box && slot && `${boxName(box)}, ${slot.name}`;
  };
  if (overlay.kind === 'diff') return markChanges(overlay.drawing, arrows, nameOf);
  const set = new Set(overlay.kind === 'walk' ? overlay.walked : overlay.missed);
  return new Map(
    arrows.flatMap((arrow): (readonly [string, ArrowMark])[] =>
      set.has(nameOf(arrow) ?? '') ? [[arrow.id, { tone: overlay.kind === 'walk' ? 'walked' : 'missed' }]] : [],
    ),
  );
}

function markChanges(
  { fresh, left, gone }: DiffDrawing,
  arrows: readonly ArrowView[],
  nameOf: (arrow: ArrowView) => string | undefined,
): ReadonlyMap<string, ArrowMark> {
  const [added, removed] = [new Set(fresh), new Set(left)];
  const extra = new Set(gone.map(goneId));
  return new Map(
    arrows.flatMap((arrow): (readonly [string, ArrowMark])[] => {
      const name = nameOf(arrow) ?? '';
      if (extra.has(arrow.id) || removed.has(name)) return [[arrow.id, { tone: 'removed', sign: '−', width: 2 }]];
      return added.has(name) ? [[arrow.id, { tone: 'added', sign: '+', width: 3 }]] : [];
    }),
  );
}

function goneId({ from, exit }: DiffDrawing['gone'][number]): string {
  return `${from}:gone:${exit}`;
}

/** Arrows that the flow does not have and the drawing shows all the same: where exits led before. */
export function goneArrows(overlay: Overlay | undefined): readonly ArrowView[] {
  if (overlay?.kind !== 'diff') return [];
  return overlay.drawing.gone.map((arrow) => ({
    id: goneId(arrow),
    from: arrow.from,
    to: arrow.to,
    handle: arrow.handle ?? '',
    kind: 'exit',
  }));
}
