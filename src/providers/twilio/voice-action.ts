import { parseId } from '../../base/ids.ts';
import type { SafetyAction, VoiceAction } from '../../channels/voice.ts';
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
  'recorded',
  'resume',
  'safety',
  'status',
  'fallback',
] as const;
export type VoiceKind = (typeof VOICE_KINDS)[number];

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const ACTION_KINDS: readonly string[] = ['input', 'hold', 'queue-wait', 'queue-result', 'dial-result', 'recorded', 'resume'];

/** The absolute address that brings the carrier back to this action. */
export function actionUrl(publicUrl: string, action: VoiceAction | SafetyAction): string {
  return `${publicUrl}${VOICE_PATH}${action.kind}?${action.kind === 'safety' ? safetyQuery(action) : `c=${action.callId}&t=${action.turn}`}`;
}

function safetyQuery({ tried, languages }: SafetyAction): string {
  return `n=${tried}&l=${languages.join(',')}`;
}

/** What an address of safety names. Whatever is missing is taken so that the call comes to its end. */
export function parseSafety(pathAndQuery: string): SafetyAction {
  const query = readQuery(pathAndQuery);
  const tried = Number(filledFieldOf(query, 'n') ?? Number.NaN);
  const [first, ...more] = (filledFieldOf(query, 'l') ?? '').split(',').filter((language) => LANGUAGE.test(language));
  return {
    kind: 'safety',
    tried: Number.isInteger(tried) ? tried : Number.MAX_SAFE_INTEGER,
    languages: first ? [first, ...more] : ['es', 'en'],
  };
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
