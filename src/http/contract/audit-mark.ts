import type { AuditAction } from '../../access/audit-actions.ts';

/**
 * How a route stands in the audit trail. A path leads into what was asked and answered: `params.id`, `body.number`,
 * `answer.user.id`.
 */
export interface AuditMark {
  readonly action: AuditAction;
  /** What it is about: a kind, and where its id stands; of several paths those that are there, joined by a slash. */
  readonly object?: readonly [kind: string, ...paths: string[]];
  /** The id is personal: a keyed hash of it is noted. */
  readonly keyed?: true;
  /** Where the reason stands that was given. */
  readonly why?: string;
  /** Where the id of the user stands who is not known before the work is done. */
  readonly who?: string;
  /**
   * Absent, for changes: before it is made and after. `with-answer`, for looks: before the answer leaves. `seldom`: as that, but
   * the same once in ten minutes.
   */
  readonly noted?: 'with-answer' | 'seldom';
}
