import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { isPassword } from './password.ts';
import { IDLE_SECONDS, makeSessionToken, sessionIdOf } from './session.ts';
import type { SessionStore } from './session-store.ts';
import type { User } from './user.ts';
import type { UserStore } from './user-store.ts';

export interface SignInDeps {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly limits: AttemptLimits;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Outside the sandbox nobody signs in with a password that everybody knows, whoever enabled the user again. */
  readonly sandbox: boolean;
}

export interface SignInInput {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  /** What the browser says it is. */
  readonly device?: string;
  /** The session the browser came with: it ends, so that nobody can plant one. */
  readonly oldSession?: { readonly id: string; readonly userId: string };
}

/** A new session for the right name and password. Throws `too-many-attempts` (details: retryAfterSeconds) and `credentials-wrong`. */
export async function signIn(deps: SignInDeps, input: SignInInput): Promise<{ readonly user: User; readonly token: string }> {
  const attempt = { username: input.username.toLowerCase(), address: input.address };
  const counted = await deps.limits.take(attempt);
  if (!counted.allowed) {
    throw new AppError('too-many-attempts', undefined, { details: { retryAfterSeconds: counted.retryAfterSeconds } });
  }
  const stored = await deps.users.byUsername(attempt.username);
  const right = await isPassword(stored?.passwordHash, input.password);
  if (!stored || !right || stored.user.disabled || (stored.demo && !deps.sandbox)) throw new AppError('credentials-wrong');
  await deps.limits.forgive(attempt);
  if (input.oldSession) await deps.sessions.end(input.oldSession.id, input.oldSession.userId);
  const token = makeSessionToken(deps.random);
  const nowMs = deps.clock.nowMs();
  await deps.sessions.create(
    sessionIdOf(deps.keyring, token),
    {
      userId: stored.user.id,
      createdAtMs: nowMs,
      seenAtMs: nowMs,
      address: input.address,
      ...(input.device && { device: input.device.slice(0, 200) }),
    },
    IDLE_SECONDS,
  );
  return { user: stored.user, token };
}
