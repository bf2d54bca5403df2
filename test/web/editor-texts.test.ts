import { expect, it } from 'vitest';
import { editorEn } from '../../src/web/pages/flows/editor/words/editor-en.ts';
import { editorEs } from '../../src/web/pages/flows/editor/words/editor-es.ts';

function blanksOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').sort();
}

it('the texts of the editor say something in both languages, with the same blanks', () => {
  expect(Object.keys(editorEs).sort()).toEqual(Object.keys(editorEn).sort());
  for (const key of Object.keys(editorEn) as (keyof typeof editorEn)[]) {
    expect(editorEs[key].trim()).not.toBe('');
    expect(blanksOf(editorEs[key]), key).toEqual(blanksOf(editorEn[key]));
  }
});
