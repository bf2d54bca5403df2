import { z } from 'zod';
import type { QueueOutlook } from '../../channels/outlook.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { QUEUE_FIGURES_KEY } from './keys.ts';

/** What the carrier last told of the voice queues, shared by all processes. */
export interface QueueBoard {
  write(figures: QueueOutlook & { readonly queue: string }): Promise<void>;
  /** By queue name; a figure older than ten minutes is not there. */
  readAll(nowMs: number): Promise<Record<string, QueueOutlook>>;
}

const TTL_MS = 600_000;

const Figures = z.object({ waitSeconds: z.number().optional(), size: z.number().optional(), atMs: z.number() });

export function createQueueBoard(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): QueueBoard {
  return {
    write: async ({ queue, ...figures }) => {
      const written = [client.hset(QUEUE_FIGURES_KEY, queue, JSON.stringify(figures)), client.pexpire(QUEUE_FIGURES_KEY, TTL_MS)];
      await withinLimit(Promise.all(written), timeLimitMs);
    },
    readAll: async (nowMs) => {
      const all = await withinLimit(client.hgetall(QUEUE_FIGURES_KEY), timeLimitMs);
      const read = Object.entries(all).map(([queue, json]) => [queue, Figures.parse(JSON.parse(json)) as QueueOutlook] as const);
      return Object.fromEntries(read.filter(([, figures]) => nowMs - figures.atMs < TTL_MS));
    },
  };
}
