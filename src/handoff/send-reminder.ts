import type { TimerWrite, Versioned } from '../base/changes.ts';
import { decideAndCommit } from '../base/decide.ts';
import { type HandoffId, parseId, shardOfId } from '../base/ids.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import type { SendOutcome } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, remember } from '../contacts/load-contact.ts';
import { nextSuitableHour } from '../rules/suitable-hour.ts';
import { changeHandoff } from './change-handoff.ts';
import type { Handoff } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';
import { refuseInvite } from './register-invite.ts';
import { nameInvite, type SendInviteDeps } from './send-invite.ts';
import { inviteToken } from './token.ts';

const MINUTE_MS = 60_000;
/** A reminder just before the end of the look-back would lead nowhere. */
const ENOUGH_TIME_MS = 60 * MINUTE_MS;

/** The timer of a reminder, for the commit that learns of the delivery; undefined where none is wanted. Pure. */
export function reminderTimer(handoff: Handoff, deliveredAtMs: number): TimerWrite | undefined {
  const { reminder } = handoff.rules;
  if (!reminder || handoff.reminder || handoff.claim || handoff.withdrawnAtMs) return undefined;
  return timerAt(handoff.id, deliveredAtMs + reminder.afterMinutes * MINUTE_MS);
}

function timerAt(id: HandoffId, atMs: number): TimerWrite {
  return { id: `remind:${id}`, atMs, payload: { type: 'handoff.remind', handoffId: id } };
}

/**
 * Reminds who got an invite and did not reply: once at most, in an hour that suits the person, and only if nothing speaks
 * against it now. What spoke against it is an event. The intent is written before the carrier is asked, and a reminder of
 * unknown outcome is not repeated.
 */
export async function sendReminder(deps: SendInviteDeps, id: HandoffId): Promise<void> {
  const current = await changeHandoff(deps, id, () => undefined);
  if (!current || !isOpen(current.handoff)) return;
  const { handoff } = current;
  const hour = hourOf(deps, handoff, deps.clock.nowMs());
  if (typeof hour === 'string') return withhold(deps, id, hour);
  if (hour > deps.clock.nowMs()) return comeBack(deps, id, hour);
  const why = await whyNot(deps, handoff);
  if (why) return withhold(deps, id, why);
  const invite = deps.catalogue.inviteFor({ ...handoff, template: handoff.rules.reminder?.template ?? '' }, inviteToken(deps.keyring, id));
  if (invite.kind === 'unavailable') return withhold(deps, id, invite.code);
  await deps.pace.acquire({ sender: deps.sender, recipient: handoff.inviteeId, urgent: false });
  const begun = await changeHandoff(deps, id, (now, nowMs) =>
    isOpen(now) ? { handoff: { ...now, reminder: { atMs: nowMs } } } : undefined,
  );
  if (!begun?.changed) return;
  await countReminder(deps, handoff);
  const outcome = await deps.carrier.send({
    to: { channel: 'whatsapp', phone: handoff.to },
    from: deps.sender,
    receiptFor: { kind: 'reminder', handoffId: id },
    content: invite.content,
  });
  await settle(deps, id, outcome);
}

function isOpen(handoff: Handoff): boolean {
  const { rules, reminder, claim, withdrawnAtMs, expiredAtMs, delivery } = handoff;
  return (
    Boolean(rules.reminder) && !reminder && !claim && !withdrawnAtMs && !expiredAtMs && (delivery === 'delivered' || delivery === 'read')
  );
}

function hourOf({ guard }: SendInviteDeps, handoff: Handoff, nowMs: number): ReturnType<typeof nextSuitableHour> {
  const { reminder } = handoff.rules;
  if (!reminder) return 'late';
  const place = { to: handoff.to, entryNumber: handoff.card.entryNumber, table: guard.contactHours(), rules: reminder };
  return nextSuitableHour(place, nowMs, handoff.lookBackUntilMs - ENOUGH_TIME_MS);
}

/** What speaks against a reminder at this moment. */
async function whyNot(deps: SendInviteDeps, handoff: Handoff): Promise<string | undefined> {
  if (deps.gate.isStopped(deps.sender)) return 'sender-stopped';
  const refs = [handoff.inviteeId, handoff.contactId].map((id) => ({ kind: 'contact', id }) as const);
  const [invitee, caller] = (await deps.store.load(refs)) as (Versioned<Contact> | undefined)[];
  const personal = invitee && refusePerson(invitee.value, handoff, deps.clock.nowMs());
  if (personal) return personal;
  if (caller && wasServed(caller.value, handoff)) return 'served-by-phone';
  return (await deps.gate.admit(deps.sender, handoff.inviteeId)) ? undefined : 'messaging-limit';
}

