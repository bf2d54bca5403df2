import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createQueueBoard, type QueueBoard } from '../../src/store/redis/queue-board.ts';
import { type RunningTarget, TARGETS } from './targets.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 9);

describe.each(TARGETS)('queue figures on $name', (target) => {
  let running: RunningTarget;
  let board: QueueBoard;

  beforeAll(async () => {
    running = await target.start();
    board = createQueueBoard(await running.connect(), 20_000);
  });
  beforeEach(() => running.flush());
  afterAll(() => running.stop());

  test('the last figures of each queue are read by everybody', async () => {
    await board.write({ queue: 'support', waitSeconds: 40, size: 2, atMs: NOW_MS - 1_000 });
    await board.write({ queue: 'support', waitSeconds: 55, atMs: NOW_MS });
    await board.write({ queue: 'sales', size: 0, atMs: NOW_MS });
    expect(await board.readAll(NOW_MS)).toEqual({
      support: { waitSeconds: 55, atMs: NOW_MS },
      sales: { size: 0, atMs: NOW_MS },
    });
  });

  test('a figure of ten minutes ago is not known any more', async () => {
    await board.write({ queue: 'support', waitSeconds: 40, atMs: NOW_MS });
    expect(await board.readAll(NOW_MS + 599_999)).toHaveProperty('support');
    expect(await board.readAll(NOW_MS + 600_000)).toEqual({});
  });
});
