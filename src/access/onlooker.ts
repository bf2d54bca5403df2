import { rolesMay } from './permissions.ts';
import type { User } from './user.ts';

/** What somebody signed in may look at on the desk. */
export function onlookerOf({ id, teams, roles }: User): {
  readonly id: string;
  readonly teams: readonly string[];
  readonly supervises: boolean;
} {
  return { id, teams, supervises: rolesMay(roles, 'desk:supervise') };
}
