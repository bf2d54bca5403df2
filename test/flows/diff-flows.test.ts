import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeChange } from '../../src/flows/describe-change.ts';
import { diffFlows } from '../../src/flows/diff-flows.ts';
import type { DraftFlow } from '../../src/flows/edit/draft.ts';

const support = (): DraftFlow => JSON.parse(readFileSync('flows/support.flow.json', 'utf8'));
/** A change of the text of the file. */
const replaced = (...pairs: readonly (readonly [from: string, to: string])[]): DraftFlow =>
  JSON.parse(pairs.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(support())));
const words = (before: DraftFlow, after: DraftFlow) => diffFlows(before, after).changes.map(describeChange);
const steps = (flow: DraftFlow) => (flow as { call: { steps: Record<string, object> } }).call.steps;

describe('the difference between two states of a flow', () => {
  it('is nothing between a flow and itself, in whatever order its keys stand', () => {
    const turned = Object.fromEntries(Object.entries(support()).reverse()) as DraftFlow;
    expect(diffFlows(support(), turned)).toEqual({ changes: [], boxes: {} });
  });

  it('tells a wording by language, with what it was', () => {
    const after = replaced(['It will be easier with a person.', 'A person will help you.']);
    expect(diffFlows(support(), after)).toEqual({
      changes: [
        {
          kind: 'wording',
          side: 'call',
          step: 'not-understood',
          path: 'text',
          language: 'en',
          before: 'It will be easier with a person.',
          after: 'A person will help you.',
        },
      ],
      boxes: { 'call/not-understood': 'changed' },
    });
    expect(words(support(), after)).toEqual([
      '~ call step “not-understood”, text (en): “It will be easier with a person.” → “A person will help you.”',
    ]);
  });

  it('tells a step that is new and one that is gone', () => {
    const after = structuredClone(support()) as DraftFlow;
    steps(after).extra = { type: 'say', text: { es: 'Hola', en: 'Hello' }, next: 'goodbye' };
    expect(words(support(), after)).toEqual(['+ call step “extra” (say) is new']);
    expect(words(after, support())).toEqual(['- call step “extra” (say) is gone']);
    expect(diffFlows(after, support()).boxes).toEqual({ 'call/extra': 'removed' });
  });

  it('tells a renamed step as renamed, and not the arrows that follow it', () => {
    const after = replaced(['"not-understood"', '"try-a-person"']);
    expect(words(support(), after)).toEqual(['~ call step “try-a-person” was called “not-understood”']);
    expect(diffFlows(support(), after).boxes).toEqual({ 'call/try-a-person': 'changed' });
  });

  it('tells two steps that lead to each other and were both renamed', () => {
    const after = replaced(['"dial-person"', '"ring"'], ['"nobody"', '"all-busy"']);
    expect(words(support(), after).sort()).toEqual([
      '~ call step “all-busy” was called “nobody”',
      '~ call step “ring” was called “dial-person”',
    ]);
  });

  it('tells an exit by its name, an option by its key, and a setting by its path', () => {
    const after = structuredClone(support()) as DraftFlow;
    const menu = steps(after)['main-menu'] as { options: Record<string, unknown>[]; noInput: string; retries: object };
    menu.noInput = 'person';
    (menu.options[1] as { intent: string }).intent = 'bill';
    menu.options.splice(2, 1);
    expect(words(support(), after)).toEqual([
      '~ call step “main-menu”, exit key 3: emergency is gone',
      '~ call step “main-menu”, exit noInput: not-understood → person',
      '~ call step “main-menu”, options.key 2.intent: "billing" → "bill"',
      expect.stringMatching(/^~ call step “main-menu”, options\.key 3: \{.*\} is gone$/),
    ]);
  });

  it('tells what belongs to no step', () => {
    const after = { ...support(), name: 'Help', languages: ['es'] };
    expect(words(support(), after)).toEqual([
      '~ the flow, name: "Customer support" → "Help"',
      '~ the flow, languages: ["es","en"] → ["es"]',
    ]);
  });

  it('tells a box that was only moved, and nothing else of it', () => {
    const after = { ...support(), layout: { 'call/greeting': [10, 20] } };
    expect(diffFlows(support(), after)).toEqual({ changes: [], boxes: { 'call/greeting': 'moved' } });
  });

  it('says something of any two JSON objects without a fault, and nothing only of those that are alike', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const flow = fc.record({ name: json, call: fc.record({ start: json, steps: fc.dictionary(fc.string(), json) }), chat: json });
    fc.assert(
      fc.property(flow, flow, (a, b) => {
        const [one, two] = [a, b].map((each) => JSON.parse(JSON.stringify(each)) as DraftFlow) as [DraftFlow, DraftFlow];
        expect(diffFlows(one, one).changes).toEqual([]);
        diffFlows(one, two).changes.map(describeChange);
      }),
      { numRuns: 300 },
    );
  });
});
