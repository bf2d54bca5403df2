import type { Changes, CommitResult, Store } from './changes.ts';
import { AppError } from './errors.ts';

/** A decision: what to commit, and what to answer once it is committed. No changes: nothing is written. */
export interface Decision<T> {
  readonly changes?: Changes;
  readonly outcome: T;
}

const TRIES = 5;

/**
 * Load, decide, commit; on a version clash again, from the load. `onDuplicate` says what to answer when a mark shows
 * that this was done before. Throws `conflict` after five clashes.
 */
export async function decideAndCommit<T>(
  store: Store,
  attempt: () => Promise<Decision<T>>,
  onDuplicate?: (duplicate: Extract<CommitResult, { kind: 'duplicate' }>) => T | Promise<T>,
): Promise<T> {
  for (let n = 0; n < TRIES; n += 1) {
    const decision = await attempt();
    if (!decision.changes) return decision.outcome;
    const result = await store.commit(decision.changes);
    if (result.kind === 'committed') return decision.outcome;
    if (result.kind === 'duplicate') {
      if (onDuplicate) return onDuplicate(result);
      return decision.outcome;
    }
  }
  throw new AppError('conflict');
}
