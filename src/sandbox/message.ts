import type { Behaviour } from '../http/contract/sandbox-carrier.ts';

/** A button under a message of the business. Quick replies come back with their id. */
export interface Button {
  readonly kind: 'reply' | 'url' | 'phone' | 'other';
  readonly title: string;
  readonly id?: string;
  readonly url?: string;
  /** The smaller line of a row of a list. */
  readonly description?: string;
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly label?: string;
  readonly address?: string;
}

export type MessageStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'read' | 'undelivered' | 'failed' | 'received';

/** Something that is told of a message: a state, and with a failure its code. */
export interface Receipt {
  readonly status: 'sent' | 'delivered' | 'read' | 'undelivered' | 'failed';
  readonly code?: string;
}

/** A message as the carrier keeps it, in either direction. */
export interface Message {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly channel: 'whatsapp' | 'sms';
  /** Wire addresses: `whatsapp:+34…`, `whatsapp:ES.…`, or a bare number. */
  readonly from: string;
  readonly to: string;
  readonly handsetId: string;
  readonly createdAtMs: number;
  readonly messagingServiceSid?: string;
  readonly statusCallback?: string;
  readonly templateSid?: string;
  readonly templateName?: string;
  readonly buttons: readonly Button[];
  readonly mediaSids: readonly string[];
  /** What opens the list that its buttons stand in. */
  readonly listButton?: string;
  readonly location?: Place;
  /** What the business sent with it, once it was fetched. */
  attachment?: { readonly contentType: string; readonly url: string };
  readonly replyTo?: string;
  body: string;
  status: MessageStatus;
  updatedAtMs: number;
  sentAtMs?: number;
  errorCode?: string;
  pressed?: number;
  /** What was chosen for it; absent: it is delivered. */
  readonly behaviour?: Behaviour;
  /** Receipts that wait for the last one, to be told in another order. */
  untold?: Receipt[];
  /** It will never arrive: blocked, or chosen so. */
  lost?: true;
  /** Of an inbound message: the service has taken it, or shown that it read it. */
  seen?: 'delivered' | 'read';
}
