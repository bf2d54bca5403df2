import type { CallbackId, CallId, ChatId, ContactId, HandoffId } from '../base/ids.ts';

/** A record that was joined to another: the same person under a second name. */
export interface MergedRecord {
  readonly contactId: ContactId;
  readonly atMs: number;
  /** `carrier`: number and business-scoped id came together. Else the user's name. */
  readonly by: string;
  readonly chats: readonly ChatId[];
  readonly calls: readonly CallId[];
}

/** One of the people who use a number. */
export interface SharedPerson {
  /** `1`, `2`, …; kept on their chats. */
  readonly id: string;
  readonly name: string;
  readonly sinceMs: number;
  readonly by: string;
}

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
  readonly chats: readonly {
    readonly chatId: ChatId;
    readonly atMs: number;
    readonly caseNumber: string;
    readonly disposition?: string;
    readonly personId?: string;
  }[];
  readonly offers: readonly {
    readonly atMs: number;
    readonly answer: string;
    readonly callId?: CallId;
    /** Somebody at the desk said that it does not count against the person. */
    readonly excused?: true;
  }[];
  /** A call that was promised to this person and has not been made: there is one at most. */
  readonly pendingCallback?: { readonly callbackId: CallbackId; readonly asap: boolean; readonly atMs: number; readonly zone: string };
  /** When this person last agreed, on a call from this number, to be written to; the receipt is that of the handoff. */
  readonly consent?: { readonly atMs: number; readonly handoffId: HandoffId };
  /** When they last agreed to be written to about later calls that are cut off or go unanswered; gone when they opt out. */
  readonly callsConsent?: { readonly atMs: number; readonly handoffId: HandoffId };
  /** The last accepted handoff, so that the next call can be seen as a return. */
  /** This record is another name of that person: found to be the same. It keeps its own content, so that it can be split off. */
  readonly mergedInto?: ContactId;
  /** Records that were joined to this one, at most ten, and what came from each. */
  readonly merged?: readonly MergedRecord[];
  /** Records that an administrator said are somebody else; they are not joined again by themselves. */
  readonly apart?: readonly ContactId[];
  /** Several people use this number; the first is who was known before. */
  readonly people?: readonly SharedPerson[];
  readonly lastAccepted?: { readonly handoffId: HandoffId; readonly atMs: number; readonly intent?: string };
}

/** What a person may be marked as: rules of the offer look at it. */
export const CONTACT_MARKS = ['vip', 'vulnerable'] as const;
export type ContactMark = (typeof CONTACT_MARKS)[number];

/** Do several people use this number? Pure. */
export function isShared(contact: Pick<Contact, 'people'> | undefined): boolean {
  return (contact?.people?.length ?? 0) > 1;
}
