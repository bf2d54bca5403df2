import type { UsedSignIns } from '../../access/openid.ts';
import type { Keyring } from '../../base/keyring.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { usedSignInKey } from './keys.ts';

/** The sign-ins that somebody came back with, for all processes together. Throws `store-unavailable`. */
export function createUsedSignIns(
  { client, keyring }: { readonly client: RedisClient; readonly keyring: Pick<Keyring, 'hash'> },
  timeLimitMs = DEFAULT_TIME_LIMIT_MS,
): UsedSignIns {
  return {
    use: async (state, forSeconds) => {
      const key = usedSignInKey(keyring.hash(`sign-in:${state}`));
      return (await withinLimit(client.set(key, '1', 'EX', forSeconds, 'NX'), timeLimitMs)) === 'OK';
    },
  };
}