function refusePerson(contact: Contact, handoff: Handoff, nowMs: number): string | undefined {
  if (contact.openChatId || (contact.lastInboundAtMs ?? 0) >= handoff.requestedAtMs) return 'wrote-already';
  return refuseInvite(contact, handoff, nowMs)?.code;
}

/** Did the caller speak to a person, or leave a message, in this call or one after it? */
function wasServed(caller: Contact, handoff: Handoff): boolean {
  const served = ({ outcome }: Contact['calls'][number]) => outcome === 'person' || outcome === 'voicemail';
  return caller.calls.some((call) => served(call) && (call.callId === handoff.callId || call.atMs >= handoff.requestedAtMs));
}

/** A reminder is a message like an invite: it counts as one. */
function countReminder(deps: SendInviteDeps, { inviteeId }: Handoff): Promise<void> {
  const ref = { kind: 'contact', id: inviteeId } as const;
  return decideAndCommit(deps.store, async () => {
    const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
    if (!found) return { outcome: undefined };
    const value: Contact = { ...found.value, invitedAtMs: remember(found.value.invitedAtMs, deps.clock.nowMs()) };
    const write = { ref, expectedVersion: found.version, value, ttlSeconds: CONTACT_TTL_SECONDS };
    return { outcome: undefined, changes: { shard: shardOfId(inviteeId) ?? 0, writes: [write] } };
  });
}

async function settle(deps: SendInviteDeps, id: HandoffId, outcome: SendOutcome): Promise<void> {
  if (outcome.kind === 'busy') return tryAgain(deps, id, outcome.retryAfterMs);
  if (outcome.kind === 'accepted') await nameInvite(deps.store, outcome.providerMessageId, id);
  await changeHandoff(deps, id, (handoff, nowMs) => {
    const { reminder } = handoff;
    if (!reminder || reminder.withheld !== undefined) return undefined;
    if (outcome.kind !== 'accepted') {
      const why = outcome.kind === 'refused' ? outcome.code : 'unknown-outcome';
      const data = { why, ...(outcome.kind === 'refused' && { code: outcome.code, class: outcome.failure }) };
      const changed: Handoff = { ...handoff, reminder: { ...reminder, withheld: why } };
      return { handoff: changed, events: [handoffEvent(changed, 'handoff.reminder-withheld', nowMs, { data })] };
    }
    const { providerMessageId } = outcome;
    const changed: Handoff = { ...handoff, reminder: { ...reminder, providerMessageId } };
    const more = { providerId: providerMessageId, data: { afterMs: nowMs - handoff.requestedAtMs } };
    return { handoff: changed, events: [handoffEvent(changed, 'handoff.reminded', nowMs, more)] };
  });
}

/** Nothing was sent: as if it had not begun. */
async function tryAgain(deps: SendInviteDeps, id: HandoffId, afterMs: number): Promise<void> {
  await changeHandoff(deps, id, (handoff, nowMs) => {
    const { reminder: _, ...rest } = handoff;
    return { handoff: rest, timers: [timerAt(id, nowMs + afterMs)] };
  });
}

async function comeBack(deps: SendInviteDeps, id: HandoffId, atMs: number): Promise<void> {
  await deps.store.commit({ shard: shardOfId(id) ?? 0, timers: [timerAt(id, atMs)] });
}

async function withhold(deps: SendInviteDeps, id: HandoffId, why: string): Promise<void> {
  await changeHandoff(deps, id, (handoff, nowMs) => {
    if (!isOpen(handoff)) return undefined;
    const changed: Handoff = { ...handoff, reminder: { atMs: nowMs, withheld: why } };
    return { handoff: changed, events: [handoffEvent(changed, 'handoff.reminder-withheld', nowMs, { data: { why } })] };
  });
}

/** A receipt about a reminder; only its failing is news. True if it was. */
export async function trackReminder(deps: Pick<SendInviteDeps, 'store' | 'clock'>, receipt: DeliveryReceipt): Promise<boolean> {
  const id = receipt.subject.kind === 'reminder' ? parseId('h', receipt.subject.handoffId) : undefined;
  if (!id || receipt.state !== 'failed') return false;
  const data = { code: receipt.code ?? 'unknown', class: receipt.failure ?? 'unknown' };
  const result = await changeHandoff(deps, id, (handoff, nowMs) => {
    if (!handoff.reminder || handoff.reminder.failedWith !== undefined) return undefined;
    const changed: Handoff = { ...handoff, reminder: { ...handoff.reminder, failedWith: data.code } };
    return {
      handoff: changed,
      events: [handoffEvent(changed, 'handoff.reminder-failed', nowMs, { providerId: receipt.providerMessageId, data })],
    };
  });
  return result?.changed ?? false;
}
