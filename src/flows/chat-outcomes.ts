import type { Snapshot } from '../base/machine.ts';
import type { Arms } from './experiments.ts';
import type {
  CallbackMemory,
  CallbackTimes,
  CallbackWait,
  ClosedHours,
  FlowFact,
  RequestCall,
  RequestOutcome,
  Variables,
} from './outcomes.ts';

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
  /** Something urgent was written: to the people at the desk at once. */
  | { readonly type: 'URGENT' }
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
