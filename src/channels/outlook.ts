import type { TableBook } from './table-book.ts';

/**
 * What a promise may be based on, read without a round trip: the waits on both channels as last measured. Undefined is
 * "not known", and what is not known is never promised.
 */
export interface Outlook {
  /** By queue name. */
  readonly queues: Readonly<Record<string, QueueOutlook>>;
  readonly desk: DeskOutlook;
  /** What flows look up. */
  readonly tables?: TableBook;
}

/** Whether a message would leave at all, as last learnt; what is absent is not known. Read without a round trip. */
export interface SendingOutlook {
  readonly circuit: 'closed' | 'open' | 'half-open';
  readonly sender: SenderOutlook;
}

export interface SenderOutlook {
  /** Stopped by us, after an error that forbids sending; until then, or until somebody lifts it. */
  readonly stopped?: { readonly why: string; readonly untilMs?: number };
  /** The carrier's word: `ONLINE`, `OFFLINE` … */
  readonly status?: string;
  readonly quality?: 'low' | 'medium' | 'high';
  /** So many people may be written to first in 24 hours; absent also where there is no limit. */
  readonly limitPerDay?: number;
  /** So many were, where somebody counts them exactly. */
  readonly usedToday?: number;
  readonly profile?: SenderProfile;
}

/** What WhatsApp shows people of a sender. Source: https://www.twilio.com/docs/whatsapp/api/senders */
export interface SenderProfile {
  readonly name?: string;
  readonly about?: string;
  readonly description?: string;
}

/** One template in one language. */
export interface TemplateOutlook {
  readonly sendable: boolean;
  /** `approved`, `paused`, `missing` … */
  readonly status: string;
  /** As the carrier has it, and as the file asked for it. */
  readonly category?: string;
  readonly wanted?: string;
}

export interface QueueOutlook {
  readonly waitSeconds?: number;
  readonly size?: number;
  readonly atMs: number;
}

export interface DeskHours {
  readonly timeZone: string;
  readonly days: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
}

export interface DeskOutlook {
  /** Is anybody present who may take a chat? */
  readonly open: boolean;
  /** Until the first reply of a human, estimated from waiting chats, free capacity and recent handling; absent when unknown. */
  readonly waitSeconds?: number;
  readonly waiting: number;
  readonly agentsPresent: number;
  /** When it is usually staffed, if that is set: weekdays 1 to 7, `HH:MM` in the time zone. */
  readonly hours?: DeskHours;
  /** When nobody is present: when the desk opens next, if opening hours say so. */
  readonly opensAtMs?: number;
}

/** What a paid look-up says a line is. */
export type LookedUpLine = 'mobile' | 'landline' | 'voip' | 'fixed-voip' | 'unreachable' | 'unknown' | 'invalid';
