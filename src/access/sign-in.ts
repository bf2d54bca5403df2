import { AppError } from '../base/errors.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { type BeginSessionDeps, beginSession, type Visit } from './begin-session.ts';
import { type Debt, owedBy } from './debts.ts';
import { isPassword } from './password.ts';
import { type SecondFactorDuty, takeCode } from './second-factor.ts';
import type { User } from './user.ts';
import type { UserStore } from './user-store.ts';

export interface SignInDeps extends BeginSessionDeps {
  readonly users: UserStore;
  readonly limits: AttemptLimits;
  readonly secondFactorDuty: SecondFactorDuty;
  /** Outside the sandbox nobody signs in with a password that everybody knows, whoever enabled the user again. */
  readonly sandbox: boolean;
}

export interface SignInInput extends Visit {
  readonly username: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code. */
  readonly code?: string;
}

export interface SignedIn {
  readonly user: User;
  readonly token: string;
  /** What they must do first. */
  readonly owes?: Debt;
}

/**
 * A new session for the right name and password. Throws `too-many-attempts` (details: retryAfterSeconds) and `credentials-wrong`,
 * of who has a second factor `code-needed` and `code-wrong`.
 */
export async function signIn(deps: SignInDeps, input: SignInInput): Promise<SignedIn> {
  const attempt = { username: input.username.toLowerCase(), address: input.address };
  const counted = await deps.limits.take(attempt);
  if (!counted.allowed) {
    throw new AppError('too-many-attempts', undefined, { details: { retryAfterSeconds: counted.retryAfterSeconds } });
  }
  const stored = await deps.users.byUsername(attempt.username);
  const right = await isPassword(stored?.passwordHash, input.password);
  if (!stored || !right || stored.user.disabled || (stored.demo && !deps.sandbox)) throw new AppError('credentials-wrong');
  await takeCode(deps, stored, input.code);
  await deps.limits.forgive(attempt);
  const owed = owedBy(stored, await deps.secondFactorDuty.roles());
  return { user: stored.user, ...owed, token: await beginSession(deps, stored.user.id, input) };
}
