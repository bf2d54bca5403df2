import type { CallId, ContactId, HandoffId } from '../base/ids.ts';
import type { Snapshot } from '../base/machine.ts';
import type { VoiceReply } from '../channels/voice.ts';
import type { CallContext, VoiceWait } from '../flows/call-outcomes.ts';
import type { Scalar } from '../flows/outcomes.ts';
import type { DropPlace, MissedReason } from '../flows/schema/chat-steps.ts';

/** A live call. At most 2 KB in the store: the texts that were spoken are in `last` alone, once. */
export interface Call {
  readonly id: CallId;
  readonly contactId: ContactId;
  readonly from: string;
  readonly to: string;
  /** `<flow id>@<release>` that the call began with and keeps. */
  readonly flow: string;
  readonly startedAtMs: number;
  readonly snapshot: Snapshot<CallContext>;
  /** What the call waits for, and in which step. */
  readonly wait: Pick<VoiceWait, 'kind'> & { readonly step?: string };
  /** Number of the last answer given; the next webhook must carry it. */
  readonly turn: number;
  /** The last webhook and what was answered, so that its repetition is answered alike. */
  readonly last: { readonly key: string; readonly reply: VoiceReply };
  /** Where the caller has been: step and seconds since the start, and what was entered; at most thirty. */
  readonly path: readonly PathEntry[];
  /** Look-up results by step, flat. */
  readonly lookups?: Readonly<Record<string, Readonly<Record<string, Scalar>>>>;
  /** The offer last made: what was said, for the receipt of consent. */
  readonly offer?: { readonly step: string; readonly textHash: string; readonly open: boolean };
  readonly offersMade?: number;
  /** How many handoffs this call asked for; the last one's id. */
  readonly handoffs?: number;
  readonly handoffId?: HandoffId;
  /** STIR/SHAKEN result of the caller id, as the carrier sent it. */
  readonly attestation?: string;
  /** A message was left. */
  readonly voicemail?: true;
  /** A call was promised. */
  readonly callback?: true;
  readonly personAskedAtMs?: number;
  readonly queuedAtMs?: number;
  readonly connectedAtMs?: number;
  readonly ended?: { readonly atMs: number; readonly how: string };
  /** It ended too early, and a message may follow until then; `settled`: that was decided. */
  readonly recovery?: {
    readonly kind: 'dropped' | 'missed';
    readonly at: DropPlace | MissedReason;
    readonly untilMs: number;
    readonly settled?: true;
  };
}

export type PathEntry = readonly [step: string, atSeconds: number, input?: string];

/** How long a live call is kept without a sign of life, and how long after its end. Seconds. */
export const LIVE_CALL_TTL_SECONDS = 6 * 3600;
export const ENDED_CALL_TTL_SECONDS = 3600;
