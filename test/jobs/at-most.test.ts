import { describe, expect, it } from 'vitest';
import { atMost } from '../../src/jobs/at-most.ts';

describe('atMost', () => {
  it('runs so many at a time, in the order they came, and goes on after a failure', async () => {
    const inTurn = atMost(2);
    const started: number[] = [];
    const ends: ((fails: boolean) => void)[] = [];
    const work = (n: number) =>
      inTurn(() => {
        started.push(n);
        return new Promise<number>((resolve, reject) => {
          ends[n] = (fails) => (fails ? reject(new Error(`${n} failed`)) : resolve(n));
        });
      });
    const all = [0, 1, 2, 3].map(work);
    const outcomes = Promise.allSettled(all);
    expect(started).toEqual([0, 1]);
    ends[1]?.(true);
    await expect(all[1]).rejects.toThrow('1 failed');
    expect(started).toEqual([0, 1, 2]);
    ends[0]?.(false);
    await all[0];
    expect(started).toEqual([0, 1, 2, 3]);
    ends[2]?.(false);
    ends[3]?.(false);
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    await expect(inTurn(async () => 'free again')).resolves.toBe('free again');
  });
});
