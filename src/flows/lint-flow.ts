import type { Flow } from './flow.ts';
import { contextOf, type LintRule } from './lint/context.ts';
import { lintOffers } from './lint/offers.ts';
import { lintPaths } from './lint/paths.ts';
import { lintPeople } from './lint/people.ts';
import type { Problem } from './lint/problem.ts';
import { lintQuestions } from './lint/questions.ts';
import { lintSpokenConsent } from './lint/spoken-consent.ts';
import { lintTexts } from './lint/texts.ts';
import { lintVariables } from './lint/variables.ts';
import type { Template } from './template.ts';

const RULES: readonly LintRule[] = [lintPaths, lintTexts, lintVariables, lintOffers, lintPeople, lintQuestions, lintSpokenConsent];

/** What is wrong with a flow: errors first, each in the order of the file's sides and of the rules. */
export function lintFlow(flow: Flow, surroundings: { readonly templates: readonly Template[] }): readonly Problem[] {
  const context = contextOf(flow, surroundings.templates);
  const problems = RULES.flatMap((rule) => [...rule(context)]);
  return [...problems.filter(({ severity }) => severity === 'error'), ...problems.filter(({ severity }) => severity === 'warning')];
}
