import type { Role } from './user.ts';
import type { StoredUser } from './user-store.ts';

/** What somebody signed in must do before they may do what their roles allow. */
export type Debt = 'password' | 'second-factor';

/** What somebody owes; `duty`: the roles that must have a second factor. */
export function owedBy({ user, mustChange, secondFactor, openId }: StoredUser, duty: readonly Role[] = []): { readonly owes?: Debt } {
  if (mustChange) return { owes: 'password' };
  return !secondFactor && !openId && user.roles.some((role) => duty.includes(role)) ? { owes: 'second-factor' } : {};
}
