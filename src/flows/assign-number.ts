import { AppError } from '../base/errors.ts';
import { type NumberAssignments, readEntryNumber, targetText } from './number-assignments.ts';
import type { ReleaseStore } from './releases.ts';
import { aliasNames, LIVE, releaseAt } from './studio/alias.ts';

interface Deps {
  readonly assignments: Pick<NumberAssignments, 'assign'>;
  readonly releases: Pick<ReleaseStore, 'standing'>;
}

interface Input {
  /** As it was typed. */
  readonly number: string;
  readonly flowId: string;
  /** `live`, if absent. */
  readonly alias?: string;
}

/**
 * Has an alias of a flow answer an entry number; only one that points at a release may. Answers the number as it is kept.
 * Throws `number-invalid`, `flow-unknown` (the details list the flows there are), `alias-not-found`, `store-unavailable`.
 */
export async function assignNumber({ assignments, releases }: Deps, { number, flowId, alias = LIVE }: Input): Promise<string> {
  const entryNumber = readEntryNumber(number);
  if (!entryNumber) throw new AppError('number-invalid');
  const all = await releases.standing();
  const flows = all.filter((each) => aliasNames(each).some((name) => releaseAt(each, name) !== undefined)).map((each) => each.flowId);
  const standing = all.find((each) => each.flowId === flowId);
  if (!standing || !flows.includes(flowId)) throw new AppError('flow-unknown', refusal(flowId, flows), { details: { flows } });
  if (releaseAt(standing, alias) === undefined)
    throw new AppError('alias-not-found', `The alias ${alias} of ${flowId} points at no release.`);
  await assignments.assign(entryNumber, targetText({ flowId, alias }));
  return entryNumber;
}

function refusal(flowId: string, flows: readonly string[]): string {
  const there = flows.length > 0 ? `There are: ${flows.join(', ')}.` : 'There is none yet: start the service once.';
  return `No flow "${flowId}" has a good release. ${there}`;
}
