import type { NewEvent } from '../base/events.ts';
import type { Call } from './call.ts';
import { callEvent } from './call-events.ts';
import type { Conversation } from './what-ended.ts';

/** When a person answered: known only once the conversation is over, from how long the caller had waited. */
export function connectedAt(call: Pick<Call, 'queuedAtMs'>, conversation: Conversation, overAtMs: number): number {
  if (conversation.by === 'dial') return overAtMs - (conversation.durationSeconds ?? 0) * 1000;
  return call.queuedAtMs === undefined ? overAtMs : call.queuedAtMs + (conversation.waitedSeconds ?? 0) * 1000;
}

/** The event that a person answered. */
export function connectedEvent(call: Call, by: Conversation['by'], atMs: number, providerId: string): NewEvent {
  return callEvent(call, call.snapshot.context, 'call.connected', atMs, {
    providerId,
    data: {
      by,
      afterMs: atMs - call.startedAtMs,
      ...(call.personAskedAtMs !== undefined && { afterAskedMs: Math.max(0, atMs - call.personAskedAtMs) }),
    },
  });
}
