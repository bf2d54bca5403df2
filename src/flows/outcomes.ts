import type { DeskHours } from '../channels/outlook.ts';
import type { TableBook } from '../channels/table-book.ts';
import type { ChooseArm } from './experiments.ts';
import type { SurveyQuestion } from './schema/chat-steps.ts';

/** A value of a flow variable. */
export type Scalar = string | number | boolean | null;

export type Variables = Readonly<Record<string, Scalar>>;

/** When a calendar opens next, ms, and what today is called if it is no ordinary day. */
export interface ClosedHours {
  readonly opensAtMs?: number;
  readonly day?: string;
}

export interface OfferMemory {
  readonly step: string;
  readonly promised?: { readonly phoneSeconds?: number; readonly chatSeconds?: number };
  /** E.164 typed by the caller; absent while the caller's own number is meant. */
  readonly typedNumber?: string;
  readonly numberTries?: number;
  readonly handoffId?: string;
  /** When the line began to be held for delivery, ms. */
  readonly heldSinceMs?: number;
  /** The key that accepted. */
  readonly key?: string;
  /** The caller's own number can't be written to: another must be asked for. */
  readonly ask?: true;
  /** The hold ended before delivery was known: should it come after all, the caller is told once, in the queue. */
  readonly late?: true;
}

/** The callback that is being asked about. */
export interface CallbackMemory {
  readonly step: string;
  readonly times: CallbackTimes;
  /** The time chosen, ms; absent: as soon as somebody is free. */
  readonly atMs?: number;
  /** The offer that was remembered before, kept while the number is asked for. */
  readonly offer?: OfferMemory;
}

/** What may be promised, worked out by the runner. */
export interface CallbackTimes {
  readonly asap: boolean;
  /** ms, the earliest first. */
  readonly slots: readonly number[];
  /** The clock of the person who is called. */
  readonly zone: string;
  /** Is the caller's own number one that can be called? */
  readonly own: boolean;
  /** A call that was promised before. */
  readonly pending?: { readonly asap: boolean; readonly atMs: number; readonly zone: string };
}

/** What conditions and wording may look at beside the variables; collected by the runner before each sprint. */
export interface Surroundings {
  readonly nowMs: number;
  readonly caller: {
    /** Last digits of a usable number, for reading back; absent when withheld or unusable. */
    readonly lastDigits?: string;
    readonly known: boolean;
    /** ISO country of the number. */
    readonly country?: string;
    readonly lineType: 'mobile' | 'landline' | 'unknown';
    readonly earlierCalls: number;
  };
  /** The queue the flow would use next, and by name. */
  readonly queues: Readonly<Record<string, { readonly waitSeconds?: number; readonly size?: number }>>;
  readonly desk: {
    readonly open: boolean;
    readonly waitSeconds?: number;
    readonly waiting: number;
    readonly opensAtMs?: number;
    /** When it is usually staffed, if that is set: weekdays 1 to 7, `HH:MM` in the time zone. */
    readonly hours?: DeskHours;
  };
  /** The number that was called, E.164; its country is that of typed national numbers. */
  readonly entryNumber: string;
  /** On the chat side: the case number, the window, whether the chat came from a call. */
  readonly chat?: {
    readonly caseNumber: string;
    readonly fromCall: boolean;
    /** The step at which the call ended too early that this chat makes up for. */
    readonly leftAt?: string;
    /** A survey was asked in this chat before: nobody is asked twice. */
    readonly surveyed?: boolean;
  };
  /** Draws the person's arm of an experiment; pure. */
  readonly chooseArm?: ChooseArm;
  /** The rows that administrators keep, as they are at this moment. */
  readonly tables?: TableBook;
}

export type RequestOutcome =
  | { readonly kind: 'ok'; readonly status: number; readonly body: unknown }
  | {
      readonly kind: 'failed';
      readonly reason: 'status' | 'timeout' | 'network' | 'forbidden-address' | 'not-json' | 'too-large';
      readonly status?: number;
    };

