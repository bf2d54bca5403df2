import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { AppError } from '../base/errors.ts';
import { type ContactId, shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { parsePhone } from '../base/phone.ts';
import { CONTACT_MARKS, type Contact, type ContactMark } from './contact.ts';
import { CONTACT_TTL_SECONDS, emptyContact } from './load-contact.ts';

interface MarkDeps {
  readonly store: Store;
  readonly clock: Clock;
}

export type WantedMarks = Readonly<Partial<Record<ContactMark, boolean | undefined>>>;

/** Marks the person of a number, also one we have not met, or takes marks away. Throws `number-invalid`. */
export function markNumber(deps: MarkDeps & { readonly keyring: Keyring }, number: string, wanted: WantedMarks, by: string) {
  const phone = parsePhone(number);
  if (!phone) throw new AppError('number-invalid');
  return markContact(deps, { id: deps.keyring.contactId(phone.canonical), phone: phone.canonical }, wanted, by);
}

/** Marks a person. What is marked so already stays as it is, with who said it first. */
export function markContact(
  deps: MarkDeps,
  person: { readonly id: ContactId; readonly phone?: string },
  wanted: WantedMarks,
  by: string,
): Promise<NonNullable<Contact['marks']>> {
  const ref = { kind: 'contact', id: person.id } as const;
  return decideAndCommit(deps.store, async () => {
    const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
    const contact = found?.value ?? emptyContact(person.id, person.phone === undefined ? {} : { phone: person.phone });
    const atMs = deps.clock.nowMs();
    const { marks, changed } = marksAfter(contact.marks ?? {}, wanted, { atMs, by });
    if (changed.length === 0) return { outcome: marks };
    return {
      outcome: marks,
      changes: {
        shard: shardOfId(person.id) ?? 0,
        writes: [{ ref, expectedVersion: found?.version ?? 0, value: { ...contact, marks }, ttlSeconds: CONTACT_TTL_SECONDS }],
        events: changed.map((mark) => ({
          type: 'contact.marked' as const,
          atMs,
          contactId: person.id,
          data: { mark, on: marks[mark] !== undefined, by },
        })),
      },
    };
  });
}

/** Pure. */
function marksAfter(before: NonNullable<Contact['marks']>, wanted: WantedMarks, said: { readonly atMs: number; readonly by: string }) {
  const changed = CONTACT_MARKS.filter((mark) => wanted[mark] !== undefined && wanted[mark] !== (before[mark] !== undefined));
  const entries = CONTACT_MARKS.flatMap((mark) => {
    if (!changed.includes(mark)) return before[mark] ? [[mark, before[mark]] as const] : [];
    return wanted[mark] ? [[mark, said] as const] : [];
  });
  return { marks: Object.fromEntries(entries) as NonNullable<Contact['marks']>, changed };
}
