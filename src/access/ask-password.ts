import { AppError } from '../base/errors.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { isPassword } from './password.ts';
import type { StoredUser, UserStore } from './user-store.ts';

export interface AskPasswordDeps {
  readonly users: UserStore;
  readonly limits: AttemptLimits;
}

/**
 * Asks somebody signed in for the password they have, counted like an attempt to sign in until `right` is called. Throws
 * `user-not-found`, `sso-user`, `too-many-attempts`, `password-wrong`.
 */
export async function askPassword(
  deps: AskPasswordDeps,
  who: { readonly userId: string; readonly address: string },
  password: string,
): Promise<{ readonly stored: StoredUser; readonly right: () => Promise<void> }> {
  const stored = await deps.users.byId(who.userId);
  if (!stored) throw new AppError('user-not-found');
  if (stored.openId) throw new AppError('sso-user');
  const attempt = { username: stored.user.username, address: who.address };
  const counted = await deps.limits.take(attempt);
  if (!counted.allowed) throw new AppError('too-many-attempts', undefined, { details: { retryAfterSeconds: counted.retryAfterSeconds } });
  if (!(await isPassword(stored.passwordHash, password))) throw new AppError('password-wrong');
  return { stored, right: () => deps.limits.forgive(attempt) };
}
