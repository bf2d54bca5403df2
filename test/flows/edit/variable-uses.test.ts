import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import { isObject } from '../../../src/flows/edit/json.ts';
import { lintDraft } from '../../../src/flows/edit/lint-draft.ts';
import { variableNameFault, variableUses } from '../../../src/flows/edit/variable-uses.ts';
import { Template } from '../../../src/flows/template.ts';
import { SAMPLES, sample } from './sample-drafts.ts';

const NO_TEMPLATES = { templates: [] };
/** Without templates, which these tests leave aside. */
const judged = (flow: Parameters<typeof lintDraft>[0]) => lintDraft(flow, NO_TEMPLATES).filter(({ code }) => code !== 'F044');

describe('where a variable is used', () => {
  it('is found in steps, in the first messages and in tickets', () => {
    const uses = variableUses(sample('support'));
    const places = (name: string) => (uses.get(name) ?? []).map((path) => path.join('.'));
    expect(places('orderNumber').some((path) => path.startsWith('call.steps.order-number'))).toBe(true);
    expect(places('orderNumber').some((path) => path.startsWith('chat.known.'))).toBe(true);
    expect(places('postcode').some((path) => /^tickets\.types\.\d+\.fields\.0\.variable$/.test(path))).toBe(true);
  });

  it('is told of every variable of the samples that the linter takes for used', () => {
    for (const { flow } of SAMPLES) {
      const unused = lintDraft(flow, NO_TEMPLATES).flatMap(({ code, path }) => (code === 'F080' ? [path.split('.')[1]] : []));
      const found = [...variableUses(flow)].flatMap(([name, places]) => (places.length === 0 ? [name] : []));
      expect(found.filter((name) => !unused.includes(name))).toEqual([]);
    }
  });
});

function rename(flow: DraftFlow, from: string, to: string): DraftFlow {
  const done = applyEdit(flow, { kind: 'rename-variable', from, to });
  if (!done.ok) throw new Error(done.refusal.code);
  return done.flow;
}

describe('a variable that is renamed', () => {
  it.each(SAMPLES.map(({ name, flow }) => [name, flow] as const))(
    'is renamed wherever %s uses it: the linter finds nothing new',
    (_, flow) => {
      const names = isObject(flow.variables) ? Object.keys(flow.variables) : [];
      const uses = variableUses(flow);
      const renamed = names.reduce((now, name) => rename(now, name, `${name}Anew`), flow);
      expect(judged(renamed).map(({ code }) => code)).toEqual(judged(flow).map(({ code }) => code));
      const found = variableUses(renamed);
      for (const name of names) expect(found.get(`${name}Anew`)?.length).toBe(uses.get(name)?.length);
      expect(names.reduce((now, name) => rename(now, `${name}Anew`, name), renamed)).toEqual(flow);
    },
  );

  it('is refused a name that is taken, means something else or can’t be written', () => {
    const flow = sample('support');
    const fault = (to: string) => variableNameFault(flow, 'postcode', to, [])?.kind;
    expect(fault('orderNumber')).toBe('taken');
    expect(fault('caseNumber')).toBe('reserved');
    expect(fault('queue')).toBe('reserved');
    expect(fault('Post code')).toBe('shape');
    expect(fault('postcode')).toBeUndefined();
    expect(fault('postalCode')).toBeUndefined();
  });

  it('is refused where a template that is sent is filled with it by its name, and says which', () => {
    const template = Template.parse({
      name: 'call-continue',
      category: 'UTILITY',
      revealsCall: true,
      variables: [{ name: 'orderNumber', max: 20, sample: { es: '471182' } }],
      languages: {
        es: {
          body: 'Aquí la tienda: seguimos con el pedido {{orderNumber}}, si quiere.',
          buttons: [
            { id: 'go:{{token}}', title: 'Seguir' },
            { id: 'no:{{token}}', title: 'No era yo' },
          ],
        },
      },
    });
    expect(variableNameFault(sample('support'), 'orderNumber', 'orderNo', [template])).toEqual({
      kind: 'templates',
      templates: ['call-continue'],
    });
    expect(variableNameFault(sample('support'), 'postcode', 'zip', [template])).toBeUndefined();
  });
});
