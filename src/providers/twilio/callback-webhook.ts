import { parseId } from '../../base/ids.ts';
import { CALLBACK_PARTS, type CallbackAction, type CallbackPart, type CallbackWebhook, type LegStatus } from '../../channels/calls.ts';
import { type FormPairs, filledFieldOf, invalidField, readQuery } from './form.ts';

/** Where the carrier comes back to about the legs of callbacks; the part is the last segment. */
const CALLBACK_PATH = '/webhooks/twilio/callback/';

/** The absolute address of one part of a callback's legs. */
export function callbackUrl(publicUrl: string, { part, callbackId, attempt, round }: CallbackAction): string {
  return `${publicUrl}${CALLBACK_PATH}${part}?b=${callbackId}&n=${attempt}&r=${round}`;
}

function parseCallbackAction(pathAndQuery: string): CallbackAction | undefined {
  const part = pathAndQuery.split('?', 1)[0]?.split('/').at(-1) as CallbackPart;
  const query = readQuery(pathAndQuery);
  const callbackId = parseId('b', filledFieldOf(query, 'b') ?? '');
  const attempt = filledFieldOf(query, 'n') ?? '';
  const round = filledFieldOf(query, 'r') ?? '';
  if (!CALLBACK_PARTS.includes(part) || !callbackId || !/^\d{1,6}$/.test(attempt) || !/^\d{1,2}$/.test(round)) return undefined;
  return { kind: 'callback', part, callbackId, attempt: Number(attempt), round: Number(round) };
}

const STATUSES: readonly string[] = ['queued', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled'];

/**
 * What a webhook about a callback's leg says. A state that we do not know is one that goes on. Throws `webhook-invalid`
 * naming the field. Source: https://www.twilio.com/docs/voice/api/call-resource and https://www.twilio.com/docs/voice/twiml/dial
 */
export function readCallbackWebhook(pathAndQuery: string, pairs: FormPairs): CallbackWebhook {
  const action = parseCallbackAction(pathAndQuery);
  if (!action) throw invalidField('address', 'that of a callback');
  const providerCallId = filledFieldOf(pairs, 'CallSid');
  if (!providerCallId || !/^CA[0-9a-fA-F]{32}$/.test(providerCallId)) throw invalidField('CallSid', 'CA and 32 hexadecimal digits');
  const digits = filledFieldOf(pairs, 'Digits');
  const told = filledFieldOf(pairs, action.part === 'result' ? 'DialCallStatus' : 'CallStatus');
  const status = STATUSES.includes(told ?? '') ? (told as LegStatus) : undefined;
  const seconds = filledFieldOf(pairs, action.part === 'result' ? 'DialCallDuration' : 'CallDuration');
  const joined = filledFieldOf(pairs, 'DialBridged');
  return {
    action,
    providerCallId,
    ...(digits !== undefined && /^[0-9*#]{1,20}$/.test(digits) && { digits }),
    ...(status && { status }),
    ...(joined !== undefined && { joined: joined === 'true' }),
    ...(seconds !== undefined && /^\d{1,9}$/.test(seconds) && { seconds: Number(seconds) }),
  };
}
