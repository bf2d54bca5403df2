import { type CallId, type HandoffId, makeId, parseId, shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';

/** The n-th handoff of a call (1 is the first): derived, so that two accepts at once meet in one record. */
export function handoffIdOf(keyring: Keyring, callId: CallId, ordinal: number): HandoffId {
  return makeId('h', shardOfId(callId) ?? 0, keyring.hash(`handoff:${callId}:${ordinal}`).slice(0, 8));
}

/** How the ids of handoffs begin that another IVR asked for: by it their events are told from those of our own calls. */
const OUTSIDE = 'api-';

/** An id for a handoff of another IVR's call. */
export function outsideHandoffId(shard: number, tail: string): HandoffId {
  return makeId('h', shard, `${OUTSIDE}${tail}`);
}

export function isOutsideHandoff(id: HandoffId): boolean {
  return id.startsWith(OUTSIDE, 5);
}

/** The one-time token that the invite's button carries: the handoff's id and a signature. */
export function inviteToken(keyring: Keyring, id: HandoffId): string {
  return `${id}.${keyring.sign(`invite:${id}`)}`;
}

export type InviteAnswer = { readonly answer: 'go' | 'not-me'; readonly handoffId: HandoffId };

/** What a pressed button says, if it is one of our invite's and its signature is ours. */
export function readInviteButton(keyring: Keyring, payload: string | undefined): InviteAnswer | undefined {
  const match = /^(go|no):([^.]{1,60})\.([0-9A-Z]{16})$/.exec(payload ?? '');
  if (!match) return undefined;
  const id = parseId('h', match[2] as string);
  if (!id || keyring.sign(`invite:${id}`) !== match[3]) return undefined;
  return { answer: match[1] === 'go' ? 'go' : 'not-me', handoffId: id };
}

/** The code a person can type or send from a link: `7K3Q-X9TB`. */
export function referenceCodeOf(id: HandoffId): string {
  const tail = id.slice(-8);
  return `${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** Reference codes in a text, without the hyphen, in the order written; look-alike letters are read as meant. */
export function findReferenceCodes(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text
    .toUpperCase()
    .slice(0, 2000)
    .matchAll(/\b([0-9A-Z]{4})-([0-9A-Z]{4})\b/g)) {
    const code = `${match[1]}${match[2]}`.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
    if (!found.includes(code)) found.push(code);
  }
  return found.slice(0, 3);
}

/** The name under which a reference code points at its handoff. */
export const codeName = (code: string): string => `code:${code}`;
/** The name under which a carrier's message id points at the handoff it invited to. */
export const messageName = (providerMessageId: string): string => `msg:${providerMessageId}`;
