import type { CallbackWebhook } from '../channels/calls.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import type { InboundMessage } from '../channels/messages.ts';
import type { RecordingNews, VoiceEvent, VoiceReply } from '../channels/voice.ts';

/** A webhook as it came in. */
export interface WireRequest {
  /** Path and query, exactly as requested. */
  readonly address: string;
  readonly body: Buffer;
  readonly signature: string | undefined;
  readonly idempotencyToken: string | undefined;
}

/**
 * The carrier's wire format, both ways. Reading checks the signature first: AppError `signature-missing`,
 * `signature-wrong`, then `webhook-invalid`.
 */
export interface WebhookWire {
  /** The last segments of the voice addresses we answer. */
  readonly voiceKinds: readonly string[];
  readVoice(kind: string, request: WireRequest): VoiceEvent | undefined;
  writeVoice(reply: VoiceReply): string;
  readMessage(request: WireRequest): InboundMessage;
  readReceipt(request: WireRequest): DeliveryReceipt | undefined;
  readCallbackWebhook(request: WireRequest): CallbackWebhook;
  readRecordingNews(request: WireRequest): RecordingNews | undefined;
  /** An answer that says nothing. */
  readonly silence: string;
}
