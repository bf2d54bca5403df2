import type { Versioned } from '../base/changes.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { DomainEvent } from '../base/events.ts';
import { type ContactId, parseId, shardOfId } from '../base/ids.ts';
import { withoutCallsConsent } from './consent.ts';
import type { Contact } from './contact.ts';
import { CONTACT_TTL_SECONDS } from './load-contact.ts';
import { finishSplit, type MergeDeps, mergeContacts } from './merge-contacts.ts';

const FOLLOWED = new Set<DomainEvent['type']>(['chat.closed', 'contact.opted-out', 'contact.opted-in', 'contact.marked']);

/**
 * What follows for the other records of a person: two names found to be one are joined, a split is finished, and what one
 * record learns (a chat that is over, a wish, a mark) reaches the others. True if the event was one of those. Any number of
 * times.
 */
export async function followMerge(deps: MergeDeps, event: DomainEvent): Promise<boolean> {
  const { contactId, type, data } = event;
  if (!contactId) return false;
  const from = parseId('p', typeof data?.from === 'string' ? data.from : '');
  if (type === 'contact.identified' && from) {
    await mergeContacts(deps, { from, into: contactId, by: typeof data?.by === 'string' ? data.by : 'carrier' });
    return true;
  }
  if (type === 'contact.split' && from) {
    await finishSplit(deps, { from, into: contactId });
    return true;
  }
  if (!FOLLOWED.has(type)) return false;
  const [found] = (await deps.store.load([{ kind: 'contact', id: contactId }])) as (Versioned<Contact> | undefined)[];
  const { mergedInto, merged } = found?.value ?? {};
  // Somebody who takes the wish back takes it back under every name, and it must not come again from one of them.
  if (type === 'contact.opted-in')
    for (const id of await familyOf(deps, contactId, mergedInto, merged)) await liftOptOut(deps, id, event.atMs);
  else if (mergedInto) await mergeContacts(deps, { from: contactId, into: mergedInto, by: 'carrier' });
  else if (type === 'contact.opted-out') for (const { contactId: id } of merged ?? []) await copyOptOut(deps, id, contactId);
  return true;
}

async function familyOf(
  deps: MergeDeps,
  id: ContactId,
  mergedInto: ContactId | undefined,
  merged: Contact['merged'],
): Promise<readonly ContactId[]> {
  const head = mergedInto ?? id;
  const [found] = mergedInto ? ((await deps.store.load([{ kind: 'contact', id: head }])) as (Versioned<Contact> | undefined)[]) : [];
  const names = (found?.value.merged ?? merged ?? []).map(({ contactId }) => contactId);
  return [...new Set([head, ...names])].filter((each) => each !== id);
}

function liftOptOut(deps: MergeDeps, id: ContactId, atMs: number): Promise<void> {
  return changeOne(deps, id, ({ optedOut, ...contact }) => (optedOut && optedOut.atMs <= atMs ? contact : undefined));
}

function copyOptOut(deps: MergeDeps, id: ContactId, from: ContactId): Promise<void> {
  return changeOne(deps, id, async (contact) => {
    const [source] = (await deps.store.load([{ kind: 'contact', id: from }])) as (Versioned<Contact> | undefined)[];
    const { optedOut } = source?.value ?? {};
    return optedOut && !contact.optedOut ? { ...withoutCallsConsent(contact), optedOut } : undefined;
  });
}

function changeOne(
  deps: MergeDeps,
  id: ContactId,
  change: (contact: Contact) => Contact | undefined | Promise<Contact | undefined>,
): Promise<void> {
  return decideAndCommit<void>(deps.store, async () => {
    const ref = { kind: 'contact', id } as const;
    const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
    const value = found && (await change(found.value));
    if (!value) return { outcome: undefined };
    const write = { ref, expectedVersion: found.version, value, ttlSeconds: CONTACT_TTL_SECONDS };
    return { outcome: undefined, changes: { shard: shardOfId(id) ?? 0, writes: [write] } };
  });
}
