import { withoutCallsConsent } from './consent.ts';
import type { Contact, MergedRecord } from './contact.ts';

const MOST = 10;
const MOST_MERGED = 10;

/** Entries of both lists, each once, oldest first; the newest stay. */
function union<T extends { readonly atMs: number }>(a: readonly T[], b: readonly T[], keyOf: (entry: T) => string): readonly T[] {
  const all = new Map([...b, ...a].map((entry) => [keyOf(entry), entry] as const));
  return [...all.values()].sort((x, y) => x.atMs - y.atMs).slice(-MOST);
}

/**
 * What is known of one person under two names, in the record that goes on: all history, and of the wishes the stricter one.
 * What hangs on the number (a line that can't be reached) stays with the number. Pure; joining twice changes nothing.
 */
export function joinedContact(into: Contact, from: Contact): Contact {
  const later = (from.lastInboundAtMs ?? 0) > (into.lastInboundAtMs ?? 0) ? from : into;
  const accepted = [into.lastAccepted, from.lastAccepted].filter((each) => each !== undefined).sort((a, b) => b.atMs - a.atMs)[0];
  const lastInboundAtMs = Math.max(into.lastInboundAtMs ?? 0, from.lastInboundAtMs ?? 0);
  const optedOut = into.optedOut ?? from.optedOut;
  const profileName = later.profileName ?? into.profileName ?? from.profileName;
  const language = later.language ?? into.language ?? from.language;
  const scopedUserId = from.scopedUserId ?? into.scopedUserId;
  const people = into.people ?? from.people;
  const marks = { ...from.marks, ...into.marks };
  const pendingCallback = into.pendingCallback ?? from.pendingCallback;
  return {
    ...(optedOut ? withoutCallsConsent(into) : into),
    ...(scopedUserId !== undefined && { scopedUserId }),
    ...(profileName !== undefined && { profileName }),
    ...(language !== undefined && { language }),
    ...(optedOut && { optedOut }),
    ...(people && { people }),
    ...(Object.keys(marks).length > 0 && { marks }),
    ...(pendingCallback && { pendingCallback }),
    ...(lastInboundAtMs > 0 && { lastInboundAtMs }),
    ...(accepted && { lastAccepted: accepted }),
    invitedAtMs: [...new Set([...into.invitedAtMs, ...from.invitedAtMs])].sort((a, b) => a - b).slice(-MOST),
    waiting: [...new Map([...from.waiting, ...into.waiting].map((each) => [each.handoffId, each])).values()].slice(-MOST),
    calls: union(into.calls, from.calls, ({ callId }) => callId),
    chats: union(into.chats, from.chats, ({ chatId }) => chatId),
    offers: union(into.offers, from.offers, ({ atMs, callId }) => `${callId ?? ''}:${atMs}`),
  };
}

/** The record that goes on, with the note of what was joined to it; undefined if nothing of it is new. Pure. */
export function withMerged(into: Contact, from: Contact, note: { readonly atMs: number; readonly by: string }): Contact | undefined {
  const known = into.merged?.find(({ contactId }) => contactId === from.id);
  const joined = joinedContact(into, from);
  const merged: MergedRecord = {
    contactId: from.id,
    atMs: known?.atMs ?? note.atMs,
    by: known?.by ?? note.by,
    chats: from.chats.map(({ chatId }) => chatId),
    calls: from.calls.map(({ callId }) => callId),
  };
  const pending = known ? undefined : callbacksOf(into, from);
  const after: Contact = {
    ...joined,
    ...(pending && { pendingCallback: pending.kept }),
    merged: [...(into.merged ?? []).filter(({ contactId }) => contactId !== from.id), merged].slice(-MOST_MERGED),
  };
  return JSON.stringify(after) === JSON.stringify(into) ? undefined : after;
}

type PendingCallback = NonNullable<Contact['pendingCallback']>;

/** Both were promised a call: the earlier one stays, the other is needless. Undefined: there is one at most. Pure. */
export function callbacksOf(
  into: Contact,
  from: Contact,
): { readonly kept: PendingCallback; readonly needless: PendingCallback } | undefined {
  const a = into.pendingCallback;
  const b = from.pendingCallback;
  if (!a || !b || a.callbackId === b.callbackId) return undefined;
  return b.atMs < a.atMs ? { kept: b, needless: a } : { kept: a, needless: b };
}

/** The record without what came from another one, which is somebody else from now on. An opt-out stays: the stricter wish wins. Pure. */
export function withoutMerged(into: Contact, from: Contact): Contact {
  const { merged, scopedUserId, pendingCallback, ...rest } = into;
  const chats = new Set(from.chats.map(({ chatId }) => chatId));
  const calls = new Set(from.calls.map(({ callId }) => callId));
  for (const part of merged ?? []) {
    if (part.contactId !== from.id) continue;
    for (const id of part.chats) chats.add(id);
    for (const id of part.calls) calls.add(id);
  }
  const waiting = new Set(from.waiting.map(({ handoffId }) => handoffId));
  const left = (merged ?? []).filter(({ contactId }) => contactId !== from.id);
  return {
    ...rest,
    ...(scopedUserId !== undefined && scopedUserId !== from.scopedUserId && { scopedUserId }),
    ...(pendingCallback && pendingCallback.callbackId !== from.pendingCallback?.callbackId && { pendingCallback }),
    ...(left.length > 0 && { merged: left }),
    apart: [...new Set([...(into.apart ?? []), from.id])].slice(-MOST),
    chats: into.chats.filter(({ chatId }) => !chats.has(chatId)),
    calls: into.calls.filter(({ callId }) => !calls.has(callId)),
    waiting: into.waiting.filter(({ handoffId }) => !waiting.has(handoffId)),
  };
}

/** May these two never be joined by themselves? Pure. */
export function areApart(a: Pick<Contact, 'id' | 'apart'> | undefined, b: Pick<Contact, 'id' | 'apart'> | undefined): boolean {
  if (!a || !b) return false;
  return a.apart?.includes(b.id) === true || b.apart?.includes(a.id) === true;
}
