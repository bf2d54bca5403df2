import type { Handoff } from './handoff.ts';

/** What the caller on the line can be told about the message. */
export interface CallerDelivery {
  readonly delivery: 'pending' | 'delivered' | 'failed';
  readonly fallback?: 'sms' | 'none';
}

/** How long a failure waits for its fallback before the caller is told without it, in milliseconds. */
const FALLBACK_GRACE_MS = 6_000;

/** Pending until delivery is known; failed only once it is known what was done instead. Pure. */
export function deliveryForCaller(handoff: Handoff, nowMs: number): CallerDelivery {
  if (handoff.claim || handoff.delivery === 'delivered' || handoff.delivery === 'read') return { delivery: 'delivered' };
  if (handoff.delivery !== 'failed') return { delivery: 'pending' };
  if (handoff.fallback) return { delivery: 'failed', fallback: handoff.fallback.kind };
  const failedAtMs = handoff.failure?.atMs ?? nowMs;
  return nowMs - failedAtMs < FALLBACK_GRACE_MS ? { delivery: 'pending' } : { delivery: 'failed', fallback: 'none' };
}
