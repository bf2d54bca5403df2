import { createHash } from 'node:crypto';
import type { RedisClient } from './client.ts';

/** A Lua script and the name Redis knows it by. */
export interface Script {
  readonly source: string;
  readonly sha: string;
}

export function defineScript(source: string): Script {
  const text = source.trim();
  return { source: text, sha: createHash('sha1').update(text).digest('hex') };
}

/** Run a script by its name, in one round trip; a server that has lost it (restart, failover) gets the text once more. */
export function runScript(
  client: RedisClient,
  script: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  return client.evalsha(script.sha, keys.length, ...keys, ...args).catch((thrown) => {
    if (!(thrown instanceof Error && thrown.message.startsWith('NOSCRIPT'))) throw thrown;
    return client.eval(script.source, keys.length, ...keys, ...args);
  });
}
