import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { AttemptLimits, SignInAttempt } from '../../access/attempt-limits.ts';
import type { Keyring } from '../../base/keyring.ts';
import type { RedisClient } from './client.ts';
import { ATTEMPTS_BY_ADDRESS_PREFIX, ATTEMPTS_BY_NAME_PREFIX } from './keys.ts';

export interface AttemptLimitSettings {
  /** Attempts under one user name in the window; 10 by default. */
  readonly perName?: number;
  /** Failed attempts from one network address in the window; 30 by default. */
  readonly perAddress?: number;
  /** 15 minutes by default. */
  readonly windowSeconds?: number;
}

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
  const byName = limiter(deps.client, ATTEMPTS_BY_NAME_PREFIX, settings.perName ?? 10, windowSeconds);
  const byAddress = limiter(deps.client, ATTEMPTS_BY_ADDRESS_PREFIX, settings.perAddress ?? 30, windowSeconds);
  const nameOf = (attempt: SignInAttempt) => deps.keyring.hash(`attempt-name:${attempt.username}`);
  const addressOf = (attempt: SignInAttempt) => deps.keyring.hash(`attempt-address:${attempt.address}`);
  return {
    take: async (attempt) => {
      try {
        // The address first: one that is shut out must not use up the attempts of a name.
        await byAddress.consume(addressOf(attempt));
        await byName.consume(nameOf(attempt));
        return { allowed: true };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    },
    forgive: async (attempt) => {
      await Promise.all([byName.delete(nameOf(attempt)), byAddress.reward(addressOf(attempt))]);
    },
  };
}
