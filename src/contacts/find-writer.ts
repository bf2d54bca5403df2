import type { Store, Versioned } from '../base/changes.ts';
import { type ContactId, parseId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { MessageAddress } from '../channels/messages.ts';
import type { Contact } from './contact.ts';
import { areApart } from './join-contacts.ts';
import { contactIdOf } from './load-contact.ts';

/** The name under which a business-scoped id points at the contact it is known to be. */
export const scopedUserName = (scopedUserId: string): string => `bsuid:${scopedUserId}`;

/** Somebody who writes, under all the names by which we know them. */
export interface Writer {
  /** Who they are: the number where there is one, else whom the business-scoped id is known to be. */
  readonly id: ContactId;
  /** The record of the business-scoped id alone, where a chat may still be open, if it is another one. */
  readonly other?: ContactId;
  readonly records: ReadonlyMap<ContactId, Versioned<Contact>>;
  /** Both names came together for the first time: the records are to be joined. */
  readonly isNews: boolean;
}

interface FindDeps {
  readonly store: Store;
  readonly keyring: Keyring;
}

/**
 * Who writes. Where WhatsApp gives no number, the business-scoped id leads to the person if it was ever seen with one, by
 * pointer or because the records were joined; an administrator's word that they are two people goes before both.
 */
export async function findWriter(deps: FindDeps, from: MessageAddress): Promise<Writer> {
  const byNumber = from.phone === undefined ? undefined : contactIdOf(deps.keyring, from);
  if (from.scopedUserId === undefined) return soleWriter(deps, byNumber ?? contactIdOf(deps.keyring, from));
  const raw = contactIdOf(deps.keyring, { channel: from.channel, scopedUserId: from.scopedUserId });
  const pointed = byNumber ?? parseId('p', (await deps.store.resolve(scopedUserName(from.scopedUserId))) ?? '');
  const records = await loadRecords(deps.store, pointed === undefined ? [raw] : [pointed, raw]);
  const alone = records.get(raw)?.value;
  const candidate = pointed ?? alone?.mergedInto;
  if (candidate !== undefined && !records.has(candidate)) {
    for (const [id, found] of await loadRecords(deps.store, [candidate])) records.set(id, found);
  }
  const isSomebodyElse = candidate !== undefined && areApart(records.get(candidate)?.value, alone);
  const id = byNumber ?? (candidate === undefined || isSomebodyElse ? raw : candidate);
  const isOfAnother = alone?.mergedInto !== undefined && alone.mergedInto !== id;
  if (id === raw || !alone || isSomebodyElse || isOfAnother) return { id, records, isNews: false };
  return { id, other: raw, records, isNews: alone.mergedInto === undefined };
}

async function soleWriter(deps: FindDeps, id: ContactId): Promise<Writer> {
  return { id, records: await loadRecords(deps.store, [id]), isNews: false };
}

async function loadRecords(store: Store, ids: readonly ContactId[]): Promise<Map<ContactId, Versioned<Contact>>> {
  const found = (await store.load(ids.map((id) => ({ kind: 'contact' as const, id })))) as (Versioned<Contact> | undefined)[];
  return new Map(ids.flatMap((id, i) => (found[i] ? [[id, found[i]] as const] : [])));
}
