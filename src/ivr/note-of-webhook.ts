import type { VoiceEvent } from '../channels/voice.ts';
import type { CallNote } from './call-notes.ts';
import { conversationIn, endingIn } from './what-ended.ts';

/** What a webhook leaves to be written down later, when it could only be answered from memory. Pure. */
export function noteOfWebhook(event: VoiceEvent, about: Pick<CallNote, 'atMs' | 'why' | 'bug'>): CallNote {
  const { from, to, providerCallId } = event;
  const conversation = conversationIn(event);
  const end = conversation ? { status: 'completed', conversation } : endingIn(event);
  const base = { from, to, providerCallId, ...about };
  return end ? { kind: 'ended', ...base, ...end } : { kind: 'failed-over', ...base };
}
