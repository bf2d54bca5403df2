import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { EventType } from '../base/events.ts';
import { shardOfId } from '../base/ids.ts';
import { FAILURE_REACTIONS } from '../channels/failure-reactions.ts';
import { withoutCallsConsent } from '../contacts/consent.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, emptyContact } from '../contacts/load-contact.ts';
import type { Handoff } from './handoff.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What a failed invite means for the person: a number without WhatsApp is left alone for the days the offer says; who
 * blocked us or stopped us counts as opted out. Other failures say nothing about the person.
 */
export function markInvitee(deps: { readonly store: Store; readonly clock: Clock }, handoff: Handoff): Promise<void> {
  return decideAndCommit(deps.store, async () => {
    const ref = { kind: 'contact', id: handoff.inviteeId } as const;
    const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
    const contact = found?.value ?? emptyContact(handoff.inviteeId, { phone: handoff.to });
    const nowMs = deps.clock.nowMs();
    const marked = markContact(contact, handoff, nowMs);
    if (!marked) return { outcome: undefined };
    const type: EventType = marked.optedOut && !contact.optedOut ? 'contact.opted-out' : 'contact.undeliverable';
    return {
      outcome: undefined,
      changes: {
        shard: shardOfId(handoff.inviteeId) ?? 0,
        writes: [{ ref, expectedVersion: found?.version ?? 0, value: marked, ttlSeconds: CONTACT_TTL_SECONDS }],
        events: [{ type, atMs: nowMs, contactId: handoff.inviteeId, handoffId: handoff.id, data: { code: handoff.failure?.code } }],
      },
    };
  });
}

/** The contact as marked by a failure, or undefined if the failure says nothing new about the person. Pure. */
export function markContact(contact: Contact, handoff: Pick<Handoff, 'failure' | 'rules'>, nowMs: number): Contact | undefined {
  const { failure, rules } = handoff;
  const marks = failure && FAILURE_REACTIONS[failure.class].marks;
  if (!failure || !marks) return undefined;
  if (marks === 'opted-out') {
    // Refused by ourselves because of an opt-out: that is known.
    return contact.optedOut || failure.code === 'opted-out'
      ? undefined
      : { ...withoutCallsConsent(contact), optedOut: { atMs: nowMs, by: 'receipt' } };
  }
  if (contact.undeliverable && contact.undeliverable.untilMs > nowMs) return undefined;
  const days = marks === 'number' ? rules.undeliverableDays : 1;
  return { ...contact, undeliverable: { untilMs: nowMs + days * DAY_MS, code: failure.code } };
}
