import type { EventType, NewEvent } from '../base/events.ts';
import type { Handoff } from './handoff.ts';

/** An event of a handoff's life, with everything an event of a journey carries. */
export function handoffEvent(handoff: Handoff, type: EventType, atMs: number, more: Pick<NewEvent, 'data' | 'providerId'> = {}): NewEvent {
  return {
    type,
    atMs,
    contactId: handoff.contactId,
    callId: handoff.callId,
    handoffId: handoff.id,
    flow: handoff.flow,
    step: handoff.step,
    entryNumber: handoff.card.entryNumber,
    language: handoff.language,
    ...(handoff.intent !== undefined && { intent: handoff.intent }),
    ...more,
  };
}
