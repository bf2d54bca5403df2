import type { CallId, ContactId, HandoffId } from '../base/ids.ts';
import type { Snapshot } from '../base/machine.ts';
import type { VoiceReply } from '../channels/voice.ts';
import type { CallContext, VoiceWait } from '../flows/outcomes.ts';

/** A live call. At most 2 KB in the store. Field names are short of nothing but not longer than they need to be. */
export interface Call {
  readonly id: CallId;
  readonly contactId: ContactId;
  readonly from: string;
  readonly to: string;
  /** `<flow id>@<release>` that the call began with and keeps. */
  readonly flow: string;
  readonly startedAtMs: number;
  readonly snapshot: Snapshot<CallContext>;
  readonly wait: VoiceWait;
  /** Number of the last answer given; the next webhook must carry it. */
  readonly turn: number;
  /** The last webhook and what was answered, so that its repetition is answered alike. */
  readonly last?: { readonly key: string; readonly reply: VoiceReply };
  /** Where the caller has been: step and seconds since the start; at most thirty. */
  readonly path: readonly (readonly [step: string, atSeconds: number, input?: string])[];
  /** Look-up results by step, flat. */
  readonly lookups?: Readonly<Record<string, Readonly<Record<string, string | number | boolean | null>>>>;
  readonly handoffId?: HandoffId;
  readonly personAskedAtMs?: number;
  readonly ended?: { readonly atMs: number; readonly how: string };
}
