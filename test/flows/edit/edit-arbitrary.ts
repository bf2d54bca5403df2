import fc from 'fast-check';
import { type DraftFlow, draftSteps } from '../../../src/flows/edit/draft.ts';
import type { Edit } from '../../../src/flows/edit/edit.ts';
import { exitSlots, stepTypes } from '../../../src/flows/edit/exit-slots.ts';
import { newStep } from '../../../src/flows/edit/new-step.ts';
import { copySteps } from '../../../src/flows/edit/step-clip.ts';

/** Throws of dice; which edit they make depends on the flow that they meet. */
export type Dice = readonly [kind: number, a: number, b: number, c: number, word: string];

const nat = fc.nat({ max: 9999 });
export const dice: fc.Arbitrary<Dice> = fc.tuple(nat, nat, nat, nat, fc.string({ maxLength: 12 }));

function pick<T>(from: readonly T[], at: number): T {
  return from[at % from.length] as T;
}

/** An edit that a person could make on this flow, or try to. */
export function editOf(flow: DraftFlow, [kind, a, b, c, word]: Dice): Edit {
  const side = a % 2 === 0 ? 'call' : 'chat';
  const steps = draftSteps(flow, side);
  const [id, step] = pick(steps, b);
  const [other] = pick(steps, c);
  const slots = exitSlots(side, step);
  const exit = { side, step: id, path: slots.length > 0 ? pick(slots, c).path : ['next'] } as const;
  const list = (['options', 'cases', 'arms', 'buttons'] as const).find((name) => Array.isArray(step[name])) ?? 'options';
  const path = [side, 'steps', id, list];
  const makers: readonly (() => Edit)[] = [
    () => ({
      kind: 'add-step',
      side,
      id: `new-${c}`,
      step: newStep(side, pick(stepTypes(side), c)),
      spot: [c, b],
      ...(c % 2 === 0 && { after: exit }),
    }),
    () => ({ kind: 'remove-steps', steps: [{ side, step: id }, ...(c % 2 === 0 ? [{ side, step: other } as const] : [])] }),
    () => ({ kind: 'rename-step', side, from: id, to: c % 3 === 0 ? other : `named-${c}` }),
    () => {
      const clip = copySteps(
        flow,
        [
          { side, step: id },
          { side, step: other },
        ],
        { [`${side}/${id}`]: [1, 2] },
      );
      return clip ? { kind: 'paste', side: c % 5 === 0 ? 'chat' : side, clip } : { kind: 'set-start', side, step: id };
    },
    () => ({ kind: 'connect', exit, to: other }),
    () => ({ kind: 'disconnect', exit }),
    () => ({ kind: 'set-start', side, step: id }),
    () => ({ kind: 'set', path: [side, 'steps', id, 'text', 'es'], value: word }),
    () => ({ kind: 'set', path: [side, 'steps', id, pick(['note', 'text', 'prompt', 'retries'], c)] }),
    () => ({ kind: 'insert-item', path, at: c % 4, value: { key: String(c % 10), to: other } }),
    () => ({ kind: 'remove-item', path, at: c % 4 }),
    () => ({ kind: 'move-item', path, from: b % 3, to: c % 3 }),
    () => ({ kind: 'move-boxes', boxes: { [`${side}/${id}`]: [b, c], [`${side}/${other}`]: [c / 3, b] } }),
    () => ({ kind: 'rename-variable', from: pick([...Object.keys(Object(flow.variables)), 'nobody'], b), to: `v${c}` }),
    () => ({ kind: 'set', path: [word, a], value: [word, null, c] }),
    () => ({ kind: 'all', edits: [editOf(flow, [b % 14, a, c, b, word]), editOf(flow, [c % 14, b, a, c, word])] }),
  ];
  return pick(makers, kind)();
}
