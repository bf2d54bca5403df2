import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/log.ts';
import type { DeskOutlook, QueueOutlook } from '../../src/channels/outlook.ts';
import { type WatchedOutlook, watchOutlook } from '../../src/compose/watch-outlook.ts';

const DESK: DeskOutlook = { open: true, waiting: 2, agentsPresent: 3, waitSeconds: 60 };
const figures = (atMs: number, waitSeconds = 90) => ({ queue: 'support', waitSeconds, size: 4, atMs });
let isAway: boolean;
let shared: Record<string, QueueOutlook>;
let written: (QueueOutlook & { readonly queue: string })[];
let outlook: WatchedOutlook;
beforeEach(async () => {
  isAway = false;
  shared = {};
  written = [];
  const unlessAway = async <T>(value: T): Promise<T> => {
    if (isAway) throw new Error('away');
    return value;
  };
  outlook = await watchOutlook({
    log: silentLogger,
    readDesk: () => unlessAway(DESK),
    readQueues: () => unlessAway(shared),
    writeQueue: async (each) => {
      await unlessAway(undefined);
      written.push(each);
    },
  });
});
afterEach(() => outlook.stop());

describe('the outlook', () => {
  it('is known as soon as it is watched', () => {
    expect(outlook.current()).toEqual({ desk: DESK, queues: {} });
  });

  it('is believed for thirty failures in a row less one, then the desk is unknown; one success brings it back', async () => {
    isAway = true;
    for (let n = 1; n < 30; n += 1) await outlook.refresh();
    expect(outlook.current().desk).toEqual(DESK);
    await outlook.refresh();
    expect(outlook.current().desk).toEqual({ open: false, waiting: 0, agentsPresent: 0 });
    isAway = false;
    await outlook.refresh();
    expect(outlook.current().desk).toEqual(DESK);
  });

  it('has the newest figures of a queue, whoever heard them', async () => {
    outlook.noteQueue(figures(5_000, 90));
    shared = { support: { waitSeconds: 30, size: 1, atMs: 4_000 } };
    await outlook.refresh();
    expect(outlook.current().queues.support?.waitSeconds).toBe(90);
    shared = { support: { waitSeconds: 20, size: 1, atMs: 6_000 } };
    await outlook.refresh();
    expect(outlook.current().queues.support?.waitSeconds).toBe(20);
  });

  it('shares a queue’s figures at most once a second, and a failure of that is nobody’s trouble', async () => {
    for (const atMs of [10_000, 10_500, 10_999, 11_000]) outlook.noteQueue(figures(atMs));
    outlook.noteQueue({ ...figures(10_500), queue: 'billing' });
    await expect
      .poll(() => written.map(({ queue, atMs }) => `${queue} ${atMs}`))
      .toEqual(['support 10000', 'support 11000', 'billing 10500']);
    isAway = true;
    outlook.noteQueue(figures(12_000, 5));
    expect(outlook.current().queues.support?.waitSeconds).toBe(5);
  });
});
