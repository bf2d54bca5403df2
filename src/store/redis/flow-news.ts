import { Redis } from 'ioredis';
import type { Logger } from '../../base/log.ts';
import type { FlowNews, FlowNewsItem } from '../../flows/studio/flow-news.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { FLOW_NEWS_CHANNEL } from './keys.ts';

/**
 * The news of the studio over Redis publish and subscribe, on a connection of their own. Where that is lost, it is made
 * again, and `missed` says so. Telling never fails what it tells of.
 */
export async function openFlowNews(
  { client, log }: { readonly client: RedisClient; readonly log: Logger },
  timeLimitMs = DEFAULT_TIME_LIMIT_MS,
): Promise<FlowNews & { close(): void }> {
  const listeners = new Set<(item: FlowNewsItem) => void>();
  const hear = (item: FlowNewsItem) => {
    for (const listener of listeners) listener(item);
  };
  const ears = client instanceof Redis ? client.duplicate({ lazyConnect: true }) : client.duplicate([], { lazyConnect: true });
  ears.on('error', (error: Error) => log.debug({ cause: error.message }, 'the news of the studio can not be heard'));
  ears.on('message', (_channel: string, text: string) => hear(JSON.parse(text) as FlowNewsItem));
  let first = true;
  ears.on('ready', () => {
    // What is subscribed to again after a break has missed what was told meanwhile.
    if (!first) setImmediate(hear, { kind: 'missed' });
    first = false;
  });
  await ears.connect();
  await withinLimit(ears.subscribe(FLOW_NEWS_CHANNEL), timeLimitMs);
  return {
    tell: async (item) => {
      try {
        await withinLimit(client.publish(FLOW_NEWS_CHANNEL, JSON.stringify(item)), timeLimitMs);
      } catch (error) {
        log.warn({ err: error, news: item.kind }, 'other instances could not be told; they look again within seconds');
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => ears.disconnect(),
  };
}
