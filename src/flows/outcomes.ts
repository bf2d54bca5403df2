import type { Snapshot } from '../base/machine.ts';
import type { GatherInput, Prompt, RecordInput } from '../channels/voice.ts';
import type { Arms, ChooseArm } from './experiments.ts';
import type { SurveyQuestion } from './schema/chat-steps.ts';

/** A value of a flow variable. */
export type Scalar = string | number | boolean | null;
export type Variables = Readonly<Record<string, Scalar>>;

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
  readonly desk: { readonly open: boolean; readonly waitSeconds?: number; readonly waiting: number; readonly opensAtMs?: number };
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

export type RequestOutcome =
  | { readonly kind: 'ok'; readonly status: number; readonly body: unknown }
  | {
      readonly kind: 'failed';
      readonly reason: 'status' | 'timeout' | 'network' | 'forbidden-address' | 'not-json' | 'too-large';
      readonly status?: number;
    };

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
  | { readonly type: 'recovered'; readonly kind: 'dropped' | 'missed'; readonly template: string }
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
  | {
      readonly type: 'callback';
      readonly step: string;
      readonly did: 'booked' | 'kept' | 'cancelled' | 'declined' | 'none';
      readonly atMs?: number;
    }
  /** A condition that could not be worked out (a division by zero, say); it counted as false. */
  | { readonly type: 'condition-failed'; readonly step: string; readonly source: string; readonly message: string };

/** One sprint of the voice side: from an event to the next wait. */
export interface VoiceProgress {
  readonly snapshot: Snapshot<CallContext>;
  /** To be heard, in order, before the wait. With an input wait they stand inside the gather. */
  readonly prompts: readonly Prompt[];
  readonly wait: VoiceWait;
  readonly facts: readonly FlowFact[];
}

/** The chat side's own memory; variables are shared with the voice side by being handed over. */
export interface ChatContext {
  readonly language: string;
  readonly intent?: string;
  readonly variables: Variables;
  readonly invalid: number;
  readonly closed?: ClosedHours;
  readonly arms?: Arms;
  /** When a file answered a question, ms: others of the same bunch follow it and answer nothing. */
  readonly fileAtMs?: number;
  readonly callback?: CallbackMemory;
}

export type SurveyKind = SurveyQuestion['kind'];

/** A place that a customer shared. */
export interface SharedPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly label?: string;
  readonly address?: string;
}

/** What became of a file that was sent: it is kept, or it can't be had. */
export type FileOutcome =
  | { readonly kind: 'kept'; readonly mediaId: string; readonly contentType: string; readonly bytes: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unavailable' };

export type ChatFlowEvent =
  | {
      readonly type: 'REPLY';
      readonly text: string;
      readonly buttonId?: string;
      readonly place?: SharedPlace;
      /** A file came with it, of the type that the sender's phone declares. */
      readonly fileType?: string;
    }
  | { readonly type: 'REQUEST_DONE'; readonly outcome: RequestOutcome }
  | { readonly type: 'PERSON_ASKED' }
  /** “Call me.” */
  | { readonly type: 'CALL_ASKED' }
  | { readonly type: 'CALLBACK_TIMES'; readonly times: CallbackTimes }
  | { readonly type: 'CALLBACK_DONE' }
  /** The file that a question waits for was fetched and looked at. */
  | { readonly type: 'FILE_CHECKED'; readonly file: FileOutcome }
  /** A human handed the chat back to the bot. */
  | { readonly type: 'AGENT_DONE' }
  /** A human closed the chat: where the flow says so, the customer is asked how it was. */
  | { readonly type: 'AGENT_CLOSED' };

export interface ChatChoice {
  /** `<step>.<answer>`; comes back when it is tapped. */
  readonly id: string;
  readonly title: string;
}

export interface ListSection {
  readonly title?: string;
  readonly rows: readonly (ChatChoice & { readonly description?: string })[];
}

/** A template in place of a message that could not go out in time; values by the names of its variables. */
export interface TemplateInstead {
  readonly name: string;
  readonly language: string;
  readonly values: Readonly<Record<string, string>>;
}

export type ChatSaying = { readonly text: string; readonly outside?: TemplateInstead } & (
  | { readonly kind: 'text' }
  | { readonly kind: 'buttons'; readonly buttons: readonly ChatChoice[] }
  | { readonly kind: 'list'; readonly button: string; readonly sections: readonly ListSection[] }
  /** `address`: https://…, or the name of a file in flows/media. */
  | { readonly kind: 'media'; readonly address: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly address?: string }
);

export type ChatWait =
  | { readonly kind: 'request'; readonly step: string; readonly request: RequestCall }
  | CallbackWait
  | { readonly kind: 'reply'; readonly step: string }
  /** An answer to a survey, which may never come. */
  | { readonly kind: 'survey'; readonly step: string }
  /** A file was sent and is being looked at. */
  | { readonly kind: 'file'; readonly step: string }
  | { readonly kind: 'assign'; readonly step: string; readonly team: string; readonly skills: readonly string[]; readonly priority: number }
  | { readonly kind: 'closed'; readonly disposition: string };

export interface ChatProgress {
  readonly snapshot: Snapshot<ChatContext>;
  readonly sayings: readonly ChatSaying[];
  readonly wait: ChatWait;
  readonly facts: readonly FlowFact[];
}
