import type { WebhookView } from '../../../http/contract/sandbox-carrier.ts';
import type { Translate } from '../../messages/language.tsx';

/** A webhook in a few words: what it tells, and of whom. */
export function webhookWords({ kind, parameters }: WebhookView, t: Translate): string {
  const { MessageStatus, ErrorCode, CallStatus, Body, RecordingStatus, TranscriptionStatus, From, To } = parameters;
  const says = {
    call: undefined,
    'call-status': CallStatus,
    message: Body,
    receipt: MessageStatus,
    recording: RecordingStatus ?? TranscriptionStatus,
  };
  const who = (kind === 'receipt' ? To : From)?.replace(/^whatsapp:/, '');
  return [t(`webhooks.kind.${kind}`), says[kind]?.slice(0, 40), kind === 'receipt' && ErrorCode, who].filter(Boolean).join(' · ');
}

/** The status or the error, or that there is none yet. */
export function answerWords({ answer }: WebhookView, t: Translate): string {
  if (!answer) return t('webhooks.waiting');
  return answer.status === undefined ? `${answer.code ?? ''} ${answer.text ?? ''}`.trim() : String(answer.status);
}
