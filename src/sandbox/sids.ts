import type { RandomBytes } from '../base/random.ts';

/** The kinds of things that the carrier names: calls, messages with and without media, media, queues, templates, senders, recordings and their texts. */
export type SidPrefix = 'CA' | 'SM' | 'MM' | 'ME' | 'QU' | 'HX' | 'XE' | 'RE' | 'TR';

/** A carrier's id: two letters and 32 hexadecimal digits. */
export function makeSid(prefix: SidPrefix, random: RandomBytes): string {
  return prefix + Buffer.from(random(16)).toString('hex');
}

/** A version 4 UUID, as in the carrier's idempotency tokens. */
export function makeUuid(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
