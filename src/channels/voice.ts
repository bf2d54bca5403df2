import type { CallId } from '../base/ids.ts';
import type { CallbackAction } from './calls.ts';

/** Something to be heard, in order. Text is plain or, with `ssml`, SSML content without the root element. */
export type Prompt =
  | { readonly kind: 'say'; readonly text: string; readonly language: string; readonly voice?: string; readonly ssml?: true }
  | { readonly kind: 'play'; readonly url: string }
  | { readonly kind: 'pause'; readonly seconds: number };

/**
 * Where the carrier comes back to. `turn` is the number of the answer that carries the action: an older turn is a
 * repeated or overtaken request.
 */
export interface VoiceAction {
  readonly kind: 'input' | 'hold' | 'queue-wait' | 'queue-result' | 'dial-result' | 'recorded' | 'resume';
  readonly callId: CallId;
  readonly turn: number;
}

/** Where the carrier comes back to after a person was dialled from memory: all that is needed stands in the address. */
export interface SafetyAction {
  readonly kind: 'safety';
  /** How often a person was dialled, this one included. */
  readonly tried: number;
  /** What the caller is spoken to in, BCP 47; several where nothing is known of the caller's. */
  readonly languages: readonly [string, ...string[]];
}

export interface GatherInput {
  /** Exactly this many keys end the input. */
  readonly numDigits?: number;
  /** The key that ends the input; '' for none. */
  readonly finishOnKey: string;
  /** Silence after the prompt or the last key, in seconds, before it counts as no input. */
  readonly timeoutSeconds: number;
  readonly speech?: SpeechInput;
}

/** How speech is listened for beside keys; what is absent is left to the carrier. */
export interface SpeechInput {
  readonly language: string;
  readonly hints?: readonly string[];
  /** Silence that ends a spoken answer. */
  readonly pauseSeconds?: number;
  /** The recogniser, by the carrier’s name. */
  readonly model?: string;
  readonly enhanced?: boolean;
  /** Swear words are masked. */
  readonly profanityFilter?: boolean;
  /** May the caller’s voice interrupt the prompt? */
  readonly bargeIn?: boolean;
}

/** How the carrier is to record what the caller says after a tone. */
export interface RecordInput {
  readonly maxSeconds: number;
  /** Silence that ends the recording, in seconds. */
  readonly silenceSeconds: number;
  /** Keys that end it, such as `#`. */
  readonly finishOnKeys: string;
  /** Also ask the carrier for the text; it comes later, or never. */
  readonly transcribe?: boolean;
}

/** What the caller's line is told to do, in carrier-neutral words. Verbs run in order. */
export type VoiceVerb =
  | Prompt
  | {
      readonly kind: 'gather';
      readonly prompts: readonly Prompt[];
      readonly input: GatherInput;
      readonly action: VoiceAction | CallbackAction;
    }
  | { readonly kind: 'redirect'; readonly action: VoiceAction }
  | { readonly kind: 'enqueue'; readonly queue: string; readonly wait: VoiceAction; readonly result: VoiceAction }
  | { readonly kind: 'leave' }
  | { readonly kind: 'record'; readonly input: RecordInput; readonly action: VoiceAction }
  | {
      readonly kind: 'dial';
      /** E.164 number or `sip:` address. */
      readonly to: string;
      readonly timeoutSeconds: number;
      readonly result?: VoiceAction | SafetyAction | CallbackAction;
      /** The number shown to whoever is called; absent: that of whoever calls. */
      readonly callerId?: string;
      /** What whoever answers hears before the two are joined; they are joined where it ends. */
      readonly screen?: CallbackAction;
    }
  | { readonly kind: 'hangup' };

export interface VoiceReply {
  readonly verbs: readonly VoiceVerb[];
}

/** What a carrier's voice webhook says, whoever the carrier is. */
interface VoiceEventBase {
  /** The carrier's id of the leg (Twilio: CallSid). */
  readonly providerCallId: string;
  /** As the carrier sent it: E.164, a word like "anonymous", a SIP address. */
  readonly from: string;
  /** The number that was called. */
  readonly to: string;
  /** Same for each delivery of one request; absent when the carrier gives none. */
  readonly idempotencyToken?: string;
}

