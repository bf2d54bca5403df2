import type { FailureClass } from './delivery.ts';

/** A customer's address on a messaging channel. WhatsApp users with a username may come without a number. */
export interface MessageAddress {
  readonly channel: 'whatsapp' | 'sms';
  /** E.164. */
  readonly phone?: string;
  /** Business-scoped user id, `ES.4566…`, without the channel's prefix. */
  readonly scopedUserId?: string;
}

/** What a customer wrote, whoever the carrier is. */
export interface InboundMessage {
  /** The carrier's id (Twilio: MessageSid); the mark against doing it twice. */
  readonly providerMessageId: string;
  readonly from: MessageAddress;
  /** Our sender, E.164. */
  readonly to: string;
  readonly text: string;
  /** The name the user chose: untrusted text. */
  readonly profileName?: string;
  /** The id of the pressed button or chosen list entry. */
  readonly buttonPayload?: string;
  readonly buttonText?: string;
  /** The message of ours that was replied to; the carrier gives it for seven days. */
  readonly repliedMessageId?: string;
  readonly media: readonly InboundMedia[];
  readonly location?: MessagePlace;
  /** The carrier has already answered this opt-out word itself: store it, stay silent. */
  readonly carrierOptOut?: 'stop' | 'start' | 'help';
}

/** A place on the map: its name and its address, as far as they are known. */
export interface MessagePlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly label?: string;
  readonly address?: string;
}

export interface InboundMedia {
  readonly url: string;
  /** As the sender's phone declared it: check the bytes. */
  readonly contentType: string;
}

/** A message of ours. `correlationId` comes back in the address of its receipts. */
export interface OutboundMessage {
  readonly to: MessageAddress;
  /** Our sender. */
  readonly from: string;
  /** Path and query of the receipt address, below PUBLIC_URL. */
  readonly receiptFor: ReceiptSubject;
  readonly content: OutboundContent;
}

export type OutboundContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'template'; readonly providerTemplateId: string; readonly variables: Readonly<Record<string, string>> }
  /** Text with up to three reply buttons (only inside the service window). `id` comes back as buttonPayload. */
  | { readonly kind: 'buttons'; readonly text: string; readonly buttons: readonly MessageChoice[] }
  /** Text with a list of up to ten rows (only inside the service window). `id` comes back as buttonPayload. */
  | { readonly kind: 'list'; readonly text: string; readonly list: MessageList }
  /** `address` is absolute, or a path below PUBLIC_URL, and can be read without signing in. The text is its caption. */
  | { readonly kind: 'media'; readonly text: string; readonly address: string }
  /** A place; the text is its name. */
  | { readonly kind: 'location'; readonly text: string; readonly place: MessagePlace };

export interface MessageChoice {
  readonly id: string;
  readonly title: string;
}

export interface MessageList {
  /** What opens it. */
  readonly button: string;
  readonly sections: readonly {
    readonly title?: string;
    readonly rows: readonly (MessageChoice & { readonly description?: string })[];
  }[];
}

/** Which of our messages a receipt is about: an invite by its handoff, a chat message by its chat. */
export type ReceiptSubject =
  | { readonly kind: 'invite'; readonly handoffId: string; readonly attempt: number }
  | { readonly kind: 'fallback'; readonly handoffId: string }
  | { readonly kind: 'reminder'; readonly handoffId: string }
  | { readonly kind: 'chat'; readonly chatId: string; readonly messageId: string };

/** What came of asking the carrier to send. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerMessageId: string }
  /** The carrier said no, and did nothing. */
  | { readonly kind: 'refused'; readonly code: string; readonly failure: FailureClass; readonly message: string }
  /** Not processed; safe to repeat after `retryAfterMs`. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** Time-out, broken connection or 5xx: it may or may not have been sent. Look before repeating. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** The port to a messaging carrier. Never throws for anything the carrier answers. */
export interface MessageCarrier {
  send(message: OutboundMessage): Promise<SendOutcome>;
  /** Messages of ours to that address at or after the time, newest first; throws if the carrier can't be asked. */
  findSent(query: { readonly to: MessageAddress; readonly from: string; readonly sinceMs: number }): Promise<readonly SentMessage[]>;
  /** The bytes of an inbound medium, at most `maxBytes`; throws `media-too-large`, and anything else if they can't be had. */
  fetchMedia(url: string, maxBytes: number): Promise<{ readonly bytes: Uint8Array; readonly contentType: string }>;
}

export interface SentMessage {
  readonly providerMessageId: string;
  /** The carrier's word: queued, sent, delivered, undelivered … */
  readonly status: string;
  readonly createdAtMs: number;
  /** With a failed message: the carrier's code and our class of it. */
  readonly code?: string;
  readonly failure?: FailureClass;
}
