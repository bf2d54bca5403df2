import { AppError } from '../base/errors.ts';
import { type AskPasswordDeps, askPassword } from './ask-password.ts';
import { hashPassword } from './password.ts';
import { checkPassword } from './password-policy.ts';
import type { SessionStore } from './session-store.ts';

export interface ChangeOwnPasswordDeps extends AskPasswordDeps {
  readonly sessions: SessionStore;
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
  const { stored, right } = await askPassword(deps, who, passwords.current);
  if (passwords.next === passwords.current) throw new AppError('password-same');
  checkPassword(passwords.next, stored.user.username);
  await right();
  const { demo: _, mustChange: __, ...rest } = stored;
  if (!(await deps.users.replace({ ...rest, passwordHash: await hashPassword(passwords.next), version: stored.version + 1 }))) {
    throw new AppError('conflict');
  }
  for (const { id } of await deps.sessions.list(who.userId)) if (id !== who.sessionId) await deps.sessions.end(id, who.userId);
}
