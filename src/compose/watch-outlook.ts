import type { Logger } from '../base/log.ts';
import type { DeskOutlook, Outlook, QueueOutlook } from '../channels/outlook.ts';

export interface OutlookSources {
  readonly log: Logger;
  readonly readDesk: () => Promise<DeskOutlook>;
  readonly readQueues: () => Promise<Readonly<Record<string, QueueOutlook>>>;
  readonly writeQueue: (figures: QueueOutlook & { readonly queue: string }) => Promise<void>;
}

export interface WatchedOutlook {
  /** From memory, at most about a second old. */
  current(): Outlook;
  /** Figures the carrier just told; shared with other processes at most once a second and queue. */
  noteQueue(figures: QueueOutlook & { readonly queue: string }): void;
  refresh(): Promise<void>;
  stop(): void;
}

const REFRESH_EVERY_MS = 1_000;
/** Figures that could not be refreshed so often in a row, half a minute, are no longer believed. */
const STALE_AFTER_FAILURES = 30;
const UNKNOWN_DESK: DeskOutlook = { open: false, waiting: 0, agentsPresent: 0 };

/** Keeps what promises are based on in memory, so that no call waits for it. What can't be refreshed becomes unknown. */
export async function watchOutlook(sources: OutlookSources): Promise<WatchedOutlook> {
  let desk = UNKNOWN_DESK;
  let queues: Record<string, QueueOutlook> = {};
  let failures = 0;
  const writtenAtMs = new Map<string, number>();

  async function refresh(): Promise<void> {
    try {
      const [nextDesk, nextQueues] = await Promise.all([sources.readDesk(), sources.readQueues()]);
      desk = nextDesk;
      for (const [name, figures] of Object.entries(nextQueues)) {
        if (figures.atMs >= (queues[name]?.atMs ?? 0)) queues = { ...queues, [name]: figures };
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      sources.log.debug({ err: error }, 'the outlook could not be refreshed');
    }
  }

  await refresh();
  const timer = setInterval(() => void refresh(), REFRESH_EVERY_MS);
  timer.unref();
  return {
    current: () => ({ desk: failures >= STALE_AFTER_FAILURES ? UNKNOWN_DESK : desk, queues }),
    noteQueue(figures) {
      const { queue, ...rest } = figures;
      queues = { ...queues, [queue]: rest };
      if (figures.atMs - (writtenAtMs.get(queue) ?? 0) < REFRESH_EVERY_MS) return;
      writtenAtMs.set(queue, figures.atMs);
      sources.writeQueue(figures).catch((error) => sources.log.debug({ err: error, queue }, 'queue figures could not be shared'));
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}
