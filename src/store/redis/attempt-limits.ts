import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { AttemptLimits, SignInAttempt } from '../../access/attempt-limits.ts';
import type { Keyring } from '../../base/keyring.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { ATTEMPTS_BY_ADDRESS_PREFIX, ATTEMPTS_BY_NAME_AND_ADDRESS_PREFIX, ATTEMPTS_BY_NAME_PREFIX, signedInFromKey } from './keys.ts';

export interface AttemptLimitSettings {
  /** Failed attempts under one user name from one network address in the window; 10 by default. */
  readonly perNameAndAddress?: number;
  /** Failed attempts from one network address in the window; 30 by default. */
  readonly perAddress?: number;
  /** 15 minutes by default. */
  readonly windowSeconds?: number;
  /** Failed attempts under one user name from all addresses where it was not signed in lately, in an hour; 100 by default. */
  readonly perName?: number;
}

/** An address is remembered so long for a name after the last sign-in there, in seconds. */
const KNOWN_SECONDS = 30 * 24 * 3600;
const NAME_WINDOW_SECONDS = 3600;

function limiter(client: RedisClient, keyPrefix: string, points: number, duration: number): RateLimiterRedis {
  return new RateLimiterRedis({
    storeClient: client,
    keyPrefix,
    points,
    duration,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
  });
}

/** Counts attempts on Redis, for all processes together; in the memory of this one while Redis is gone. */
export function createAttemptLimits(
  deps: { readonly client: RedisClient; readonly keyring: Keyring },
  settings: AttemptLimitSettings = {},
): AttemptLimits {
  const windowSeconds = settings.windowSeconds ?? 15 * 60;
  const byAddress = limiter(deps.client, ATTEMPTS_BY_ADDRESS_PREFIX, settings.perAddress ?? 30, windowSeconds);
  const byBoth = limiter(deps.client, ATTEMPTS_BY_NAME_AND_ADDRESS_PREFIX, settings.perNameAndAddress ?? 10, windowSeconds);
  const byName = limiter(deps.client, ATTEMPTS_BY_NAME_PREFIX, settings.perName ?? 100, NAME_WINDOW_SECONDS);
  const nameOf = (attempt: SignInAttempt) => deps.keyring.hash(`attempt-name:${attempt.username}`);
  const addressOf = (attempt: SignInAttempt) => deps.keyring.hash(`attempt-address:${attempt.address}`);
  const bothOf = (attempt: SignInAttempt) => deps.keyring.hash(`attempt-both:${attempt.address} ${attempt.username}`);
  const isKnown = async (attempt: SignInAttempt) => {
    const found = withinLimit(deps.client.exists(signedInFromKey(bothOf(attempt))), DEFAULT_TIME_LIMIT_MS);
    // While the store is gone, every address is a stranger's.
    return (await found.catch(() => 0)) === 1;
  };
  return {
    take: async (attempt) => {
      try {
        // The narrow ones first: who is shut out there must not use up the attempts of a name.
        await byAddress.consume(addressOf(attempt));
        await byBoth.consume(bothOf(attempt));
        if (!(await isKnown(attempt))) await byName.consume(nameOf(attempt));
        return { allowed: true };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    },
    forgive: async (attempt) => {
      const wasKnown = await isKnown(attempt);
      await Promise.all([
        byBoth.delete(bothOf(attempt)),
        byAddress.reward(addressOf(attempt)),
        ...(wasKnown ? [] : [byName.reward(nameOf(attempt))]),
        withinLimit(deps.client.set(signedInFromKey(bothOf(attempt)), '1', 'EX', KNOWN_SECONDS), DEFAULT_TIME_LIMIT_MS),
      ]);
    },
  };
}
