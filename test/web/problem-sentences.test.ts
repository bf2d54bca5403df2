import { expect, it } from 'vitest';
import { PROBLEM_CATALOGUE, type ProblemCode } from '../../src/flows/lint/catalogue.ts';
import { problemsEs } from '../../src/web/pages/flows/problems/problems-es.ts';
import { spanishProblem } from '../../src/web/pages/flows/problems/spanish-problem.ts';

const CODES = Object.keys(PROBLEM_CATALOGUE) as ProblemCode[];
/** Words that no Spanish sentence has. */
const ENGLISH = /\b(the|is|are|of|with|that|which|not|step|flow|wording|leads|missing|says|must|add|remove)\b/i;

it('every problem of the linter is a sentence in Spanish, with nothing left in English', () => {
  expect(Object.keys(problemsEs).sort()).toEqual([...CODES].sort());
  for (const code of CODES) {
    const said = spanishProblem({ code, message: 'The exit next of "greeting" leads to "nowhere", which does not exist.' });
    expect(said, code).toMatch(/^[A-ZÁÉÍÓÚÑ].*\. \(«greeting», «nowhere»\)$/);
    expect(problemsEs[code].replace(/\{\{[^}]*\}\}/g, ''), code).not.toMatch(ENGLISH);
    expect(problemsEs[code].replace(/\{\{[^}]*\}\}/g, ''), code).not.toMatch(/[{}]/);
  }
});

it('what the gate finds beside the linter too; a code that is not known stays as it was said', () => {
  for (const code of ['case-failed', 'case-missing', 'draft-changed'])
    expect(spanishProblem({ code, message: 'Ada has saved.' }), code).not.toBe('Ada has saved.');
  expect(spanishProblem({ code: 'X999', message: 'Something new.' })).toBe('Something new.');
});
