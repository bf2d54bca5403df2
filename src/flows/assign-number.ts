import { AppError } from '../base/errors.ts';
import { type NumberAssignments, readEntryNumber } from './number-assignments.ts';
import type { ReleaseStore } from './releases.ts';

interface Deps {
  readonly assignments: Pick<NumberAssignments, 'assign'>;
  readonly releases: Pick<ReleaseStore, 'list'>;
}

interface Input {
  /** As it was typed. */
  readonly number: string;
  readonly flowId: string;
}

/**
 * Has a flow answer an entry number; only a flow with a good release may. Answers the number as it is kept. Throws
 * `number-invalid`, `flow-unknown` (the details list the flows there are) and `store-unavailable`.
 */
export async function assignNumber({ assignments, releases }: Deps, { number, flowId }: Input): Promise<string> {
  const entryNumber = readEntryNumber(number);
  if (!entryNumber) throw new AppError('number-invalid');
  const flows = (await releases.list()).map((release) => release.flowId).sort();
  if (!flows.includes(flowId)) throw new AppError('flow-unknown', refusal(flowId, flows), { details: { flows } });
  await assignments.assign(entryNumber, flowId);
  return entryNumber;
}

function refusal(flowId: string, flows: readonly string[]): string {
  const there = flows.length > 0 ? `There are: ${flows.join(', ')}.` : 'There is none yet: start the service once.';
  return `No flow "${flowId}" has a good release. ${there}`;
}
