import type { EventType, NewEvent } from '../base/events.ts';
import type { Callback } from './callback.ts';

/** An event of a callback's life, with everything an event of a journey carries. */
export function callbackEvent(callback: Callback, type: EventType, atMs: number, data: Readonly<Record<string, unknown>> = {}): NewEvent {
  const { id, contactId, origin, flow, step, entryNumber, language, intent, placing } = callback;
  return {
    type,
    atMs,
    contactId,
    ...(origin.kind === 'call' ? { callId: origin.callId } : { chatId: origin.chatId }),
    flow,
    ...(step !== undefined && { step }),
    entryNumber,
    language,
    ...(intent !== undefined && { intent }),
    ...(placing?.providerCallId !== undefined && { providerId: placing.providerCallId }),
    data: { callbackId: id, ...data },
  };
}
