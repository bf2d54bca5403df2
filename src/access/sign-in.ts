import { AppError } from '../base/errors.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import type { Debt } from './authenticate.ts';
import { type BeginSessionDeps, beginSession, type Visit } from './begin-session.ts';
import { isPassword } from './password.ts';
import type { User } from './user.ts';
import type { UserStore } from './user-store.ts';

export interface SignInDeps extends BeginSessionDeps {
  readonly users: UserStore;
  readonly limits: AttemptLimits;
  /** Outside the sandbox nobody signs in with a password that everybody knows, whoever enabled the user again. */
  readonly sandbox: boolean;
}

export interface SignInInput extends Visit {
  readonly username: string;
  readonly password: string;
}

export interface SignedIn {
  readonly user: User;
  readonly token: string;
  /** What they must do first. */
  readonly owes?: Debt;
}

/** A new session for the right name and password. Throws `too-many-attempts` (details: retryAfterSeconds) and `credentials-wrong`. */
export async function signIn(deps: SignInDeps, input: SignInInput): Promise<SignedIn> {
  const attempt = { username: input.username.toLowerCase(), address: input.address };
  const counted = await deps.limits.take(attempt);
  if (!counted.allowed) {
    throw new AppError('too-many-attempts', undefined, { details: { retryAfterSeconds: counted.retryAfterSeconds } });
  }
  const stored = await deps.users.byUsername(attempt.username);
  const right = await isPassword(stored?.passwordHash, input.password);
  if (!stored || !right || stored.user.disabled || (stored.demo && !deps.sandbox)) throw new AppError('credentials-wrong');
  await deps.limits.forgive(attempt);
  return { user: stored.user, ...(stored.mustChange && { owes: 'password' }), token: await beginSession(deps, stored.user.id, input) };
}
