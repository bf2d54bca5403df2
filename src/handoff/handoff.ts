import type { CallId, ChatId, ContactId, HandoffId } from '../base/ids.ts';
import type { DeliveryState, FailureClass } from '../channels/delivery.ts';
import type { ContextCard } from './context-card.ts';

/** An accepted offer on its way. At most 2 KB in the store while it waits. Lives in the caller's shard. */
export interface Handoff {
  readonly id: HandoffId;
  /** The caller. */
  readonly contactId: ContactId;
  /** Whose number the invite goes to: the caller, or another when one was typed. */
  readonly inviteeId: ContactId;
  readonly callId: CallId;
  readonly flow: string;
  readonly step: string;
  readonly language: string;
  readonly intent?: string;
  /** Canonical E.164 that is written to. */
  readonly to: string;
  readonly numberSource: 'caller-id' | 'typed';
  readonly requestedAtMs: number;
  readonly delivery: DeliveryState;
  readonly deliveryAtMs?: number;
  /** The invite's sending: written before the carrier is asked. */
  readonly sending?: {
    readonly attempt: number;
    readonly startedAtMs: number;
    readonly providerMessageId?: string;
    /** The carrier's id of the wording that was sent. */
    readonly templateId?: string;
  };
  /** A sending that surely failed and is repeated: what the next one's number is, why, and which wording it must not use. */
  readonly retry?: { readonly attempt: number; readonly code: string; readonly class: FailureClass; readonly notTemplateId?: string };
  readonly failure?: { readonly code: string; readonly class: FailureClass; readonly atMs: number };
  readonly fallback?: {
    readonly kind: 'sms' | 'none';
    readonly atMs: number;
    readonly providerMessageId?: string;
    /** The code with which the text message failed. */
    readonly failedWith?: string;
  };
  /** A fallback was begun; written before the carrier is asked. */
  readonly fallbackStartedAtMs?: number;
  readonly template: string;
  /** The door it came through; absent: a call that we answered. */
  readonly origin?: HandoffOrigin;
  /** Words for the template by the names of its variables; they win over what the call knows. */
  readonly values?: Readonly<Record<string, string>>;
  /** Who is to answer the chat, where that is not what its flow says. */
  readonly wanted?: WantedTeam;
  readonly lookBackUntilMs: number;
  /** Settings of the offer that later steps of the handoff need. */
  readonly rules: {
    readonly undeliverableDays: number;
    readonly maxInvites: number;
    readonly perHours: number;
    readonly smsFallback: boolean;
    readonly reminder?: ReminderRules;
  };
  /** The one reminder: written before the carrier is asked. */
  readonly reminder?: {
    readonly atMs: number;
    readonly providerMessageId?: string;
    readonly withheld?: string;
    readonly failedWith?: string;
  };
  /** Set once, by the first message of the invitee. */
  readonly claim?: { readonly chatId: ChatId; readonly atMs: number; readonly method: LinkMethod; readonly confidence: LinkConfidence };
  readonly expiredAtMs?: number;
  /** The invitee said "it was not me", or opted out: nothing more is sent. */
  readonly withdrawnAtMs?: number;
  /** What the chat will open with. */
  readonly card: ContextCard;
}

/** When who got the invite and did not reply is reminded, once. */
export interface ReminderRules {
  readonly template: string;
  readonly afterMinutes: number;
  /** Hours of the day where the person is. */
  readonly fromHour: number;
  readonly toHour: number;
  /** Of the flow: that of people in the country of the number that was called. */
  readonly timeZone: string;
}

export type HandoffOrigin = OutsideOrigin | RecoveryOrigin;

/** An invite that another IVR asked for through the API. */
export interface OutsideOrigin {
  readonly entry: 'api';
  readonly keyId: string;
  /** What the other side calls it. */
  readonly reference?: string;
}

/** A message after a call that was cut off or went unanswered: theirs, or one that we had promised. */
export interface RecoveryOrigin {
  readonly entry: 'recovery' | 'missed-call' | 'callback';
  /** When the call ended: who calls again or writes after it is not written to. */
  readonly endedAtMs: number;
  /** After this it is no longer sent, ms. */
  readonly wantedUntilMs: number;
  /** The receipt in the ledger that it rests on. */
  readonly consentId: string;
}

/** The key pressed in the call itself, or an earlier one for calls; the name of its receipt. */
export function consentIdOf(handoffId: HandoffId): string {
  return `consent:${handoffId}`;
}

export function recoveryOf({ origin }: Pick<Handoff, 'origin'>): RecoveryOrigin | undefined {
  return origin && origin.entry !== 'api' ? origin : undefined;
}

export interface WantedTeam {
  readonly team?: string;
  readonly skills?: readonly string[];
  readonly priority?: number;
}

/** How a chat was found to belong to a call, in the order in which it is tried. */
export type LinkMethod = 'button-token' | 'replied-message' | 'reference-code' | 'scoped-user-id' | 'number';
/** How sure the link is: `certain` shows everything; `likely` shows it as likely. */
export type LinkConfidence = 'certain' | 'likely';

/** How long a handoff is kept: a day beyond its look-back, so that late receipts still find it. In seconds. */
export function handoffTtlSeconds(handoff: Pick<Handoff, 'lookBackUntilMs'>, nowMs: number): number {
  return Math.max(3600, Math.ceil((handoff.lookBackUntilMs - nowMs) / 1000) + 24 * 3600);
}
