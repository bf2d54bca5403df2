import { AppError } from '../base/errors.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { hashPassword, isPassword } from './password.ts';
import { checkPassword } from './password-policy.ts';
import type { SessionStore } from './session-store.ts';
import type { UserStore } from './user-store.ts';

export interface ChangeOwnPasswordDeps {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly limits: AttemptLimits;
}

/**
 * Gives oneself another password; every other session ends. The one before is asked for, and counted like an attempt to sign
 * in. Throws `too-many-attempts`, `password-wrong`, `password-same`, `password-easy`, `sso-user`, `conflict`.
 */
export async function changeOwnPassword(
  deps: ChangeOwnPasswordDeps,
  who: { readonly userId: string; readonly sessionId: string; readonly address: string },
  passwords: { readonly current: string; readonly next: string },
): Promise<void> {
  const stored = await deps.users.byId(who.userId);
  if (!stored) throw new AppError('user-not-found');
  if (stored.openId) throw new AppError('sso-user');
  const attempt = { username: stored.user.username, address: who.address };
  const counted = await deps.limits.take(attempt);
  if (!counted.allowed) throw new AppError('too-many-attempts', undefined, { details: { retryAfterSeconds: counted.retryAfterSeconds } });
  if (!(await isPassword(stored.passwordHash, passwords.current))) throw new AppError('password-wrong');
  if (passwords.next === passwords.current) throw new AppError('password-same');
  checkPassword(passwords.next, stored.user.username);
  await deps.limits.forgive(attempt);
  const { demo: _, mustChange: __, ...rest } = stored;
  if (!(await deps.users.replace({ ...rest, passwordHash: await hashPassword(passwords.next), version: stored.version + 1 }))) {
    throw new AppError('conflict');
  }
  for (const { id } of await deps.sessions.list(who.userId)) if (id !== who.sessionId) await deps.sessions.end(id, who.userId);
}
