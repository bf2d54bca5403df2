import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { SENDING_KEYS } from './keys.ts';

const KEY = SENDING_KEYS.templateStates.pattern;

/** What was last known of the templates, on Redis. */
export function createTemplateMemory<State>(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS) {
  return {
    load: async (): Promise<readonly State[] | undefined> => {
      const json = await withinLimit(client.get(KEY), timeLimitMs);
      return json === null ? undefined : (JSON.parse(json) as readonly State[]);
    },
    save: async (states: readonly State[]): Promise<void> => {
      await withinLimit(client.set(KEY, JSON.stringify(states)), timeLimitMs);
    },
  };
}
