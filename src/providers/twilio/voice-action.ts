import { parseId } from '../../base/ids.ts';
import type { VoiceAction } from '../../channels/voice.ts';
import { filledFieldOf, readQuery } from './form.ts';

/** Where every voice webhook lives; the kind of request is the last segment. */
export const VOICE_PATH = '/webhooks/twilio/voice/';

/** What the carrier may ask for: the addresses set at the carrier, and those our own answers carry. */
export const VOICE_KINDS = [
  'incoming',
  'input',
  'hold',
  'queue-wait',
  'queue-result',
  'dial-result',
  'resume',
  'status',
  'fallback',
] as const;
export type VoiceKind = (typeof VOICE_KINDS)[number];

const ACTION_KINDS: readonly string[] = ['input', 'hold', 'queue-wait', 'queue-result', 'dial-result', 'resume'];

/** The absolute address that brings the carrier back to this action. */
export function actionUrl(publicUrl: string, action: VoiceAction): string {
  return `${publicUrl}${VOICE_PATH}${action.kind}?c=${action.callId}&t=${action.turn}`;
}

/** The action an address names, or undefined if it names none of ours. Takes the path with its query. */
export function parseAction(pathAndQuery: string): VoiceAction | undefined {
  const kind = pathAndQuery.split('?', 1)[0]?.split('/').at(-1) ?? '';
  if (!ACTION_KINDS.includes(kind)) return undefined;
  const query = readQuery(pathAndQuery);
  const callId = parseId('c', filledFieldOf(query, 'c') ?? '');
  const turn = filledFieldOf(query, 't') ?? '';
  if (callId === undefined || !/^\d{1,9}$/.test(turn)) return undefined;
  return { kind: kind as VoiceAction['kind'], callId, turn: Number(turn) };
}