/** Callbacks, on both sides: which times there are; one is to be promised, or the one promised before cancelled. */
export type CallbackWait =
  | { readonly kind: 'callback-times'; readonly step: string }
  | {
      readonly kind: 'callback';
      readonly step: string;
      readonly asap: boolean;
      readonly atMs?: number;
      readonly zone: string;
      readonly typedNumber?: string;
    }
  | { readonly kind: 'callback-cancel'; readonly step: string };

export interface RequestCall {
  readonly method: 'GET' | 'POST';
  /** Absolute, or a path on this service. Variables are already filled in and encoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly retries: number;
}

/** What happened in a sprint, for the event log, the context card and the cases. */
export type FlowFact =
  | { readonly type: 'step'; readonly step: string }
  /** The step was left by this exit; what leads on without one of its own (back, asking for a person) tells none. */
  | { readonly type: 'exit'; readonly step: string; readonly exit: string }
  | { readonly type: 'input'; readonly step: string; readonly by: 'digits' | 'speech'; readonly value: string; readonly exit?: string }
  | { readonly type: 'collected'; readonly step: string; readonly variable: string; readonly value: Scalar }
  | { readonly type: 'looked-up'; readonly step: string; readonly ok: boolean; readonly result?: Readonly<Record<string, Scalar>> }
  | { readonly type: 'language'; readonly language: string }
  | { readonly type: 'intent'; readonly intent: string }
  | { readonly type: 'person-asked'; readonly step: string }
  | {
      readonly type: 'offer-made';
      readonly step: string;
      readonly trigger: 'menu' | 'queue';
      readonly promised: { readonly phoneSeconds?: number; readonly chatSeconds?: number };
      /** The text that was spoken, for the consent receipt. */
      readonly text: string;
    }
  | {
      readonly type: 'offer-answered';
      readonly step: string;
      readonly answer: 'accepted' | 'declined' | 'ignored' | 'person';
      readonly key?: string;
    }
  | { readonly type: 'offer-withheld'; readonly step: string; readonly reasons: readonly string[] }
  | { readonly type: 'queued'; readonly step: string; readonly queue: string }
  | { readonly type: 'voicemail'; readonly step: string; readonly seconds: number }
  /** The call ended before its end, and nobody is written to. */
  | { readonly type: 'not-recovered'; readonly reason: string }
  | { readonly type: 'recovered'; readonly kind: 'dropped' | 'missed' | 'unreached'; readonly template: string }
  /** The person got this arm of an experiment, for the first time in the journey. */
  | { readonly type: 'assigned'; readonly step: string; readonly experiment: string; readonly arm: string }
  | { readonly type: 'survey-asked'; readonly step: string; readonly kind: SurveyKind }
  | {
      readonly type: 'survey-answered';
      readonly step: string;
      readonly kind: SurveyKind;
      /** 1 or 0 for yes and no; 1 to 5; 0 to 10. */
      readonly score: number;
      readonly positive: boolean;
    }
  | { readonly type: 'survey-commented'; readonly step: string }
  /** `words`: those of the flow that were found, never the customer's own. */
  | { readonly type: 'ticket-typed'; readonly ticket: string; readonly score: number; readonly words: readonly string[] }
  | { readonly type: 'ticket-unsure'; readonly candidates: readonly { readonly type: string; readonly score: number }[] }
  | { readonly type: 'ticket-urgent'; readonly why: 'words' | 'intent' | 'type' | 'agent'; readonly words: readonly string[] }
  | { readonly type: 'ticket-kept'; readonly kind: 'by' | 'opening' | 'write-again'; readonly dueAtMs: number }
  /** The answer to something that the ticket's type needs. */
  | { readonly type: 'ticket-field'; readonly variable: string; readonly value: Scalar }
  | {
      readonly type: 'callback';
      readonly step: string;
      readonly did: 'booked' | 'kept' | 'cancelled' | 'declined' | 'none';
      readonly atMs?: number;
    }
  /** A condition that could not be worked out (a division by zero, say); it counted as false. */
  | { readonly type: 'condition-failed'; readonly step: string; readonly source: string; readonly message: string };

export type SurveyKind = SurveyQuestion['kind'];
