import type { Snapshot } from '../base/machine.ts';
import type { GatherInput, Prompt, RecordInput } from '../channels/voice.ts';
import type { Arms } from './experiments.ts';
import type {
  CallbackMemory,
  CallbackTimes,
  CallbackWait,
  ClosedHours,
  FlowFact,
  OfferMemory,
  RequestCall,
  RequestOutcome,
  Variables,
} from './outcomes.ts';

/** What the engine keeps of a call between two webhooks. Compact: it is written on every step. Sensitive variables are never in it. */
export interface CallContext {
  readonly language: string;
  readonly intent?: string;
  readonly variables: Variables;
  /** Retries used up in the current step: wrong keys and silences are counted apart. */
  readonly invalid: number;
  readonly silent: number;
  /** How often speech was not understood in the current step; absent for never. */
  readonly misheard?: number;
  /** What a doubtful recogniser may have heard, until the caller says whether it was that; never sensitive. */
  readonly guess?: string;
  /** Menus that "back" returns to, newest last, at most ten. */
  readonly trail: readonly string[];
  /** The offer under way or last made. */
  readonly offer?: OfferMemory;
  /** Offers already made while queued. */
  readonly queueOffers: number;
  /** When the caller joined the queue, ms; absent while not queued. */
  readonly queuedAtMs?: number;
  /** Seconds in the queue at which its text was last said. */
  readonly queueSaidAtSeconds?: number;
  /** What the last hours step found closed; absent when it was open. */
  readonly closed?: ClosedHours;
  readonly arms?: Arms;
  readonly callback?: CallbackMemory;
  /** What a collect step heard and the following confirm reads back; never sensitive. */
  readonly heard?: string;
}

/** Events the engine takes on the voice side. */
export type VoiceFlowEvent =
  /** Keys or speech; neither means silence. */
  | { readonly type: 'INPUT'; readonly digits?: string; readonly speech?: string; readonly confidence?: number }
  | { readonly type: 'REQUEST_DONE'; readonly outcome: RequestOutcome }
  | { readonly type: 'OFFER_ALLOWED'; readonly number: 'caller' | 'ask' }
  | { readonly type: 'OFFER_WITHHELD'; readonly reasons: readonly string[]; readonly to?: 'withheld' | 'person' }
  | { readonly type: 'HANDED_OFF'; readonly handoffId: string }
  | { readonly type: 'HANDOFF_REFUSED'; readonly reasons: readonly string[] }
  /** A look at the held or queued handoff. `fallback`: what was done instead of delivery. */
  | {
      readonly type: 'TICK';
      readonly delivery?: 'pending' | 'delivered' | 'failed';
      readonly fallback?: 'sms' | 'none';
      readonly digits?: string;
      /** Said to an offer in the queue. */
      readonly speech?: string;
      readonly confidence?: number;
      readonly queue?: { readonly position: number; readonly waitedSeconds: number };
    }
  | { readonly type: 'QUEUE_LEFT'; readonly outcome: 'connected' | 'full' | 'failed' | 'left' }
  | { readonly type: 'DIAL_ENDED'; readonly outcome: 'answered' | 'busy' | 'no-answer' | 'failed' }
  | { readonly type: 'CALLBACK_TIMES'; readonly times: CallbackTimes }
  | { readonly type: 'CALLBACK_DONE' }
  /** `silent`: nothing was said; `failed`: the carrier has no recording of it. */
  | { readonly type: 'RECORDED'; readonly outcome: 'recorded' | 'silent' | 'failed'; readonly seconds?: number };

/** What the engine stopped at. The first group is answered by the runner at once, the second by the carrier. */
export type VoiceWait =
  | { readonly kind: 'request'; readonly step: string; readonly request: RequestCall }
  | { readonly kind: 'eligibility'; readonly step: string; readonly trigger: 'menu' | 'queue' }
  | { readonly kind: 'handoff'; readonly step: string; readonly key: string; readonly typedNumber?: string }
  | CallbackWait
  | { readonly kind: 'input'; readonly step: string; readonly input: GatherInput }
  /** Held for delivery; `input` lets the caller still ask for a person. */
  | { readonly kind: 'hold'; readonly step: string; readonly input: GatherInput }
  /** In the queue: what to play until the carrier asks again. With `input`, the queue offer is being made. */
  | {
      readonly kind: 'queue';
      readonly step: string;
      readonly queue: string;
      readonly input?: GatherInput;
      readonly pauseSeconds?: number;
      readonly musicUrl?: string;
    }
  | { readonly kind: 'dial'; readonly step: string; readonly to?: string; readonly timeoutSeconds: number }
  | { readonly kind: 'record'; readonly step: string; readonly record: RecordInput }
  | { readonly kind: 'end' };

/** One sprint of the voice side: from an event to the next wait. */
export interface VoiceProgress {
  readonly snapshot: Snapshot<CallContext>;
  /** To be heard, in order, before the wait. With an input wait they stand inside the gather. */
  readonly prompts: readonly Prompt[];
  readonly wait: VoiceWait;
  readonly facts: readonly FlowFact[];
}
