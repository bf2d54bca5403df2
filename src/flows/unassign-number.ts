import { AppError } from '../base/errors.ts';
import { type NumberAssignments, readEntryNumber } from './number-assignments.ts';

interface Deps {
  readonly assignments: Pick<NumberAssignments, 'all' | 'unassign'>;
}

/**
 * Takes the flow of its own from an entry number: the default one answers it again. Answers the number as it was kept.
 * Throws `number-invalid`, `number-not-assigned`, `store-unavailable`.
 */
export async function unassignNumber({ assignments }: Deps, number: string): Promise<string> {
  const entryNumber = readEntryNumber(number);
  if (!entryNumber) throw new AppError('number-invalid');
  if (!Object.hasOwn(await assignments.all(), entryNumber)) throw new AppError('number-not-assigned');
  await assignments.unassign(entryNumber);
  return entryNumber;
}
