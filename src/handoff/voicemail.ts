import type { RecordWrite } from '../base/changes.ts';
import type { NewEvent } from '../base/events.ts';
import { type CallId, type ChatId, type ContactId, makeId, shardOfId, type VoicemailId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Recording } from '../channels/voice.ts';
import type { ContextCard } from './context-card.ts';

/** A message that a caller left, on its way to the desk. At most 2 KB in the store. Lives in the caller's shard. */
export interface Voicemail {
  readonly id: VoicemailId;
  readonly contactId: ContactId;
  readonly callId: CallId;
  /** Canonical E.164 of the caller; absent when withheld. */
  readonly from?: string;
  readonly entryNumber: string;
  readonly flow: string;
  readonly step: string;
  readonly language: string;
  readonly intent?: string;
  readonly team: string;
  readonly skills: readonly string[];
  readonly priority: number;
  readonly leftAtMs: number;
  readonly recording: Recording;
  /** What was said, once the carrier has written it down; '' when it could not. */
  readonly transcript?: string;
  readonly card: ContextCard;
}

/** How long it is kept, in seconds (30 days): as long as the case that it becomes. */
export const VOICEMAIL_TTL_SECONDS = 30 * 24 * 3600;
/** The longest text that is kept, in characters. */
export const MOST_TRANSCRIPT = 4000;

/** Derived from the carrier's id, so that whoever hears of the recording first writes the one record. */
export function voicemailIdOf(keyring: Pick<Keyring, 'hash'>, callId: CallId, providerId: string): VoicemailId {
  return makeId('v', shardOfId(callId) ?? 0, keyring.hash(`voicemail:${callId}:${providerId}`).slice(0, 8));
}

/** The chat that a voicemail becomes. */
export function caseOf(keyring: Pick<Keyring, 'hash'>, id: VoicemailId): ChatId {
  return makeId('t', shardOfId(id) ?? 0, keyring.hash(`case:${id}`).slice(0, 8));
}

/** Writes a voicemail, new or changed, and says so; what follows (its case) follows from the event. */
export function leaveVoicemail(
  voicemail: Voicemail,
  version: number,
  type: 'voicemail.left' | 'voicemail.transcribed' = 'voicemail.left',
): { readonly write: RecordWrite; readonly events: readonly NewEvent[] } {
  const { id, contactId, callId, flow, step, entryNumber, language, intent, recording, transcript } = voicemail;
  return {
    write: { ref: { kind: 'voicemail', id }, expectedVersion: version, value: voicemail, ttlSeconds: VOICEMAIL_TTL_SECONDS },
    events: [
      {
        type,
        atMs: voicemail.leftAtMs,
        contactId,
        callId,
        flow,
        step,
        entryNumber,
        language,
        ...(intent !== undefined && { intent }),
        providerId: recording.providerId,
        data: { voicemailId: id, seconds: recording.seconds, ...(type === 'voicemail.transcribed' && { text: transcript !== '' }) },
      },
    ],
  };
}
