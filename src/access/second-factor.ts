import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { randomTail } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import { type AskPasswordDeps, askPassword } from './ask-password.ts';
import type { SessionStore } from './session-store.ts';
import { makeTotpSecret, stepOfCode, totpAddress } from './totp.ts';
import type { Role, User } from './user.ts';
import type { SecondFactor, StoredUser, UserStore } from './user-store.ts';

/** The port to which roles must have a second factor. */
export interface SecondFactorDuty {
  roles(): Promise<readonly Role[]>;
  set(roles: readonly Role[]): Promise<void>;
}

export interface SecondFactorDeps extends AskPasswordDeps {
  readonly sessions: SessionStore;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Somebody who changes their own. */
export interface Oneself {
  readonly userId: string;
  readonly sessionId: string;
  readonly address: string;
}

/** A secret that is not theirs until they prove with a code that their app has it. */
export interface FactorOffer {
  readonly secret: string;
  /** For the QR code. */
  readonly address: string;
  /** Comes back with the proof: nothing is kept meanwhile. */
  readonly sealed: string;
}

const OFFER_MS = 15 * 60_000;
const RECOVERY_CODES = 10;

const offerFor = (userId: string) => `second-factor-offer:${userId}`;
const keptFor = (userId: string) => `second-factor:${userId}`;

export function offerFactor(deps: Pick<SecondFactorDeps, 'keyring' | 'clock' | 'random'>, user: User): FactorOffer {
  const secret = makeTotpSecret(deps.random);
  const sealed = deps.keyring.seal(offerFor(user.id), JSON.stringify({ secret, atMs: deps.clock.nowMs() }));
  return { secret, address: totpAddress(secret, user.username), sealed };
}

function openOffer(deps: SecondFactorDeps, userId: string, sealed: string): string {
  const text = deps.keyring.unseal(offerFor(userId), sealed);
  const offer = text === undefined ? undefined : (JSON.parse(text) as { readonly secret: string; readonly atMs: number });
  if (!offer || deps.clock.nowMs() - offer.atMs > OFFER_MS) throw new AppError('factor-offer-over');
  return offer.secret;
}

function hashRecovery(keyring: Keyring, userId: string, code: string): string {
  return keyring.hash(`recovery:${userId}:${code.toUpperCase().replace(/[\s-]/g, '')}`);
}

/** The second factor after a code was used, a recovery code being gone then; undefined: the code is not right, or was used. */
function usedFactor(deps: Pick<SecondFactorDeps, 'keyring' | 'clock'>, stored: StoredUser, code: string): SecondFactor | undefined {
  const { secondFactor: factor, user } = stored;
  if (!factor) return undefined;
  const secret = deps.keyring.unseal(keptFor(user.id), factor.sealed);
  const step = secret === undefined ? undefined : stepOfCode(secret, code.replace(/\s/g, ''), deps.clock.nowMs(), factor.lastStep);
  if (step !== undefined) return { ...factor, lastStep: step };
  const hash = hashRecovery(deps.keyring, user.id, code);
  return factor.recovery.includes(hash) ? { ...factor, recovery: factor.recovery.filter((each) => each !== hash) } : undefined;
}

/**
 * Takes a code of somebody who has a second factor, so that it can't be used again; whoever has none passes. Throws `code-needed`
 * where there is no code and `code-wrong`; of two who use the same code at once one is refused.
 */
export async function takeCode(
  deps: Pick<SecondFactorDeps, 'keyring' | 'clock'> & { readonly users: UserStore },
  stored: StoredUser,
  code: string | undefined,
): Promise<void> {
  if (!stored.secondFactor) return;
  if (code === undefined || code.trim() === '') throw new AppError('code-needed');
  const secondFactor = usedFactor(deps, stored, code);
  if (!secondFactor || !(await deps.users.replace({ ...stored, secondFactor, version: stored.version + 1 }))) {
    throw new AppError('code-wrong');
  }
}

/**
 * Makes an offered secret one's second factor, proved by its code and by the password; every other session ends. Answers recovery
 * codes, which are kept only as hashes. Throws what askPassword throws, `factor-offer-over`, `code-wrong`, `factor-there`, `conflict`.
 */
export async function setFactor(
  deps: SecondFactorDeps,
  who: Oneself,
  given: { readonly sealed: string; readonly code: string; readonly password: string },
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const secret = openOffer(deps, who.userId, given.sealed);
  const { stored, right } = await askPassword(deps, who, given.password);
  if (stored.secondFactor) throw new AppError('factor-there');
  const lastStep = stepOfCode(secret, given.code.replace(/\s/g, ''), deps.clock.nowMs(), 0);
  if (lastStep === undefined) throw new AppError('code-wrong');
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => (randomTail(deps.random, 12).match(/.{4}/g) ?? []).join('-'));
  const secondFactor: SecondFactor = {
    sealed: deps.keyring.seal(keptFor(who.userId), secret),
    lastStep,
    recovery: recoveryCodes.map((code) => hashRecovery(deps.keyring, who.userId, code)),
    sinceMs: deps.clock.nowMs(),
  };
  if (!(await deps.users.replace({ ...stored, secondFactor, version: stored.version + 1 }))) throw new AppError('conflict');
  await right();
  for (const { id } of await deps.sessions.list(who.userId)) if (id !== who.sessionId) await deps.sessions.end(id, who.userId);
  return { recoveryCodes };
}

async function without(users: UserStore, stored: StoredUser): Promise<void> {
  const { secondFactor: _, ...rest } = stored;
  if (!(await users.replace({ ...rest, version: stored.version + 1 }))) throw new AppError('conflict');
}

/** Takes one's own second factor away. Throws what askPassword throws, `code-wrong`, `factor-not-there`, `conflict`. */
export async function removeOwnFactor(
  deps: SecondFactorDeps,
  who: Oneself,
  given: { readonly code: string; readonly password: string },
): Promise<void> {
  const { stored, right } = await askPassword(deps, who, given.password);
  if (!stored.secondFactor) throw new AppError('factor-not-there');
  if (!usedFactor(deps, stored, given.code)) throw new AppError('code-wrong');
  await without(deps.users, stored);
  await right();
}

/** Takes away a second factor that somebody lost; their sessions end. Throws `user-not-found`, `factor-not-there`, `conflict`. */
export async function removeFactor(deps: { readonly users: UserStore; readonly sessions: SessionStore }, id: string): Promise<void> {
  const stored = await deps.users.byId(id);
  if (!stored) throw new AppError('user-not-found');
  if (!stored.secondFactor) throw new AppError('factor-not-there');
  await without(deps.users, stored);
  await deps.sessions.endAllOf(id);
}
