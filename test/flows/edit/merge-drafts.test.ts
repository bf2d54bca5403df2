import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import type { Edit } from '../../../src/flows/edit/edit.ts';
import { sameJson, valueAt } from '../../../src/flows/edit/json.ts';
import { chooseMine, mergeDrafts } from '../../../src/flows/edit/merge-drafts.ts';
import { newStep } from '../../../src/flows/edit/new-step.ts';
import { dice, editOf } from './edit-arbitrary.ts';
import { SAMPLES, sample } from './sample-drafts.ts';

const SUPPORT = sample('support');

function done(flow: DraftFlow, ...edits: readonly Edit[]): DraftFlow {
  return edits.reduce((changed, edit) => {
    const result = applyEdit(changed, edit);
    return result.ok ? result.flow : changed;
  }, flow);
}

const note = (step: string, value: string): Edit => ({ kind: 'set', path: ['call', 'steps', step, 'note'], value });

describe('two editors', () => {
  it('who worked on different steps and fields both keep everything', () => {
    const mine = done(SUPPORT, note('greeting', 'mine'), {
      kind: 'add-step',
      side: 'call',
      id: 'hello',
      step: newStep('call', 'say'),
      after: { side: 'call', step: 'greeting', path: ['next'] },
    });
    const theirs = done(SUPPORT, note('main-menu', 'theirs'), { kind: 'set', path: ['name'], value: 'Support' });
    const { flow, conflicts } = mergeDrafts(SUPPORT, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(valueAt(flow, ['call', 'steps', 'greeting', 'note'])).toBe('mine');
    expect(valueAt(flow, ['call', 'steps', 'greeting', 'next'])).toBe('hello');
    expect(valueAt(flow, ['call', 'steps', 'main-menu', 'note'])).toBe('theirs');
    expect(flow.name).toBe('Support');
  });

  it('who changed the same words are told, and nothing of the other is lost until somebody chooses', () => {
    const path = ['call', 'steps', 'greeting', 'text', 'en'];
    const mine = done(SUPPORT, { kind: 'set', path, value: 'Mine' });
    const theirs = done(SUPPORT, { kind: 'set', path, value: 'Theirs' });
    const merged = mergeDrafts(SUPPORT, mine, theirs);
    expect(merged.conflicts).toEqual([{ path, base: valueAt(SUPPORT, path), mine: 'Mine', theirs: 'Theirs' }]);
    expect(valueAt(merged.flow, path)).toBe('Theirs');
    expect(chooseMine(merged, () => true)).toEqual(mine);
    expect(chooseMine(merged, () => false)).toEqual(theirs);
  });

  it('of whom one took out what the other changed are told', () => {
    const mine = done(SUPPORT, { kind: 'remove-steps', steps: [{ side: 'call', step: 'speak-english' }] });
    const theirs = done(SUPPORT, note('speak-english', 'kept'));
    const merged = mergeDrafts(SUPPORT, mine, theirs);
    expect(merged.conflicts.map(({ path }) => path.join('.'))).toEqual(['call.steps.speak-english']);
    expect(valueAt(merged.flow, ['call', 'steps', 'speak-english', 'note'])).toBe('kept');
    expect(
      valueAt(
        chooseMine(merged, () => true),
        ['call', 'steps', 'speak-english'],
      ),
    ).toBeUndefined();
  });

  it('who added options to one menu both find them, and one order counts', () => {
    const path = ['call', 'steps', 'main-menu', 'options'];
    const mine = done(SUPPORT, { kind: 'insert-item', path, at: 0, value: { key: '7', to: 'person' } });
    const theirs = done(
      SUPPORT,
      { kind: 'insert-item', path, at: 4, value: { key: '8', to: 'person' } },
      { kind: 'set', path: [...path, 1, 'intent'], value: 'bills' },
    );
    const { flow, conflicts } = mergeDrafts(SUPPORT, mine, theirs);
    expect(conflicts).toEqual([]);
    const options = valueAt(flow, path) as { key: string; intent?: string }[];
    expect(options.map(({ key }) => key)).toEqual(['7', '1', '2', '3', '0', '8']);
    expect(options[2]?.intent).toBe('bills');
  });

  it('who moved one box are not asked: the last one counts', () => {
    const move = (x: number) => done(SUPPORT, { kind: 'move-boxes', boxes: { 'call/greeting': [x, 0] } });
    const { flow, conflicts } = mergeDrafts(move(0), move(10), move(20));
    expect(conflicts).toEqual([]);
    expect(valueAt(flow, ['layout', 'call/greeting'])).toEqual([10, 0]);
  });

  it('never lose a change without a word, whatever both do', () => {
    const some = fc.array(dice, { minLength: 1, maxLength: 6 });
    let conflicting = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), some, some, ({ flow }, first, second) => {
        const changed = (throws: typeof first) => throws.reduce((each, thrown) => done(each, editOf(each, thrown)), flow);
        const [mine, theirs] = [changed(first), changed(second)];
        const merged = mergeDrafts(flow, mine, theirs);
        if (merged.conflicts.length > 0) conflicting += 1;
        // Whoever did nothing has nothing to say, and who did the same agrees.
        expect(sameJson(mergeDrafts(flow, mine, flow).flow, mine)).toBe(true);
        expect(sameJson(mergeDrafts(flow, flow, theirs).flow, theirs)).toBe(true);
        expect(sameJson(mergeDrafts(flow, mine, mine).flow, mine)).toBe(true);
        const back = mergeDrafts(flow, theirs, mine);
        expect(back.conflicts.map(({ path }) => path.join('.')).sort()).toEqual(merged.conflicts.map(({ path }) => path.join('.')).sort());
        // Every step that one of them changed alone is as they left it.
        for (const side of ['call', 'chat']) {
          const steps = (each: DraftFlow) => (valueAt(each, [side, 'steps']) ?? {}) as Record<string, never>;
          for (const id of Object.keys({ ...steps(flow), ...steps(mine), ...steps(theirs) })) {
            const [was, my, their, now] = [flow, mine, theirs, merged.flow].map((each) => steps(each)[id]);
            if (sameJson(their, was)) expect(sameJson(now, my)).toBe(true);
            else if (sameJson(my, was)) expect(sameJson(now, their)).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(conflicting).toBeGreaterThan(0);
  });
});
