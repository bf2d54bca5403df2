import { AppError } from '../base/errors.ts';
import type { RandomBytes } from '../base/random.ts';
import { hashPassword, makePassword } from './password.ts';
import { checkPassword } from './password-policy.ts';
import type { SessionStore } from './session-store.ts';
import type { UserStore } from './user-store.ts';

export interface SetPasswordDeps {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly random: RandomBytes;
}

/**
 * Gives somebody another password, which they must change at the next sign-in, and ends their sessions; without `password` one is made and answered. A demo user
 * stops being one. Throws `user-not-found`, `sso-user`, `password-easy`, `conflict`.
 */
export async function setPassword(deps: SetPasswordDeps, id: string, password?: string): Promise<{ readonly password?: string }> {
  const stored = await deps.users.byId(id);
  if (!stored) throw new AppError('user-not-found');
  if (stored.openId) throw new AppError('sso-user');
  if (password !== undefined) checkPassword(password, stored.user.username);
  const next = password ?? makePassword(deps.random);
  const { demo: _, ...rest } = stored;
  const changed = { ...rest, passwordHash: await hashPassword(next), mustChange: true as const, version: stored.version + 1 };
  const written = await deps.users.replace(changed);
  if (!written) throw new AppError('conflict');
  await deps.sessions.endAllOf(id);
  return password === undefined ? { password: next } : {};
}
