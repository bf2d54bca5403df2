import type { VoiceEvent } from '../channels/voice.ts';

/** A conversation with a person that is over, and what tells when it began. */
export type Conversation =
  | { readonly by: 'queue'; readonly waitedSeconds?: number }
  | { readonly by: 'dial'; readonly durationSeconds?: number };

/** How a call ended. */
export interface CallEnding {
  readonly status: string;
  readonly durationSeconds?: number;
}

/** How the call ended, if that is what the webhook says: nobody is there any more to hear an answer. */
export function endingIn(event: VoiceEvent): CallEnding | undefined {
  if (event.type === 'queue-left' && event.outcome === 'hung-up') return { status: 'hung-up' };
  if (event.type === 'safety-dial-ended' && event.gone) return { status: 'completed' };
  if (event.type !== 'call-ended') return undefined;
  const { status, durationSeconds } = event;
  return { status, ...(durationSeconds !== undefined && { durationSeconds }) };
}

/** The conversation with a person that is over, if that is what the webhook says: nobody is to be dialled once more. */
export function conversationIn(event: VoiceEvent): Conversation | undefined {
  if (event.type === 'queue-left' && event.outcome === 'connected') {
    return { by: 'queue', ...(event.waitedSeconds !== undefined && { waitedSeconds: event.waitedSeconds }) };
  }
  if ((event.type === 'dial-ended' || event.type === 'safety-dial-ended') && event.outcome === 'answered') {
    return { by: 'dial', ...(event.durationSeconds !== undefined && { durationSeconds: event.durationSeconds }) };
  }
  return undefined;
}
