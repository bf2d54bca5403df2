import type { CallId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Call } from './call.ts';

/** What a call came to: carried on in WhatsApp, answered by a person, a message left, a call promised, left while waiting for a person, or simply over. */
export type CallOutcome = 'whatsapp' | 'person' | 'voicemail' | 'callback' | 'abandoned' | 'ended';

/** What a call that is over came to. Pure. */
export function outcomeOf(call: Pick<Call, 'connectedAtMs' | 'handoffId' | 'voicemail' | 'callback' | 'wait'>): CallOutcome {
  if (call.connectedAtMs !== undefined) return 'person';
  if (call.handoffId !== undefined) return 'whatsapp';
  if (call.voicemail) return 'voicemail';
  if (call.callback) return 'callback';
  return call.wait.kind === 'queue' ? 'abandoned' : 'ended';
}

/** The person's record with what this call was about and came to, for the cards of later ones; undefined if it is not listed or says so already. Pure. */
export function noteCall(contact: Contact, callId: CallId, intent: string | undefined, outcome: CallOutcome): Contact | undefined {
  const known = contact.calls.find((call) => call.callId === callId);
  if (!known || (known.intent === intent && known.outcome === outcome)) return undefined;
  const noted = { ...known, ...(intent !== undefined && { intent }), outcome };
  return { ...contact, calls: contact.calls.map((call) => (call.callId === callId ? noted : call)) };
}
