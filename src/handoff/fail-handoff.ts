import type { FailureClass } from '../channels/delivery.ts';
import { FAILURE_REACTIONS } from '../channels/failure-reactions.ts';
import type { HandoffChange } from './change-handoff.ts';
import { type Handoff, recoveryOf } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';

/** How long after the key press an invite is still wanted; later it is no longer sent. Milliseconds. */
export const INVITE_WANTED_MS = 120_000;

/** Is the message still wanted then? A caller waits for an invite; a message after a call says itself how long it suits. Pure. */
export function isWanted(handoff: Pick<Handoff, 'requestedAtMs' | 'origin'>, atMs: number): boolean {
  return atMs < (recoveryOf(handoff)?.wantedUntilMs ?? handoff.requestedAtMs + INVITE_WANTED_MS);
}

export interface InviteFailure {
  readonly code: string;
  readonly class: FailureClass;
  readonly providerMessageId?: string;
  readonly scopedUserId?: string;
}

/**
 * What follows for the handoff itself when its invite surely did not arrive: sent once more, where the class of the
 * failure says so and it is still wanted; otherwise failed. What follows for the person, the sender and the template
 * follows from the event. Pure.
 */
export function failHandoff(handoff: Handoff, failure: InviteFailure, nowMs: number): HandoffChange {
  return mayRetry(handoff, failure, nowMs) ? retry(handoff, failure, nowMs) : end(handoff, failure, nowMs);
}

function mayRetry(handoff: Handoff, failure: InviteFailure, nowMs: number): boolean {
  if (handoff.withdrawnAtMs || handoff.claim) return false;
  const { retries, retryAfterMs } = FAILURE_REACTIONS[failure.class];
  const sent = handoff.retry?.attempt ?? handoff.sending?.attempt ?? 1;
  return sent <= retries && isWanted(handoff, nowMs + retryAfterMs);
}

function retry(handoff: Handoff, failure: InviteFailure, nowMs: number): HandoffChange {
  const { sending, failure: _, ...rest } = handoff;
  const attempt = (sending?.attempt ?? 1) + 1;
  const { holdsTemplate, retryAfterMs } = FAILURE_REACTIONS[failure.class];
  const notTemplateId = holdsTemplate ? sending?.templateId : undefined;
  const changed: Handoff = {
    ...rest,
    delivery: 'requested',
    retry: { attempt, code: failure.code, class: failure.class, ...(notTemplateId !== undefined && { notTemplateId }) },
  };
  return {
    handoff: changed,
    timers: [
      { id: `send:${handoff.id}`, atMs: nowMs + retryAfterMs, payload: { type: 'handoff.send', handoffId: handoff.id } },
      { id: `check:${handoff.id}`, atMs: null },
    ],
    events: [failureEvent(handoff, 'handoff.retried', failure, nowMs)],
  };
}

function end(handoff: Handoff, failure: InviteFailure, nowMs: number): HandoffChange {
  const { providerMessageId } = failure;
  const changed: Handoff = {
    ...handoff,
    delivery: 'failed',
    deliveryAtMs: nowMs,
    failure: { code: failure.code, class: failure.class, atMs: nowMs },
    ...(providerMessageId !== undefined && { sending: { attempt: 1, startedAtMs: nowMs, ...handoff.sending, providerMessageId } }),
  };
  return {
    handoff: changed,
    timers: [{ id: `check:${handoff.id}`, atMs: null }],
    events: [failureEvent(changed, 'handoff.failed', failure, nowMs)],
  };
}

function failureEvent(handoff: Handoff, type: 'handoff.failed' | 'handoff.retried', failure: InviteFailure, nowMs: number) {
  const templateId = handoff.sending?.templateId;
  return handoffEvent(handoff, type, nowMs, {
    ...(failure.providerMessageId !== undefined && { providerId: failure.providerMessageId }),
    data: {
      code: failure.code,
      class: failure.class,
      ...(templateId !== undefined && { templateId }),
      ...(failure.scopedUserId !== undefined && { scopedUserId: failure.scopedUserId }),
      afterMs: nowMs - handoff.requestedAtMs,
    },
  });
}
