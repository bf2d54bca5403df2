import type { ReceiptSubject } from './messages.ts';

/** How far a message has come. States only move to the right; `failed` is final unless delivery was already known. */
export const DELIVERY_STATES = ['requested', 'sending', 'sent', 'delivered', 'read'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number] | 'failed';

/** What a failure means for us; the table from carrier codes to classes is the carrier adapter's, what is done about each FAILURE_REACTIONS. */
export const FAILURE_CLASSES = [
  /** The number has no WhatsApp, or can't get messages: mark it, fall back. */
  'unreachable',
  /** WhatsApp does not deliver to this person for now: not before a day has passed. */
  'held-back',
  /** The person does not want messages from us. */
  'opted-out',
  /** Passing trouble at the carrier: may be repeated. */
  'temporary',
  /** Too much at once; wait. */
  'rate-limited',
  /** Too much at once, or the limit of the day: which of them shows when it is repeated. */
  'limit-suspected',
  /** The limit of the day is reached: nothing more leaves from this sender until it is over. */
  'limit-reached',
  /** Our account or sender is blocked, locked or not set up: nothing leaves from it until somebody has repaired it. */
  'sender',
  /** The template is not, or no longer, usable in this language: another one is used. */
  'template',
  /** This one message, or a setting, is wrong: nothing is repeated, the operator is told. */
  'configuration',
  /** Free text outside the service window: use a template. */
  'window-closed',
  /** The carrier or WhatsApp decided not to deliver this one; do not repeat. */
  'not-delivered',
  /** A code we do not know: fall back, do not repeat, report. */
  'unknown',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What a delivery receipt says, whoever the carrier is. */
export interface DeliveryReceipt {
  readonly subject: ReceiptSubject;
  readonly providerMessageId: string;
  readonly state: DeliveryState;
  /** The carrier's code, with `failed`. */
  readonly code?: string;
  readonly failure?: FailureClass;
  readonly channelMessage?: string;
  /** Business-scoped user id of the recipient, when the receipt tells it. */
  readonly scopedUserId?: string;
}

const RANK: Record<DeliveryState, number> = { requested: 0, sending: 1, sent: 2, failed: 3, delivered: 4, read: 5 };

/** Is `next` news after `current`? Receipts arrive late, twice and out of order; delivered beats failed. */
export function isDeliveryProgress(current: DeliveryState, next: DeliveryState): boolean {
  return RANK[next] > RANK[current];
}
