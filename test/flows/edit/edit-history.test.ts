import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import { beginHistory, type EditHistory, recordChange, redo, sealGroup, takeOver, undo } from '../../../src/flows/edit/edit-history.ts';
import { writeJson } from '../../../src/flows/write-json.ts';
import { type Dice, dice, editOf } from './edit-arbitrary.ts';
import { SAMPLES, sample } from './sample-drafts.ts';

function edited(flow: DraftFlow, throws: readonly Dice[]): { history: EditHistory; made: number } {
  let history = beginHistory(flow);
  let made = 0;
  for (const each of throws) {
    const edit = editOf(history.flow, each);
    const result = applyEdit(history.flow, edit);
    if (!result.ok) continue;
    if (result.flow !== history.flow) made += 1;
    history = recordChange(history, result.flow, edit.kind);
  }
  return { history, made };
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) frozen(each);
  return value;
}

function untilEnd(history: EditHistory, back: (history: EditHistory) => EditHistory): EditHistory {
  let last = history;
  for (let next = back(last); next !== last; next = back(last)) last = next;
  return last;
}

describe('undo and redo', () => {
  const throws = fc.array(dice, { minLength: 1, maxLength: 25 });

  it('give the first bytes back, and the last ones again, after any sequence of edits', () => {
    let all = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), throws, ({ flow, text }, sequence) => {
        // What an edit would change in place throws.
        const { history, made } = edited(frozen(flow), sequence);
        all += made;
        const last = writeJson(history.flow);
        const undone = untilEnd(history, undo);
        expect(writeJson(undone.flow)).toBe(text);
        expect(writeJson(untilEnd(undone, redo).flow)).toBe(last);
      }),
      { numRuns: 150 },
    );
    expect(all).toBeGreaterThan(500);
  });

  it('take typing in one field back at once, and what is typed after a pause by itself', () => {
    const path = ['call', 'steps', 'greeting', 'text', 'en'];
    const type = (history: EditHistory, value: string) => {
      const result = applyEdit(history.flow, { kind: 'set', path, value });
      return result.ok ? recordChange(history, result.flow, 'set', path.join('.')) : history;
    };
    const start = beginHistory(sample('support'));
    const typed = type(sealGroup(type(type(start, 'H'), 'Hi')), 'Hi!');
    expect(writeJson(undo(typed).flow)).toContain('"Hi"');
    expect(undo(undo(typed)).flow).toBe(start.flow);
  });

  it('take back what I did and leave what somebody else did since', () => {
    const start = sample('support');
    const set = (flow: DraftFlow, step: string, value: string) => {
      const result = applyEdit(flow, { kind: 'set', path: ['call', 'steps', step, 'note'], value });
      if (!result.ok) throw new Error(result.refusal.code);
      return result.flow;
    };
    const mine = recordChange(beginHistory(start), set(start, 'greeting', 'mine'), 'set');
    const both = takeOver(mine, set(mine.flow, 'main-menu', 'theirs'));
    const undone = undo(both);
    expect(writeJson(undone.flow)).toBe(writeJson(set(start, 'main-menu', 'theirs')));
    expect(writeJson(redo(undone).flow)).toBe(writeJson(both.flow));
  });
});
