import type { RecordRef } from '../../src/base/changes.ts';
import type { RedisClient } from '../../src/store/redis/client.ts';
import { partsKey, recordKey } from '../../src/store/redis/keys.ts';

/** What a record and its parts take in Redis, bytes, key and all; 0 if there is none. A real Redis only. */
export async function memoryOf(client: RedisClient, ref: RecordRef): Promise<number> {
  const sizes = await Promise.all([recordKey(ref), partsKey(ref)].map((key) => client.memory('USAGE', key, 'SAMPLES', 0)));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}
