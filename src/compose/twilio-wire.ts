import { AppError } from '../base/errors.ts';
import type { WebhookWire, WireRequest } from '../http/webhook-wire.ts';
import { readCallbackWebhook } from '../providers/twilio/callback-webhook.ts';
import { type FormPairs, readForm } from '../providers/twilio/form.ts';
import { readInboundMessage } from '../providers/twilio/message-webhook.ts';
import { readReceipt } from '../providers/twilio/receipt-webhook.ts';
import { readRecordingNews } from '../providers/twilio/recording-webhook.ts';
import { createSignatureCheck } from '../providers/twilio/signature.ts';
import { EMPTY_TWIML, writeTwiml } from '../providers/twilio/twiml.ts';
import { VOICE_KINDS, type VoiceKind } from '../providers/twilio/voice-action.ts';
import { readVoiceEvent } from '../providers/twilio/voice-webhook.ts';

/** Twilio's webhooks as the routes see them. Everything is signed over the address that the carrier was given. */
export function createTwilioWire(publicUrl: string, authTokens: readonly string[]): WebhookWire {
  const check = createSignatureCheck(publicUrl, authTokens);
  const open = (request: WireRequest): FormPairs => {
    if (request.signature === undefined) throw new AppError('signature-missing');
    const pairs = readable(request.body);
    if (!pairs || !check.verify(request.signature, request.address, pairs)) throw new AppError('signature-wrong');
    return pairs;
  };
  return {
    voiceKinds: VOICE_KINDS,
    readVoice: (kind, request) =>
      readVoiceEvent({
        kind: kind as VoiceKind,
        address: request.address,
        pairs: open(request),
        idempotencyToken: request.idempotencyToken,
      }),
    writeVoice: (reply) => writeTwiml(reply, publicUrl),
    readMessage: (request) => readInboundMessage(open(request)),
    readReceipt: (request) => readReceipt(request.address, open(request)),
    readCallbackWebhook: (request) => readCallbackWebhook(request.address, open(request)),
    readRecordingNews: (request) => readRecordingNews(request.address, open(request)),
    silence: EMPTY_TWIML,
  };
}

/** A signature is over the fields of a form: what is no form can't have been signed, whoever sent it. */
function readable(body: Buffer): FormPairs | undefined {
  try {
    return readForm(body);
  } catch {
    return undefined;
  }
}
