import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import { type ContactId, shardOfId } from '../base/ids.ts';
import type { Contact } from './contact.ts';
import { areApart, callbacksOf, withMerged, withoutMerged } from './join-contacts.ts';
import { CONTACT_TTL_SECONDS, emptyContact } from './load-contact.ts';

export interface MergeDeps {
  readonly store: Store;
  readonly clock: Clock;
}

type Found = Versioned<Contact> | undefined;

async function loadTwo(store: Store, a: ContactId, b: ContactId): Promise<[Found, Found]> {
  return (await store.load([
    { kind: 'contact', id: a },
    { kind: 'contact', id: b },
  ])) as [Found, Found];
}

/** Writes one record in its own shard; no event, nothing new: nothing is written. */
function commitOne(found: Found, value: Contact, events: readonly NewEvent[]) {
  return {
    shard: shardOfId(value.id) ?? 0,
    writes: [
      { ref: { kind: 'contact', id: value.id } as const, expectedVersion: found?.version ?? 0, value, ttlSeconds: CONTACT_TTL_SECONDS },
    ],
    events,
  };
}

export interface Merge {
  /** The second name; keeps its content and points at the other from now on. */
  readonly from: ContactId;
  /** Who goes on: the number, since calls know people by it. */
  readonly into: ContactId;
  readonly by: string;
  /** The number of `into`, canonical, where it is at hand: it stands in no event. */
  readonly phone?: string;
}

/**
 * Joins two records of one person. Two commits, one in each shard: first the history and the stricter wishes, then the
 * pointer. Stopped in between, or done again, it ends the same; what `from` has learnt meanwhile is carried over as well.
 * False: an administrator said that they are two people, or there is nothing to join.
 */
export async function mergeContacts(deps: MergeDeps, { from, into, by, phone }: Merge): Promise<boolean> {
  if (from === into) return false;
  const carried = await decideAndCommit<boolean>(deps.store, async () => {
    const [source, target] = await loadTwo(deps.store, from, into);
    if (!source || areApart(source.value, target?.value)) return { outcome: false };
    if (source.value.mergedInto !== undefined && source.value.mergedInto !== into) return { outcome: false };
    const atMs = deps.clock.nowMs();
    const before = target?.value ?? emptyContact(into);
    const joined = withMerged(before, source.value, { atMs, by }) ?? before;
    const after = phone === undefined || joined.phone !== undefined ? joined : { ...joined, phone };
    if (after === before) return { outcome: true };
    const isNew = !before.merged?.some(({ contactId }) => contactId === from);
    const events: NewEvent[] = isNew ? [{ type: 'contact.merged', atMs, contactId: into, data: { from, by } }] : [];
    const calls = isNew ? callbacksOf(before, source.value) : undefined;
    if (calls) events.push(needlessCall(into, calls, atMs));
    if (after.optedOut && !before.optedOut) events.push({ type: 'contact.opted-out', atMs, contactId: into, data: { by: 'merge' } });
    return { outcome: true, changes: commitOne(target, after, events) };
  });
  if (!carried) return false;
  await decideAndCommit<void>(deps.store, async () => {
    const [source, target] = await loadTwo(deps.store, from, into);
    if (!source || source.value.mergedInto === into || areApart(source.value, target?.value)) return { outcome: undefined };
    return { outcome: undefined, changes: commitOne(source, { ...source.value, mergedInto: into }, []) };
  });
  return true;
}

/** Both names were promised a call: one person gets one. */
function needlessCall(contactId: ContactId, { kept, needless }: NonNullable<ReturnType<typeof callbacksOf>>, atMs: number): NewEvent {
  const data = { callbackId: needless.callbackId, kept: kept.callbackId, why: 'merged' };
  return { type: 'callback.cancel-requested', atMs, contactId, data };
}

/**
 * Takes a record off again: from now on it is somebody else, and not joined again by itself. The first commit holds the
 * decision and its event; the second follows here, or from the event. Both keep an opt-out. False: it was not joined.
 */
export async function splitContact(deps: MergeDeps, split: Merge): Promise<boolean> {
  const { from, into, by } = split;
  const taken = await decideAndCommit<boolean>(deps.store, async () => {
    const [source, target] = await loadTwo(deps.store, from, into);
    if (!target?.value.merged?.some(({ contactId }) => contactId === from)) return { outcome: false };
    const atMs = deps.clock.nowMs();
    const after = withoutMerged(target.value, source?.value ?? emptyContact(from));
    return { outcome: true, changes: commitOne(target, after, [{ type: 'contact.split', atMs, contactId: into, data: { from, by } }]) };
  });
  if (taken) await finishSplit(deps, split);
  return taken;
}

/** The second half of a split: the record stands for itself again. Doing it twice changes nothing. */
export async function finishSplit(deps: MergeDeps, { from, into }: Pick<Merge, 'from' | 'into'>): Promise<void> {
  await decideAndCommit<void>(deps.store, async () => {
    const [source, target] = await loadTwo(deps.store, from, into);
    if (source?.value.mergedInto !== into) return { outcome: undefined };
    const { mergedInto: _, ...alone } = source.value;
    const optedOut = source.value.optedOut ?? target?.value.optedOut;
    const after: Contact = { ...alone, ...(optedOut && { optedOut }), apart: [...new Set([...(alone.apart ?? []), into])] };
    return { outcome: undefined, changes: commitOne(source, after, []) };
  });
}
