import type { RecordWrite, TimerWrite } from '../base/changes.ts';
import type { NewEvent } from '../base/events.ts';
import type { CallId, ContactId, HandoffId } from '../base/ids.ts';
import { beginHandoff } from './accept-handoff.ts';
import type { ContextCard } from './context-card.ts';
import type { Handoff, RecoveryOrigin } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';

/** A message after a call that ended too early: whom it goes to, what it says, and on which consent. */
export interface RecoveryWanted {
  readonly handoffId: HandoffId;
  readonly contactId: ContactId;
  readonly callId: CallId;
  readonly providerCallId: string;
  readonly flow: string;
  readonly step: string;
  /** Canonical E.164 of the caller. */
  readonly to: string;
  readonly template: string;
  readonly lookBackHours: number;
  readonly rules: Pick<Handoff['rules'], 'undeliverableDays' | 'maxInvites' | 'perHours'>;
  readonly origin: RecoveryOrigin;
  readonly card: ContextCard;
  readonly nowMs: number;
}

/**
 * The handoff that follows a call: sent, tracked and claimed like any other, but no offer was accepted for it, it makes no
 * new consent, and nothing is sent in its place when it fails. Pure.
 */
export function recoverHandoff(wanted: RecoveryWanted): {
  readonly writes: readonly RecordWrite[];
  readonly timers: readonly TimerWrite[];
  readonly events: readonly NewEvent[];
} {
  const { handoffId, providerCallId, lookBackHours, rules, nowMs, ...about } = wanted;
  const { language, intent } = wanted.card;
  const handoff: Handoff = {
    ...about,
    id: handoffId,
    inviteeId: wanted.contactId,
    language,
    ...(intent !== undefined && { intent }),
    numberSource: 'caller-id',
    requestedAtMs: nowMs,
    delivery: 'requested',
    lookBackUntilMs: nowMs + lookBackHours * 3_600_000,
    rules: { ...rules, smsFallback: false },
  };
  const { entry, consentId } = wanted.origin;
  const data = { template: wanted.template, numberSource: 'caller-id', entry, consentId };
  return {
    ...beginHandoff(handoff, nowMs),
    events: [handoffEvent(handoff, 'handoff.requested', nowMs, { providerId: providerCallId, data })],
  };
}
