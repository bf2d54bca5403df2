import type { DeliveryReceipt, DeliveryState } from '../../channels/delivery.ts';
import type { ReceiptSubject } from '../../channels/messages.ts';
import { readScopedUserId } from './address.ts';
import { explainFailure } from './failure-table.ts';
import { type FormPairs, filledFieldOf, invalidField, readQuery } from './form.ts';

/** Where receipts come in. */
export const RECEIPT_PATH = '/webhooks/twilio/whatsapp/status';

const STATES: ReadonlyMap<string, DeliveryState> = new Map(
  Object.entries<DeliveryState>({
    accepted: 'requested',
    scheduled: 'requested',
    queued: 'requested',
    sending: 'sending',
    sent: 'sent',
    delivered: 'delivered',
    partially_delivered: 'delivered',
    read: 'read',
    undelivered: 'failed',
    failed: 'failed',
    canceled: 'failed',
  }),
);

/** The absolute address for the receipts of one message; our own ids are in it, so that they find their record. */
export function receiptUrl(publicUrl: string, subject: ReceiptSubject): string {
  const query = new URLSearchParams({ k: subject.kind });
  if (subject.kind === 'chat') {
    query.set('c', subject.chatId);
    query.set('m', subject.messageId);
  } else {
    query.set('h', subject.handoffId);
    if (subject.kind === 'invite') query.set('n', String(subject.attempt));
  }
  return `${publicUrl}${RECEIPT_PATH}?${query}`;
}

/** Which of our messages an address is about; undefined when it names none (a receipt of the sender's own address). */
export function parseReceiptSubject(pathAndQuery: string): ReceiptSubject | undefined {
  const query = readQuery(pathAndQuery);
  const kind = filledFieldOf(query, 'k');
  const handoffId = filledFieldOf(query, 'h');
  const chatId = filledFieldOf(query, 'c');
  const messageId = filledFieldOf(query, 'm');
  const attempt = filledFieldOf(query, 'n') ?? '';
  if (kind === 'invite' && handoffId && /^\d{1,6}$/.test(attempt)) return { kind, handoffId, attempt: Number(attempt) };
  if ((kind === 'fallback' || kind === 'reminder') && handoffId) return { kind, handoffId };
  if (kind === 'chat' && chatId && messageId) return { kind, chatId, messageId };
  return undefined;
}

/**
 * What a status callback says; undefined when it is about no message of ours or in a state we do not know. Throws
 * `webhook-invalid` naming the field. Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function readReceipt(pathAndQuery: string, pairs: FormPairs): DeliveryReceipt | undefined {
  const providerMessageId = filledFieldOf(pairs, 'MessageSid');
  if (!providerMessageId || !/^[SM]M[0-9a-fA-F]{32}$/.test(providerMessageId)) {
    throw invalidField('MessageSid', 'SM or MM and 32 hexadecimal digits');
  }
  const status = filledFieldOf(pairs, 'MessageStatus') ?? filledFieldOf(pairs, 'SmsStatus');
  if (!status) throw invalidField('MessageStatus', 'present');
  const subject = parseReceiptSubject(pathAndQuery);
  const state = filledFieldOf(pairs, 'EventType') === 'READ' ? 'read' : STATES.get(status);
  if (!subject || !state) return undefined;
  const scopedUserId = readScopedUserId(filledFieldOf(pairs, 'ExternalUserId'));
  return { subject, providerMessageId, state, ...(state === 'failed' && readFailure(pairs)), ...(scopedUserId && { scopedUserId }) };
}

function readFailure(pairs: FormPairs): Partial<DeliveryReceipt> {
  const code = filledFieldOf(pairs, 'ErrorCode');
  const channelMessage = filledFieldOf(pairs, 'ChannelStatusMessage');
  const failure = explainFailure(code, channelMessage).class;
  return { failure, ...(code && { code }), ...(channelMessage && { channelMessage }) };
}
