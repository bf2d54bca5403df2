import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { type ArrowView, type BoxView, handleOf } from './box-view.ts';

/** What is laid over the drawing: a test call, what the cases leave out, or how many people went where. Names are `call menu` and `call menu, key 1`. */
export type Overlay =
  | { readonly kind: 'walk'; readonly at?: string | undefined; readonly walked: readonly string[] }
  | { readonly kind: 'coverage'; readonly missed: readonly string[] }
  | { readonly kind: 'traffic'; readonly traffic: ApiAnswer<'flowTraffic'> };

export interface BoxMark {
  readonly tone: 'at' | 'walked' | 'missed' | 'traffic';
  /** Of traffic. */
  readonly entered?: number;
  readonly hungUp?: number;
}

export interface ArrowMark {
  readonly tone: 'walked' | 'missed' | 'traffic';
  /** How often it was taken; where the log does not say by which exit, another arrow between the same two boxes counts too. */
  readonly count?: number;
  /** Of the stroke, in pixels. */
  readonly width?: number;
}

const THICKEST = 12;

function boxName({ side, id }: BoxView): `${BoxView['side']} ${string}` {
  return `${side} ${id}`;
}

/** The marks of boxes, by key. Pure. */
export function markBoxes(overlay: Overlay | undefined, boxes: readonly BoxView[]): ReadonlyMap<string, BoxMark> {
  if (!overlay) return new Map();
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
  const set = new Set(overlay.kind === 'walk' ? overlay.walked : overlay.missed);
  return new Map(
    arrows.flatMap(({ id, from, handle }): (readonly [string, ArrowMark])[] => {
      const box = byKey.get(from);
      const slot = box?.slots.find(({ path }) => handleOf(path) === handle);
      if (!box || !slot || !set.has(`${boxName(box)}, ${slot.name}`)) return [];
      return [[id, { tone: overlay.kind === 'walk' ? 'walked' : 'missed' }]];
    }),
  );
}
