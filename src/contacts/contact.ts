import type { CallId, ChatId, ContactId, HandoffId } from '../base/ids.ts';

/** What is remembered of a person, across calls and chats. Lives in the person's own shard. */
export interface Contact {
  readonly id: ContactId;
  /** Canonical E.164; absent for people known by a business-scoped id alone. */
  readonly phone?: string;
  readonly scopedUserId?: string;
  readonly profileName?: string;
  readonly language?: string;
  readonly optedOut?: { readonly atMs: number; readonly by: 'word' | 'carrier' | 'agent' | 'receipt'; readonly word?: string };
  /** Messages do not arrive: until when not to try, and why. */
  readonly undeliverable?: { readonly untilMs: number; readonly code: string };
  /** What somebody said of the person: who and when. `by`: a user's name, or that of an API key. */
  readonly marks?: Readonly<Partial<Record<ContactMark, { readonly atMs: number; readonly by: string }>>>;
  /** When this person was invited, newest last, at most ten; for "invited too often". */
  readonly invitedAtMs: readonly number[];
  /** Handoffs that wait for this person's first message, newest last; `invitedAtMs` names the invite that was counted for each. */
  readonly waiting: readonly { readonly handoffId: HandoffId; readonly untilMs: number; readonly invitedAtMs?: number }[];
  readonly openChatId?: ChatId;
  /** When the person last wrote to us, for the service window. */
  readonly lastInboundAtMs?: number;
  /** Earlier calls, chats and offers, newest last, at most ten of each. */
  readonly calls: readonly { readonly callId: CallId; readonly atMs: number; readonly intent?: string; readonly outcome?: string }[];
  readonly chats: readonly { readonly chatId: ChatId; readonly atMs: number; readonly caseNumber: string; readonly disposition?: string }[];
  readonly offers: readonly { readonly atMs: number; readonly answer: string; readonly callId?: CallId }[];
  /** When this person last agreed, on a call from this number, to be written to; the receipt is that of the handoff. */
  readonly consent?: { readonly atMs: number; readonly handoffId: HandoffId };
  /** The last accepted handoff, so that the next call can be seen as a return. */
  readonly lastAccepted?: { readonly handoffId: HandoffId; readonly atMs: number; readonly intent?: string };
}

/** What a person may be marked as: rules of the offer look at it. */
export const CONTACT_MARKS = ['vip', 'vulnerable'] as const;
export type ContactMark = (typeof CONTACT_MARKS)[number];
