import type { Clock } from '../base/clock.ts';
import { randomTail } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import { type ApiKey, type ApiKeyStore, type Scope, secretOf } from './api-key.ts';
import type { Role } from './user.ts';

export interface CreateApiKeyDeps {
  readonly apiKeys: ApiKeyStore;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Makes a key for a machine; the secret is answered once and kept only as a hash. */
export async function createApiKey(
  deps: CreateApiKeyDeps,
  input: {
    readonly name: string;
    readonly role: Role;
    readonly createdBy: string;
    readonly scopes?: readonly Scope[];
    readonly perMinute?: number;
    readonly expiresAtMs?: number;
  },
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  const id = `k_${randomTail(deps.random, 12)}`;
  const secret = secretOf(id, randomTail(deps.random, 40));
  const key: ApiKey = { id, ...input, secretHash: deps.keyring.hash(`api-key:${secret}`), createdAtMs: deps.clock.nowMs() };
  await deps.apiKeys.put(key);
  return { key, secret };
}
