import type { CaseFile } from '../../../../flows/cases.ts';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { CasesPlayed } from './play-requests.ts';
import { startPlayer } from './use-play.ts';

type Change = (file: CaseFile) => CaseFile;

/** Names of the recorded conversations that no longer hold. */
export function failingNames(played: CasesPlayed | undefined): ReadonlySet<string> {
  return new Set(played?.results.flatMap(({ name, failures }) => (failures.length > 0 ? [name] : [])));
}

/** Takes what happens now as expected, in the conversations named; the others stay as they are by then. */
export function takenAsRight(played: CasesPlayed, names: ReadonlySet<string>): Change {
  const fresh = new Map(played.updated.cases.map((each) => [each.name, each] as const));
  return (before) => ({
    ...before,
    cases: before.cases.map((each) => (names.has(each.name) ? (fresh.get(each.name) ?? each) : each)),
  });
}

/** Plays every recorded conversation on the flow, and gives what takes those that fail as right; undefined where it can’t be played. */
export async function takeFailing(flow: DraftFlow, beside: BesideFlow, file: CaseFile): Promise<Change | undefined> {
  const player = startPlayer();
  try {
    const answer = await player.ask({ kind: 'cases', flow, beside, file });
    return answer.kind === 'cases' ? takenAsRight(answer.played, failingNames(answer.played)) : undefined;
  } finally {
    player.end();
  }
}