export interface CallStarted extends VoiceEventBase {
  readonly type: 'call-started';
  readonly forwardedFrom?: string;
  /** STIR/SHAKEN result, as sent. */
  readonly attestation?: string;
}

/** The carrier could not use what it was told, or was told nothing: the caller hears the safety sentence. */
export interface FellBack extends VoiceEventBase {
  readonly type: 'fell-back';
}

/** The caller entered something, or nothing (`digits` and `speech` both absent). Also sent by a hold's redirect. */
export interface InputReceived extends VoiceEventBase {
  readonly type: 'input-received';
  readonly action: VoiceAction;
  readonly digits?: string;
  readonly speech?: string;
  /** 0 to 1. */
  readonly confidence?: number;
}

/** The caller is waiting in a queue and the carrier asks what to play. */
export interface QueueWait extends VoiceEventBase {
  readonly type: 'queue-wait';
  readonly action: VoiceAction;
  /** 1 is next. */
  readonly position: number;
  readonly waitedSeconds: number;
  /** Average wait of those in the queue, seconds; absent when unknown. */
  readonly averageWaitSeconds?: number;
  readonly size?: number;
  /** Keys pressed while waiting, when the wait answer carried a gather; or what was said. */
  readonly digits?: string;
  readonly speech?: string;
  /** 0 to 1. */
  readonly confidence?: number;
}

export type QueueOutcome = 'connected' | 'connecting' | 'left' | 'hung-up' | 'full' | 'redirected' | 'failed';

export interface QueueLeft extends VoiceEventBase {
  readonly type: 'queue-left';
  readonly action: VoiceAction;
  readonly outcome: QueueOutcome;
  readonly waitedSeconds?: number;
}

export interface DialEnded extends VoiceEventBase {
  readonly type: 'dial-ended';
  readonly action: VoiceAction;
  readonly outcome: 'answered' | 'busy' | 'no-answer' | 'failed' | 'canceled';
  readonly durationSeconds?: number;
}

/** A dialling from memory is over. No call is looked up for it. */
export interface SafetyDialEnded extends VoiceEventBase {
  readonly type: 'safety-dial-ended';
  readonly safety: SafetyAction;
  readonly outcome: DialEnded['outcome'];
  readonly durationSeconds?: number;
  /** The caller has hung up: nobody hears the answer. */
  readonly gone?: true;
}

/** The caller has spoken, or said nothing (`recording` absent). Also sent when the caller hung up while speaking. */
export interface Recorded extends VoiceEventBase {
  readonly type: 'recorded';
  readonly action: VoiceAction;
  readonly recording?: Recording;
  /** Something was recorded, and the carrier does not say where it is. */
  readonly lost?: true;
}

/** A recording at the carrier. */
export interface Recording {
  /** The carrier's id (Twilio: RecordingSid). */
  readonly providerId: string;
  /** Where the carrier keeps it; it may not be there yet. */
  readonly url: string;
  readonly seconds: number;
}

/** What the carrier says of a recording later, late or twice: that it is ready, that there is none, or what was said in it. */
export interface RecordingNews {
  /** The call and the answer that asked for it. */
  readonly action: VoiceAction;
  readonly providerId: string;
  readonly news:
    | { readonly kind: 'ready'; readonly url: string; readonly seconds: number }
    | { readonly kind: 'none' }
    | { readonly kind: 'transcript'; readonly text?: string };
}

export interface CallEnded extends VoiceEventBase {
  readonly type: 'call-ended';
  readonly status: 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';
  readonly durationSeconds?: number;
}

export type VoiceEvent =
  | CallStarted
  | FellBack
  | InputReceived
  | QueueWait
  | QueueLeft
  | DialEnded
  | Recorded
  | SafetyDialEnded
  | CallEnded;
