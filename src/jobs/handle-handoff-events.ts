import type { TimerPayload, Versioned } from '../base/changes.ts';
import type { DomainEvent } from '../base/events.ts';
import { type CallbackId, type CallId, type ContactId, type HandoffId, shardOfId } from '../base/ids.ts';
import { FAILURE_CLASSES } from '../channels/delivery.ts';
import { scopedUserName } from '../contacts/find-writer.ts';
import { contactIdOf } from '../contacts/load-contact.ts';
import { mergeContacts } from '../contacts/merge-contacts.ts';
import { checkSending } from '../handoff/check-sending.ts';
import { settleClaim } from '../handoff/claim-handoff.ts';
import { expireHandoff } from '../handoff/expire-handoff.ts';
import { type FallBackDeps, fallBack } from '../handoff/fall-back.ts';
import type { Handoff, LinkConfidence, LinkMethod } from '../handoff/handoff.ts';
import { markInvitee } from '../handoff/mark-invitee.ts';
import { type ReactDeps, reactToFailure } from '../handoff/react-to-failure.ts';
import { type SendInviteDeps, sendInvite } from '../handoff/send-invite.ts';
import { sendReminder } from '../handoff/send-reminder.ts';
import { sweepCall } from '../ivr/end-call.ts';
import type { RecoverDeps } from '../ivr/message-after.ts';
import { recoverCaller } from '../ivr/recover-caller.ts';
import { planUnreached, writeUnreached } from '../ivr/write-unreached.ts';

export type HandoffJobDeps = SendInviteDeps & FallBackDeps & ReactDeps & RecoverDeps;

/** A business-scoped id is remembered for this person as long as the link between call and chat: 400 days. */
const SCOPED_USER_SECONDS = 400 * 24 * 3600;

/** What follows from the events of calls and handoffs. True if the event was one of them. Each is idempotent. */
export async function handleHandoffEvent(deps: HandoffJobDeps, event: DomainEvent): Promise<boolean> {
  // A failed text of a chat says as much about its sender as a failed invite.
  if (event.type === 'chat.message-updated' && typeof event.data?.sender === 'string') await reactToFailure(deps, event, event.data.sender);
  if (event.type === 'callback.closed' && event.data?.reason === 'unreached')
    await planUnreached(deps, event.data.callbackId as CallbackId);
  if (event.type === 'person.reset') await forgetInvites(deps, event);
  const id = event.handoffId;
  if (!id) return false;
  switch (event.type) {
    case 'handoff.requested':
      await sendInvite(deps, id);
      return true;
    case 'handoff.retried':
      await reactToFailure(deps, event, deps.sender);
      return true;
    case 'handoff.failed':
      // The caller on the line first.
      await fallBack(deps, id);
      await reactToFailure(deps, event, deps.sender);
      return true;
    case 'handoff.reminder-failed':
    case 'handoff.reminder-withheld':
      await reactToFailure(deps, event, deps.sender);
      await markByFailure(deps, event, id);
      return true;
    case 'handoff.fellback':
    case 'handoff.fallback-failed':
      if (deps.smsSender) await reactToFailure(deps, event, deps.smsSender);
      return true;
    case 'handoff.delivered':
    case 'handoff.read':
      await learnScopedUser(deps, event);
      return true;
    case 'handoff.engaged':
      await noteAnswer(deps, id);
      return true;
    case 'handoff.linked':
      await carryClaimOver(deps, event, id);
      return true;
    default:
      return false;
  }
}

/** The invites that were counted against a person who was reset at the desk count no more, in the person's own budget either. */
async function forgetInvites({ offers }: HandoffJobDeps, { data }: DomainEvent): Promise<void> {
  if (!(data?.items as readonly string[] | undefined)?.includes('invites')) return;
  for (const name of (data?.records as readonly string[] | undefined) ?? []) await offers.budgets.forget({ scope: 'number', name });
}

/** What a failed reminder says about the person. */
async function markByFailure(deps: HandoffJobDeps, { data, atMs }: DomainEvent, id: HandoffId): Promise<void> {
  const failure = FAILURE_CLASSES.find((each) => each === data?.class);
  const [found] = failure ? await deps.store.load([{ kind: 'handoff', id }]) : [];
  if (!failure || !found) return;
  await markInvitee(deps, { ...(found.value as Handoff), failure: { code: String(data?.code), class: failure, atMs } });
}

async function learnScopedUser(deps: HandoffJobDeps, event: DomainEvent): Promise<void> {
  const scopedUserId = event.data?.scopedUserId;
  if (typeof scopedUserId !== 'string' || !event.handoffId) return;
  const [found] = await deps.store.load([{ kind: 'handoff', id: event.handoffId }]);
  const inviteeId = (found?.value as { inviteeId?: ContactId } | undefined)?.inviteeId;
  if (!inviteeId) return;
  await deps.store.point(scopedUserName(scopedUserId), inviteeId, SCOPED_USER_SECONDS);
  // Whoever wrote under this id before, without a number, is this person.
  const from = contactIdOf(deps.keyring, { channel: 'whatsapp', scopedUserId });
  await mergeContacts(deps, { from, into: inviteeId, by: 'carrier' });
}

/** People who accept write back: what tells them from machines. */
async function noteAnswer(deps: HandoffJobDeps, id: HandoffId): Promise<void> {
  const [found] = (await deps.store.load([{ kind: 'handoff', id }])) as (Versioned<Handoff> | undefined)[];
  if (found) await deps.guard.answered(found.value);
}

async function carryClaimOver(deps: HandoffJobDeps, event: DomainEvent, id: HandoffId): Promise<void> {
  if (!event.chatId || event.shard === shardOfId(id)) return;
  const { method, confidence } = event.data as { method: LinkMethod; confidence: LinkConfidence };
  await settleClaim(deps, { handoffId: id, chatId: event.chatId, method, confidence });
}

/** What follows from the timers of calls and handoffs. True if the timer was one of them. */
export async function handleHandoffTimer(deps: HandoffJobDeps, payload: TimerPayload): Promise<boolean> {
  switch (payload.type) {
    case 'handoff.send':
      await sendInvite(deps, payload.handoffId as HandoffId);
      return true;
    case 'handoff.fall-back':
      await fallBack(deps, payload.handoffId as HandoffId);
      return true;
    case 'handoff.remind':
      await sendReminder(deps, payload.handoffId as HandoffId);
      return true;
    case 'handoff.check':
      await checkSending(deps, payload.handoffId as HandoffId, (payload.looks as number | undefined) ?? 0);
      return true;
    case 'handoff.expire':
      await expireHandoff(deps, payload.handoffId as HandoffId);
      return true;
    case 'call.recover':
      await recoverCaller(deps, payload.callId as CallId);
      return true;
    case 'callback.unreached':
      await writeUnreached(deps, payload.callbackId as CallbackId);
      return true;
    case 'call.sweep':
      await sweepCall(deps, payload.callId as CallId);
      return true;
    default:
      return false;
  }
}
