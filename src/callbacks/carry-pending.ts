import type { Store, Versioned } from '../base/changes.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { DomainEvent } from '../base/events.ts';
import { shardOfId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';

/**
 * A call was promised, or is over, under the second name of a person: the record that goes on knows of it too, so that
 * nothing else is promised or sent meanwhile, and nothing waits for it afterwards. Any number of times.
 */
export function carryPending({ store }: { readonly store: Store }, { type, contactId, data }: DomainEvent): Promise<void> {
  return decideAndCommit<void>(store, async () => {
    const own = contactId && (await contactBy(store, contactId));
    const head = own?.value.mergedInto && (await contactBy(store, own.value.mergedInto));
    if (!own || !head) return { outcome: undefined };
    const { pendingCallback, ...free } = head.value;
    const promised = type === 'callback.booked' ? own.value.pendingCallback : undefined;
    const mayTake = pendingCallback === undefined || pendingCallback.callbackId === data?.replaces;
    const isOver = type === 'callback.closed' && pendingCallback?.callbackId === data?.callbackId;
    const takes = promised?.callbackId === data?.callbackId && mayTake;
    if (!takes && !isOver) return { outcome: undefined };
    const value: Contact = { ...free, ...(takes && promised && { pendingCallback: promised }) };
    const ref = { kind: 'contact', id: value.id } as const;
    const write = { ref, expectedVersion: head.version, value, ttlSeconds: CONTACT_TTL_SECONDS };
    return { outcome: undefined, changes: { shard: shardOfId(value.id) ?? 0, writes: [write] } };
  });
}

async function contactBy(store: Store, id: string): Promise<Versioned<Contact> | undefined> {
  const [found] = (await store.load([{ kind: 'contact', id }])) as (Versioned<Contact> | undefined)[];
  return found;
}
