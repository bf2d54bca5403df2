import type { RandomBytes } from './random.ts';

/**
 * Ids carry the shard of their owner, so that an id found in an address or a button says where its record lives:
 * `<prefix>_<two-digit shard>_<tail>`, for example `h_07_7K3QX9TB`.
 */
export type Id<P extends string> = string & { readonly __id: P };
export type ContactId = Id<'p'>;
export type CallId = Id<'c'>;
export type HandoffId = Id<'h'>;
export type ChatId = Id<'t'>;
export type VoicemailId = Id<'v'>;
export type CallbackId = Id<'b'>;
export type EventId = string;

export type IdPrefix = 'p' | 'c' | 'h' | 't' | 'v' | 'b';

/** No I, L, O, U: what is read aloud or typed by hand is not mistaken (Crockford base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHAPE = /^[pchtsvb]_\d{2}_[0-9A-Za-z_-]+$/;

export function makeId<P extends IdPrefix>(prefix: P, shard: number, tail: string): Id<P> {
  return `${prefix}_${String(shard).padStart(2, '0')}_${tail}` as Id<P>;
}

/** `length` random letters of the alphabet above; 5 bits of chance each. */
export function randomTail(random: RandomBytes, length: number): string {
  let tail = '';
  for (const byte of random(length)) tail += ALPHABET[byte & 31];
  return tail;
}

/** The shard an id names, or undefined if the text is no id with one of the given prefixes. */
export function shardOfId(id: string): number | undefined {
  return SHAPE.test(id) ? Number(id.slice(2, 4)) : undefined;
}

/** `id` as an id of that kind, or undefined if it is not one: for text that came from outside. */
export function parseId<P extends IdPrefix>(prefix: P, id: string): Id<P> | undefined {
  return id.startsWith(prefix) && SHAPE.test(id) ? (id as Id<P>) : undefined;
}

/** How the ids of handoffs begin that were made after a call had ended: they are in no count of that call's offers. */
const AFTER_CALL = 're-';

/** The one handoff that may follow a call which ended too early: derived, so that two decisions meet in one record. */
export function afterCallHandoffId(hash: (text: string) => string, callId: CallId): HandoffId {
  return makeId('h', shardOfId(callId) ?? 0, `${AFTER_CALL}${hash(`after-call:${callId}`).slice(0, 8)}`);
}

/** The one that may follow a promised call whose customer was not reached. */
export function afterCallbackHandoffId(hash: (text: string) => string, callbackId: CallbackId): HandoffId {
  return makeId('h', shardOfId(callbackId) ?? 0, `${AFTER_CALL}${hash(`after-callback:${callbackId}`).slice(0, 8)}`);
}

export function isAfterCallHandoff(id: string): boolean {
  return id.startsWith(AFTER_CALL, 5);
}
