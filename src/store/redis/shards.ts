import type { RedisClient } from './client.ts';
import { LAYOUT_KEY } from './keys.ts';

const DEFAULT_SHARDS = 16;

/**
 * The number of shards of this installation, written at its first start. Throws when another number was chosen then: every
 * record would be looked for in the wrong place.
 */
export async function fixShards(client: RedisClient, wanted = DEFAULT_SHARDS): Promise<number> {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 100) throw new Error(`The number of shards must be 1 to 100, not ${wanted}.`);
  await client.hsetnx(LAYOUT_KEY, 'shards', wanted);
  const stored = Number(await client.hget(LAYOUT_KEY, 'shards'));
  if (stored !== wanted) {
    throw new Error(
      `This Redis was set up with ${stored} shards; ${wanted} are configured now. The number can't be changed: go back to ${stored}.`,
    );
  }
  return stored;
}
