import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { type CallId, shardOfId } from '../base/ids.ts';
import type { FailureClass } from '../channels/delivery.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, emptyContact, remember } from '../contacts/load-contact.ts';
import { type Handoff, recoveryOf } from './handoff.ts';

export type Registration =
  /** `windowOpen`: the person wrote within a day, so the message begins no conversation. */
  | { readonly kind: 'registered'; readonly windowOpen: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly class: FailureClass };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The failure of an invite that may have left all the same. */
export const UNKNOWN_OUTCOME = 'unknown-outcome';

/**
 * Writes an invite down with the person who is to get it, before it is sent, or refuses it: a number typed on the
 * keypad may belong to somebody who opted out. It counts as an invite from here on, so that two at once are two; should
 * nothing leave, `takeBackInvite` undoes the count. Doing it twice counts once.
 */
export function registerInvite(deps: { readonly store: Store; readonly clock: Clock }, handoff: Handoff): Promise<Registration> {
  const ref = { kind: 'contact', id: handoff.inviteeId } as const;
  return decideAndCommit<Registration>(deps.store, async () => {
    const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
    const contact = found?.value ?? emptyContact(handoff.inviteeId, { phone: handoff.to });
    const nowMs = deps.clock.nowMs();
    const windowOpen = (contact.lastInboundAtMs ?? Number.NEGATIVE_INFINITY) > nowMs - DAY_MS;
    const needless = refuseAfterCall(contact, handoff);
    if (needless) return { outcome: needless };
    if (contact.waiting.some((waiting) => waiting.handoffId === handoff.id)) return { outcome: { kind: 'registered', windowOpen } };
    const refusal = refuseInvite(contact, handoff, nowMs);
    if (refusal) return { outcome: refusal };
    const value: Contact = {
      ...contact,
      phone: contact.phone ?? handoff.to,
      invitedAtMs: remember(contact.invitedAtMs, nowMs),
      waiting: remember(
        contact.waiting.filter((waiting) => waiting.untilMs > nowMs),
        { handoffId: handoff.id, untilMs: handoff.lookBackUntilMs, invitedAtMs: nowMs },
      ),
    };
    return {
      outcome: { kind: 'registered', windowOpen },
      changes: {
        shard: shardOfId(handoff.inviteeId) ?? 0,
        writes: [{ ref, expectedVersion: found?.version ?? 0, value, ttlSeconds: CONTACT_TTL_SECONDS }],
      },
    };
  });
}

/**
 * An invite that failed before it left does not count against the person: nothing was sent to them. One whose outcome
 * nobody knows may have arrived, and counts. They may still write, so the handoff waits on. Doing it twice changes nothing.
 */
export async function takeBackInvite(deps: { readonly store: Store; readonly clock: Clock }, handoff: Handoff): Promise<void> {
  if (handoff.delivery !== 'failed' || handoff.sending?.providerMessageId || handoff.failure?.code === UNKNOWN_OUTCOME) return;
  const ref = { kind: 'contact', id: handoff.inviteeId } as const;
  await decideAndCommit(deps.store, async () => {
    const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
    const value = found && withoutInvite(found.value, handoff);
    if (!value) return { outcome: undefined };
    const write = { ref, expectedVersion: found.version, value, ttlSeconds: CONTACT_TTL_SECONDS };
    return { outcome: undefined, changes: { shard: shardOfId(handoff.inviteeId) ?? 0, writes: [write] } };
  });
}

/** The contact without the count of this handoff's invite; undefined if none is counted. Pure. */
function withoutInvite(contact: Contact, handoff: Handoff): Contact | undefined {
  const at = contact.waiting.find((waiting) => waiting.handoffId === handoff.id)?.invitedAtMs;
  if (at === undefined) return undefined;
  const index = contact.invitedAtMs.indexOf(at);
  return {
    ...contact,
    invitedAtMs: contact.invitedAtMs.filter((_, n) => n !== index),
    waiting: contact.waiting.map(({ invitedAtMs, ...waiting }) =>
      waiting.handoffId === handoff.id || invitedAtMs === undefined ? waiting : { ...waiting, invitedAtMs },
    ),
  };
}

/** Why this person may not be written to now, whatever the caller said; undefined if nothing speaks against it. Pure. */
export function refuseInvite(
  contact: Contact,
  handoff: Pick<Handoff, 'rules'>,
  nowMs: number,
): Extract<Registration, { kind: 'refused' }> | undefined {
  if (contact.optedOut) return { kind: 'refused', code: 'opted-out', class: 'opted-out' };
  if (contact.undeliverable && contact.undeliverable.untilMs > nowMs) {
    return { kind: 'refused', code: contact.undeliverable.code, class: 'unreachable' };
  }
  const recent = contact.invitedAtMs.filter((atMs) => atMs > nowMs - handoff.rules.perHours * HOUR_MS).length;
  if (recent >= handoff.rules.maxInvites) return { kind: 'refused', code: 'invited-too-often', class: 'not-delivered' };
  return undefined;
}

/** Something that the person did since their call ended makes the message after it needless; undefined for other invites. Pure. */
function refuseAfterCall(contact: Contact, handoff: Handoff): Extract<Registration, { kind: 'refused' }> | undefined {
  const recovery = recoveryOf(handoff);
  const code = recovery && actedSince(contact, handoff.callId, recovery.endedAtMs);
  return code === undefined ? undefined : { kind: 'refused', code, class: 'not-delivered' };
}

/** Did they call again, or write, after that call had ended? Pure. */
export function actedSince(contact: Contact, callId: CallId, endedAtMs: number): 'called-again' | 'in-a-chat' | undefined {
  if (contact.calls.some((call) => call.callId !== callId && call.atMs >= endedAtMs)) return 'called-again';
  if (contact.openChatId !== undefined || (contact.lastInboundAtMs ?? 0) >= endedAtMs) return 'in-a-chat';
  return undefined;
}
