import { boxHeight, linkOf } from '../../../../flows/edit/box-size.ts';
import { boxKey, type DraftFlow, draftSteps, SIDES } from '../../../../flows/edit/draft.ts';
import { type ExitSlot, exitSlots } from '../../../../flows/edit/exit-slots.ts';
import { type JsonObject, valueAt } from '../../../../flows/edit/json.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';

/** What a step looks like as a box; the same object as long as the step is the same. */
export interface BoxView {
  readonly key: string;
  readonly side: FlowSide;
  readonly id: string;
  readonly step: JsonObject;
  readonly slots: readonly ExitSlot[];
  readonly link: 'offer' | 'chat' | undefined;
  readonly height: number;
}

/** What a step leads to. `handle`: where the arrow leaves the box. */
export interface ArrowView {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly handle: string;
  readonly kind: 'exit' | 'offer' | 'chat';
}

const BOXES = new WeakMap<JsonObject, BoxView>();
const ARROWS = new WeakMap<JsonObject, readonly ArrowView[]>();

function boxOf(side: FlowSide, id: string, step: JsonObject): BoxView {
  const known = BOXES.get(step);
  if (known?.id === id && known.side === side) return known;
  const key = boxKey({ side, step: id });
  const box = { key, side, id, step, slots: exitSlots(side, step), link: linkOf(side, step), height: boxHeight(side, step) };
  BOXES.set(step, box);
  return box;
}

/** Every step as a box, the call first, in the order of the file. */
export function boxesOf(flow: DraftFlow): readonly BoxView[] {
  return SIDES.flatMap((side) => draftSteps(flow, side).map(([id, step]) => boxOf(side, id, step)));
}

/** The name of the place of a box from which an arrow leaves. */
export function handleOf(path: ExitSlot['path']): string {
  return path.join('.');
}

/** The names of all places of a box from which arrows leave, from above. */
export function exitHandles({ slots, link }: BoxView): readonly string[] {
  const own = slots.map(({ path }) => handleOf(path));
  if (link === undefined) return own;
  return [...own, LINK_HANDLES[link]];
}

/** What leads away from a box and is no exit. */
export const LINK_HANDLES = { offer: 'offer.step', chat: 'chat' } as const;

/** Every arrow; `chatStart`: the box at which the chat begins. Arrows to nowhere are not drawn. */
export function arrowsOf(boxes: readonly BoxView[], chatStart: string): readonly ArrowView[] {
  const there = new Set(boxes.map(({ key }) => key));
  return boxes.flatMap((box) => arrowsFrom(box, chatStart)).filter(({ to }) => there.has(to));
}

function arrowsFrom(box: BoxView, chatStart: string): readonly ArrowView[] {
  const known = ARROWS.get(box.step);
  if (known && (known[0] === undefined || known[0].from === box.key) && (box.link !== 'chat' || known.at(-1)?.to === chatStart))
    return known;
  const { key, side, step, slots, link } = box;
  const arrow = (handle: string, to: string, kind: ArrowView['kind']): ArrowView => ({
    id: `${key}:${handle}`,
    from: key,
    to,
    handle,
    kind,
  });
  const arrows = slots.flatMap(({ path, to }) => (to === undefined ? [] : [arrow(handleOf(path), boxKey({ side, step: to }), 'exit')]));
  const offer =
    link === 'offer' ? [arrow(LINK_HANDLES.offer, boxKey({ side, step: String(valueAt(step, ['offer', 'step'])) }), 'offer')] : [];
  const chat = link === 'chat' ? [arrow(LINK_HANDLES.chat, chatStart, 'chat')] : [];
  const all = [...arrows, ...offer, ...chat];
  ARROWS.set(step, all);
  return all;
}

/** The boxes of a side from its start on, as they are come to; then those that nothing leads to. */
export function inReadingOrder(boxes: readonly BoxView[], start: string): readonly BoxView[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const order = new Set<BoxView>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const box = byId.get(id);
    if (!box || order.has(box)) continue;
    order.add(box);
    open.push(...box.slots.flatMap(({ to }) => to ?? []).reverse());
  }
  return [...order, ...boxes.filter((box) => !order.has(box))];
}

type ProblemsByBox = ReadonlyMap<string, readonly FlowProblem[]>;

function sayTheSame(a: readonly FlowProblem[], b: readonly FlowProblem[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ code, path, message }, at) => code === b[at]?.code && path === b[at]?.path && message === b[at]?.message)
  );
}

/** Problems by the box where they stand; where they are as `before`, the same list, so that only other boxes are drawn again. */
export function problemsByBox(problems: readonly FlowProblem[], before: ProblemsByBox = new Map()): ProblemsByBox {
  const found = new Map<string, FlowProblem[]>();
  for (const problem of problems) {
    if (problem.step === undefined || (problem.side !== 'call' && problem.side !== 'chat')) continue;
    const key = boxKey({ side: problem.side, step: problem.step });
    const there = found.get(key);
    if (there) there.push(problem);
    else found.set(key, [problem]);
  }
  return new Map(
    [...found].map(([key, list]) => {
      const known = before.get(key);
      return [key, known && sayTheSame(known, list) ? known : list] as const;
    }),
  );
}
