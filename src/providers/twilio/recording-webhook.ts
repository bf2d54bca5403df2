import type { RecordingNews } from '../../channels/voice.ts';
import { type FormPairs, filledFieldOf, invalidField } from './form.ts';
import { parseAction, VOICE_PATH } from './voice-action.ts';

/** Where the carrier tells of recordings beside the call: that one is ready, and what was said in it. */
export const RECORDING_PATH = '/webhooks/twilio/recording/';

/** The address of such news, by the call and the answer that asked for the recording. */
export function recordingUrl(actionAddress: string, kind: 'status' | 'transcript'): string {
  return actionAddress.replace(`${VOICE_PATH}recorded`, RECORDING_PATH + kind);
}

/** The carrier's id and address of a recording; undefined unless both are there. The address is fetched from the carrier's own host alone. */
export function readRecordingAddress(pairs: FormPairs): { readonly providerId: string; readonly url: string } | undefined {
  const url = filledFieldOf(pairs, 'RecordingUrl');
  const providerId = filledFieldOf(pairs, 'RecordingSid') ?? /\bRE[0-9a-fA-F]{32}\b/.exec(url ?? '')?.[0];
  if (!url || !providerId || !/^RE[0-9a-fA-F]{32}$/.test(providerId)) return undefined;
  return URL.canParse(url) && url.length <= 500 ? { providerId, url } : undefined;
}

/**
 * What a callback about a recording says; undefined for a state that is no news. Throws `webhook-invalid` naming the field.
 * Source: https://www.twilio.com/docs/voice/twiml/record
 */
export function readRecordingNews(pathAndQuery: string, pairs: FormPairs): RecordingNews | undefined {
  const action = parseAction(pathAndQuery.replace(/^\S*?\/recording\/(?:status|transcript)/, `${VOICE_PATH}recorded`));
  if (!action) throw invalidField('address', 'that of a recording');
  const providerId = filledFieldOf(pairs, 'RecordingSid');
  if (!providerId || !/^RE[0-9a-fA-F]{32}$/.test(providerId)) throw invalidField('RecordingSid', 'RE and 32 hexadecimal digits');
  const about = { action, providerId };
  if (/\/recording\/transcript/.test(pathAndQuery)) {
    const status = filledFieldOf(pairs, 'TranscriptionStatus');
    const text = filledFieldOf(pairs, 'TranscriptionText');
    return { ...about, news: { kind: 'transcript', ...(status !== 'failed' && text !== undefined && { text }) } };
  }
  const status = filledFieldOf(pairs, 'RecordingStatus') ?? 'completed';
  if (status === 'absent' || status === 'failed') return { ...about, news: { kind: 'none' } };
  const address = readRecordingAddress(pairs);
  if (status !== 'completed' || !address) return undefined;
  const seconds = filledFieldOf(pairs, 'RecordingDuration') ?? '';
  if (!/^\d{1,6}$/.test(seconds)) throw invalidField('RecordingDuration', 'a whole number');
  return { ...about, news: { kind: 'ready', url: address.url, seconds: Number(seconds) } };
}
