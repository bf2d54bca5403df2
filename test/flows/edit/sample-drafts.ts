import { readdirSync, readFileSync } from 'node:fs';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';

const FOLDER = new URL('../../../flows/', import.meta.url);

/** The sample flows as their files have them: the text, and what stands in it. */
export const SAMPLES: readonly { readonly name: string; readonly text: string; readonly flow: DraftFlow }[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.flow.json'))
  .map((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    return { name, text, flow: JSON.parse(text) as DraftFlow };
  });

export function sample(id: string): DraftFlow {
  const found = SAMPLES.find(({ flow }) => flow.id === id);
  if (!found) throw new Error(`there is no sample flow ${id}`);
  return found.flow;
}

/** Lines of one text that the other does not have at all. */
export function newLines(before: string, after: string): string[] {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line));
}
