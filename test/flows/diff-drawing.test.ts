import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawDiff } from '../../src/flows/diff-drawing.ts';
import { applyEdit } from '../../src/flows/edit/apply-edit.ts';
import { placedBoxes } from '../../src/flows/edit/box-size.ts';
import { boxKey, type DraftFlow, draftSteps, SIDES } from '../../src/flows/edit/draft.ts';
import type { Edit } from '../../src/flows/edit/edit.ts';
import { dice, editOf } from './edit/edit-arbitrary.ts';
import { SAMPLES, sample } from './edit/sample-drafts.ts';

function edited(flow: DraftFlow, ...edits: readonly Edit[]): DraftFlow {
  const result = applyEdit(flow, { kind: 'all', edits });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.flow;
}

const keysOf = (flow: DraftFlow) => SIDES.flatMap((side) => draftSteps(flow, side).map(([step]) => boxKey({ side, step })));

describe('two states of a flow as one drawing', () => {
  it('have a step that is gone among the others, with the arrows that went with it', () => {
    const before = edited(sample('support'), { kind: 'move-boxes', boxes: { 'call/goodbye': [900, 40], 'call/greeting': [0, 0] } });
    const now = edited(before, { kind: 'remove-steps', steps: [{ side: 'call', step: 'not-understood' }] });
    const drawing = drawDiff(before, now);
    expect(drawing.diff.boxes['call/not-understood']).toBe('removed');
    expect(keysOf(drawing.flow).sort()).toEqual(keysOf(before).sort());
    expect(drawing.left).toContain('call not-understood, next');
    // What led to it leads past it now: both are drawn.
    const [first] = drawing.gone.filter(({ to }) => to === 'call/not-understood');
    expect(first).toBeDefined();
    expect(drawing.fresh).toContain(`call ${first?.from.slice('call/'.length)}, ${first?.exit}`);
  });

  it('leave a step that is gone where it stood, unless another box stands there by now', () => {
    const placed = { 'call/greeting': [0, 0], 'call/not-understood': [700, 500] } as const;
    const before = edited(sample('support'), { kind: 'move-boxes', boxes: placed });
    const gone = edited(before, { kind: 'remove-steps', steps: [{ side: 'call', step: 'not-understood' }] });
    expect(placedBoxes(drawDiff(before, gone).flow)['call/not-understood']).toEqual([700, 500]);
    const taken = edited(gone, { kind: 'move-boxes', boxes: { 'call/greeting': [690, 490] } });
    expect(placedBoxes(drawDiff(before, taken).flow)['call/not-understood']).not.toEqual([700, 500]);
  });

  it('name an exit that was taken away with its option, and one that is new', () => {
    const path = ['call', 'steps', 'main-menu', 'options'];
    const before = sample('support');
    const now = edited(before, { kind: 'remove-item', path, at: 0 });
    const [gone] = drawDiff(before, now).gone;
    expect(gone?.exit).toBe('key 1');
    expect(gone?.handle).toBeUndefined();
    expect(drawDiff(now, before).fresh).toContain('call main-menu, key 1');
  });

  it('draw every box of both states once, each box that changed marked, whatever was edited', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(dice, { minLength: 1, maxLength: 12 }), ({ flow }, throws) => {
        const now = throws.reduce((each, thrown) => {
          const result = applyEdit(each, editOf(each, thrown));
          return result.ok ? result.flow : each;
        }, flow);
        const { flow: drawn, diff, gone } = drawDiff(flow, now);
        const there = new Set(keysOf(drawn));
        expect(keysOf(now).every((key) => there.has(key))).toBe(true);
        expect(Object.keys(diff.boxes).filter((key) => !there.has(key))).toEqual([]);
        expect(gone.filter(({ from, to }) => !there.has(from) || !there.has(to))).toEqual([]);
        const removed = Object.values(diff.boxes).filter((change) => change === 'removed').length;
        expect(there.size).toBe(keysOf(now).length + removed);
      }),
      { numRuns: 100 },
    );
  });
});
