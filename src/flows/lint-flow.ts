import type { Flow } from './flow.ts';
import { lintCallbacks } from './lint/callbacks.ts';
import { lintChatMessages } from './lint/chat-messages.ts';
import { contextOf, type LintRule, type LintSurroundings } from './lint/context.ts';
import { lintHours } from './lint/hours.ts';
import { lintOffers } from './lint/offers.ts';
import { lintParts, placeOfProblem } from './lint/parts.ts';
import { lintPaths } from './lint/paths.ts';
import { lintPeople } from './lint/people.ts';
import type { Problem } from './lint/problem.ts';
import { lintQuestions } from './lint/questions.ts';
import { lintRecovery } from './lint/recovery.ts';
import { lintSound } from './lint/sound.ts';
import { lintSpeech } from './lint/speech.ts';
import { lintSplits } from './lint/splits.ts';
import { lintSpokenConsent } from './lint/spoken-consent.ts';
import { lintTables } from './lint/tables.ts';
import { lintTexts } from './lint/texts.ts';
import { lintTickets } from './lint/tickets.ts';
import { lintVariables } from './lint/variables.ts';
import { composeFlow } from './parts/compose-flow.ts';
import { partProblems } from './parts/part-problems.ts';

const RULES: readonly LintRule[] = [
  lintPaths,
  lintTexts,
  lintVariables,
  lintOffers,
  lintPeople,
  lintRecovery,
  lintQuestions,
  lintSpokenConsent,
  lintCallbacks,
  lintSound,
  lintSpeech,
  lintHours,
  lintSplits,
  lintChatMessages,
  lintTickets,
  lintTables,
];

/**
 * What is wrong with a flow: errors first, each in the order of the file's sides and of the rules. The steps of a part
 * are looked at where they are run, and told of where they are written.
 */
export function lintFlow(flow: Flow, surroundings: LintSurroundings): readonly Problem[] {
  const broken = partProblems(flow);
  const context = contextOf(broken.length > 0 ? flow : composeFlow(flow), surroundings);
  const found = RULES.flatMap((rule) => [...rule(context)]).map((each) => placeOfProblem(flow, each));
  const problems = once([...lintParts(flow, broken), ...found]);
  return [...problems.filter(({ severity }) => severity === 'error'), ...problems.filter(({ severity }) => severity === 'warning')];
}

/** What is wrong in a part is wrong wherever it is run. */
function once(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, path, message }) => {
    const key = `${code} ${path} ${path.startsWith('parts.') ? '' : message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
