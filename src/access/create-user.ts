import { AppError } from '../base/errors.ts';
import { randomTail } from '../base/ids.ts';
import type { RandomBytes } from '../base/random.ts';
import { hashPassword, makePassword } from './password.ts';
import { checkPassword } from './password-policy.ts';
import { inOrder, type User } from './user.ts';
import type { UserStore } from './user-store.ts';

export interface NewUserInput extends Omit<User, 'id' | 'disabled'> {
  /** Absent: one is made. */
  readonly password?: string;
  readonly demo?: true;
}

/**
 * Adds somebody who may sign in, and must then choose a password of their own; answers the password only if it was made here. Throws `username-taken`,
 * `password-easy`.
 */
export async function createUser(
  deps: { readonly users: UserStore; readonly random: RandomBytes },
  input: NewUserInput,
): Promise<{ readonly user: User; readonly password?: string }> {
  const { password: chosen, demo, ...profile } = input;
  if (chosen !== undefined && !demo) checkPassword(chosen, profile.username);
  const password = chosen ?? makePassword(deps.random);
  const user: User = {
    ...profile,
    roles: inOrder(profile.roles),
    username: profile.username.toLowerCase(),
    id: `u_${randomTail(deps.random, 16)}`,
  };
  const passwordHash = await hashPassword(password);
  const added = await deps.users.add({ user, passwordHash, version: 1, ...(demo ? { demo } : { mustChange: true }) });
  if (!added) throw new AppError('username-taken');
  return chosen === undefined ? { user, password } : { user };
}
