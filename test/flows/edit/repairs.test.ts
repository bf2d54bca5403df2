import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import { lintDraft } from '../../../src/flows/edit/lint-draft.ts';
import { REPAIRED_CODES, type Repair, repairsOf } from '../../../src/flows/edit/repairs.ts';
import type { Problem } from '../../../src/flows/lint/problem.ts';
import { parseFlow } from '../../../src/flows/parse-flow.ts';
import { writeJson } from '../../../src/flows/write-json.ts';
import { ALSO_BROKEN, BESIDE, BROKEN, bent, type Loose } from './broken-drafts.ts';
import { dice, editOf } from './edit-arbitrary.ts';
import { SAMPLES } from './sample-drafts.ts';

const nameOf = ({ code, path, message }: Problem) => `${code} ${path} ${message}`;

/** The flow after a click; for an exit that somebody chooses, led to the given step. */
function repaired(flow: DraftFlow, repair: Repair, to = 'person'): DraftFlow {
  const result = applyEdit(flow, repair.kind === 'choose-step' ? { kind: 'connect', exit: repair.exit, to } : repair.edit);
  if (!result.ok) throw new Error(`${repair.kind}: ${result.refusal.code} ${result.refusal.about}`);
  return result.flow;
}

/** Errors that a click brought with it. A shape that is right again shows what stood behind it. */
function broughtBy(before: readonly Problem[], after: readonly Problem[]): string[] {
  const known = new Set(before.map(nameOf));
  if (before.some(({ code }) => code === 'F002')) return [];
  return after.filter((problem) => problem.severity === 'error' && !known.has(nameOf(problem))).map(nameOf);
}

describe('what is wrong with a draft', () => {
  it.each(SAMPLES)('$name: the same as with the file', ({ text: file, flow }) => {
    const found = lintDraft(flow, BESIDE).map(nameOf);
    expect(found).toEqual(parseFlow(file, BESIDE).problems.map(nameOf));
  });

  it('an open exit is told once, and everything else is looked at all the same', () => {
    const flow = bent((draft) => {
      delete draft.call.steps['speak-english'].next;
      delete draft.call.steps.offer.person;
      delete draft.call.steps.greeting.text.en;
    });
    expect(lintDraft(flow, BESIDE).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'F010 call.steps.speak-english.next',
      'F010 call.steps.offer.person',
      'F020 call.steps.greeting.text',
    ]);
  });
});

describe('repairs', () => {
  it('are there for every code that the table below breaks, and for no other', () => {
    expect([...REPAIRED_CODES].sort()).toEqual(Object.keys(BROKEN).sort());
  });

  const ways = [...Object.entries(BROKEN), ...ALSO_BROKEN.map(({ code, bend }) => [code, bend] as const)];
  it.each(ways)('%s: each click takes the problem away and brings no error', (code, bend) => {
    const flow = bent(bend);
    const before = lintDraft(flow, BESIDE);
    const problem = before.find((each) => each.code === code);
    if (!problem) throw new Error(`the flow has no ${code}, but ${before.map(nameOf).join('\n')}`);
    const repairs = repairsOf(flow, problem, BESIDE);
    expect(repairs.length).toBeGreaterThan(0);
    for (const repair of repairs) {
      const after = lintDraft(repaired(flow, repair, repair.kind === 'choose-step' ? 'main-menu' : undefined), BESIDE);
      expect(after.map(nameOf)).not.toContain(nameOf(problem));
      expect(broughtBy(before, after)).toEqual([]);
    }
  });

  it('words copied into another language are marked to be translated', () => {
    const flow = bent(BROKEN.F020 as never);
    const problem = lintDraft(flow, BESIDE).find(({ code }) => code === 'F020') as Problem;
    const [repair] = repairsOf(flow, problem, BESIDE);
    const { greeting } = (repaired(flow, repair as Repair) as Loose).call.steps;
    expect(Object.keys(greeting.text)).toEqual(['es', 'en']);
    expect(greeting.text.en).toBe(greeting.text.es);
    expect(greeting.note).toBe('Translate text: en.');
  });

  it('take their problem away whatever was done to the flow before', () => {
    let clicked = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(dice, { minLength: 1, maxLength: 6 }), ({ flow }, throws) => {
        const broken = throws.reduce((each, thrown) => {
          const result = applyEdit(each, editOf(each, thrown));
          return result.ok ? result.flow : each;
        }, flow);
        const before = lintDraft(broken, BESIDE);
        for (const problem of before.slice(0, 8)) {
          for (const repair of repairsOf(broken, problem, BESIDE)) {
            if (repair.kind === 'choose-step') continue;
            clicked += 1;
            const after = repaired(broken, repair);
            expect(lintDraft(after, BESIDE).map(nameOf)).not.toContain(nameOf(problem));
            expect(writeJson(after)).not.toBe(writeJson(broken));
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(clicked).toBeGreaterThan(10);
  });
});
