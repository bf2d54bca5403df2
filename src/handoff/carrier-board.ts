import type { EventId } from '../base/ids.ts';
import type { FailureClass } from '../channels/delivery.ts';

/** Why nothing is begun from a sender. */
export interface SenderStop {
  /** E.164 or the id of a messaging service; ours. */
  readonly sender: string;
  readonly code: string;
  readonly class: FailureClass;
  readonly atMs: number;
  /** Absent: until an administrator lifts it. */
  readonly untilMs?: number;
  /** The failure it follows from. */
  readonly eventId: EventId;
}

/** A wording that is left alone because the carrier refused it. */
export interface TemplateHold {
  /** The carrier's id of the wording. */
  readonly templateId: string;
  readonly code: string;
  readonly atMs: number;
  readonly untilMs: number;
  readonly eventId: EventId;
}

/** How often a code of the carrier's was met in the last days. */
export interface FailureCount {
  readonly code: string;
  readonly class: FailureClass;
  readonly count: number;
  readonly lastAtMs: number;
}

/** What the carrier's failures led to, shared by all processes. */
export interface CarrierBoard {
  /** Stops a sender, unless it is stopped already or was lifted after `atMs`. The stop that stands; undefined if there is none. */
  stopSender(stop: SenderStop): Promise<SenderStop | undefined>;
  /** False: it was not stopped. */
  liftSender(sender: string, lift: { readonly atMs: number; readonly by: string }): Promise<boolean>;
  holdTemplate(hold: TemplateHold): Promise<void>;
  noteFailure(failure: Pick<FailureCount, 'code' | 'class'> & { readonly atMs: number }): Promise<void>;
  failures(): Promise<readonly FailureCount[]>;
  /** Stops and holds that are in force, and to how many people each of these senders began a conversation within 24 hours. */
  read(
    nowMs: number,
    senders: readonly string[],
  ): Promise<{
    readonly stops: readonly SenderStop[];
    readonly holds: readonly TemplateHold[];
    readonly begun: Readonly<Record<string, number>>;
  }>;
  /** Counts the person, or refuses when `limit` people are counted; without a limit nobody is refused. */
  admit(sender: string, recipient: string, at: { readonly nowMs: number; readonly limit?: number }): Promise<boolean>;
}
