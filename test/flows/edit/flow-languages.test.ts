import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import type { Edit } from '../../../src/flows/edit/edit.ts';
import { addLanguage, languageLoss, missingWordings, removeLanguage } from '../../../src/flows/edit/flow-languages.ts';
import { type JsonPath, valueAt } from '../../../src/flows/edit/json.ts';
import { lintDraft } from '../../../src/flows/edit/lint-draft.ts';
import { SAMPLES, sample } from './sample-drafts.ts';

function edited(flow: DraftFlow, edit: Edit): DraftFlow {
  const done = applyEdit(flow, edit);
  if (!done.ok) throw new Error(done.refusal.code);
  return done.flow;
}

const dots = (path: JsonPath) => path.join('.');
/** Where the linter misses words of a language, as it writes places. */
function missedByLinter(flow: DraftFlow, language: string): string[] {
  return lintDraft(flow, { templates: [] })
    .filter(({ code, message }) => code === 'F020' && message.includes(` in ${language}.`))
    .map(({ path }) => path.replace(/\[(\d+)\]/g, '.$1'));
}

describe('a language that is added', () => {
  it.each(SAMPLES.map(({ name, flow }) => [name, flow] as const))(
    'lists in %s every wording that the linter misses, and no other',
    (_, flow) => {
      const more = edited(flow, addLanguage(flow, 'pt', 'Polly.Ines-Neural'));
      expect(more.languages).toEqual(['es', 'en', 'pt']);
      expect(valueAt(more, ['voices', 'pt'])).toBe('Polly.Ines-Neural');
      const found = missingWordings(more, 'pt').map(dots);
      expect(found.length).toBeGreaterThan(20);
      expect(found.sort()).toEqual(missedByLinter(more, 'pt').sort());
    },
  );

  it('is listed no more where it is written', () => {
    const flow = sample('support');
    const more = edited(flow, addLanguage(flow, 'pt', undefined));
    const [first] = missingWordings(more, 'pt');
    const written = edited(more, { kind: 'set', path: [...(first as JsonPath), 'pt'], value: 'Olá.' });
    expect(missingWordings(written, 'pt')).toEqual(missingWordings(more, 'pt').slice(1));
  });
});

describe('a language that is removed', () => {
  it.each(SAMPLES.map(({ name, flow }) => [name, flow] as const))('leaves nothing of itself in %s but what names it', (_, flow) => {
    const { wordings, named } = languageLoss(flow, 'en');
    expect(wordings).toBeGreaterThan(20);
    const left = edited(flow, removeLanguage(flow, 'en'));
    expect(left.languages).toEqual(['es']);
    expect(languageLoss(left, 'en')).toEqual({ wordings: 0, wordLists: 0, named });
    const strange = lintDraft(left, { templates: [] }).filter(({ code }) => code === 'F020' || code === 'F021');
    expect(strange).toEqual([]);
  });

  it('names the steps that change to it, which only a person can lead elsewhere', () => {
    const { named } = languageLoss(sample('support'), 'en');
    expect(named.map(dots)).toContain('call.steps.speak-english.language');
  });

  it('changes nothing else: what comes back is what was added', () => {
    const flow = sample('utility-outage');
    const more = edited(flow, addLanguage(flow, 'pt', undefined));
    expect(edited(more, removeLanguage(more, 'pt'))).toEqual(flow);
  });
});
