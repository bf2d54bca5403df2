import { randomBytes } from 'node:crypto';

/** Where randomness comes from: `n` random bytes. Tests hand in a seeded one. */
export type RandomBytes = (n: number) => Uint8Array;

export const systemRandom: RandomBytes = (n) => randomBytes(n);

/** The same bytes for the same seed, in any order of calls: for tests, recorded cases and demos. Not for secrets. */
export function createSeededRandom(seed: number): RandomBytes {
  let state = seed >>> 0 || 1;
  return (n) => {
    const bytes = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) {
      // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      bytes[i] = (t ^ (t >>> 14)) & 0xff;
    }
    return bytes;
  };
}
