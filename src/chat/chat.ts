import type { CallId, ChatId, ContactId, HandoffId } from '../base/ids.ts';
import type { Snapshot } from '../base/machine.ts';
import type { DeliveryState } from '../channels/delivery.ts';
import type { MessageAddress, MessageChoice, MessageList, MessagePlace } from '../channels/messages.ts';
import type { EntryMedium } from '../entries/entry-link.ts';
import type { ChatContext, ChatWait } from '../flows/chat-outcomes.ts';
import type { SurveyKind } from '../flows/outcomes.ts';
import type { Ticket } from '../flows/tickets/ticket.ts';
import type { ContextCard } from '../handoff/context-card.ts';
import type { LinkConfidence, LinkMethod, WantedTeam } from '../handoff/handoff.ts';

export type ChatState = 'bot' | 'waiting' | 'assigned' | 'closed';

/** A WhatsApp conversation and its case. Lives in the shard of the person who writes. Its messages are parts, one each. */
export interface Chat {
  readonly id: ChatId;
  readonly contactId: ContactId;
  /** What the customer can quote, e.g. `7K3Q-X9TB`. */
  readonly caseNumber: string;
  readonly address: MessageAddress;
  /** Our sender, E.164. */
  readonly sender: string;
  readonly profileName?: string;
  readonly state: ChatState;
  readonly openedAtMs: number;
  readonly language: string;
  readonly intent?: string;
  /** `<flow id>@<release>` whose chat side runs; kept until the chat closes. */
  readonly flow: string;
  readonly snapshot?: Snapshot<ChatContext>;
  readonly wait?: ChatWait;
  readonly team?: string;
  readonly skills: readonly string[];
  readonly priority: number;
  readonly queuedAtMs?: number;
  /** User id of the agent who has it; the name as the customer was told. */
  readonly agentId?: string;
  readonly agentName?: string;
  /** Who served this person in the chat before. */
  readonly lastAgentId?: string;
  readonly assignedAtMs?: number;
  readonly firstHumanReplyAtMs?: number;
  readonly lastInboundAtMs: number;
  /** The newest entry's number, and what the customer, the bot or an agent said last. */
  readonly lastMessage: { readonly seq: number; readonly atMs: number; readonly by: MessageAuthor['kind']; readonly text: string };
  readonly unread: number;
  /** The call it continues. Absent: an honest direct chat. */
  readonly link?: {
    readonly handoffId: HandoffId;
    readonly callId: CallId;
    readonly method: LinkMethod;
    readonly confidence: LinkConfidence;
  };
  readonly card?: ContextCard;
  /** It began with a message on the phone, not with one in writing; the entry of the thread that holds it. */
  readonly voicemail?: { readonly callId: CallId; readonly seconds: number; readonly seq: number; readonly mayWrite: boolean };
  /** The link, QR code or button that it came through, if no call led to it. */
  readonly entry?: { readonly code: string; readonly name: string; readonly medium: EntryMedium };
  /** Which of the people who use the number writes. */
  readonly person?: { readonly id: string; readonly name: string };
  /** It was asked who writes, and the bot begins with the answer. */
  readonly whoAsked?: true;
  /** The chat in which the same person goes on, found out while both were open. */
  readonly goesOnIn?: ChatId;
  /** Who is to answer, where the door it came through says so: it wins over the flow. */
  readonly wanted?: WantedTeam;
  /** The person asked not to be written to. */
  readonly optedOut?: boolean;
  /** They wrote again after that: free text may answer inside the window; templates and offers stay forbidden. */
  readonly reopened?: boolean;
  /** An ambiguous word was asked back about: "do you want no more messages?". */
  readonly optOutAsked?: boolean;
  /** What it is about, how urgent it is, and what was promised while nobody was there; of flows with tickets. */
  readonly ticket?: Ticket;
  /** The question of how it was, asked once. Without an answer nothing is known. */
  readonly survey?: ChatSurvey;
  readonly closed?: { readonly atMs: number; readonly disposition: string; readonly by: string };
}

export interface ChatSurvey {
  readonly step: string;
  readonly kind: SurveyKind;
  readonly askedAtMs: number;
  readonly answer?: { readonly atMs: number; readonly score: number; readonly positive: boolean };
  /** The entry of the thread that holds the comment. */
  readonly commentSeq?: number;
}

/** May nobody write here, because the person asked for silence and has not written since? Pure. */
export function isSilenced(chat: Pick<Chat, 'optedOut' | 'reopened'>): boolean {
  return chat.optedOut === true && chat.reopened !== true;
}

/** Did it begin with a voice message, and has nothing been written since? Pure. */
export function isOnlySpoken(chat: Pick<Chat, 'voicemail' | 'lastInboundAtMs'>): boolean {
  return chat.voicemail !== undefined && chat.lastInboundAtMs === 0;
}

export type MessageAuthor =
  | { readonly kind: 'customer' }
  | { readonly kind: 'bot' }
  | { readonly kind: 'agent'; readonly userId: string; readonly name: string }
  /** Shown in the thread, never sent: assignments, transfers, notices. */
  | { readonly kind: 'system' }
  /** Seen by agents only. */
  | { readonly kind: 'note'; readonly userId: string; readonly name: string };

/** One entry of a thread; stored as a part of its chat under its zero-padded `seq`. */
export interface ChatMessage {
  readonly seq: number;
  /** Our own id: the agent's page makes it, so that a repeated post is one message. */
  readonly id: string;
  readonly atMs: number;
  readonly author: MessageAuthor;
  readonly text: string;
  /** Of the system: what `text` says, so that a page can word it in its own language. */
  readonly said?: { readonly key: string; readonly values: Readonly<Record<string, string>> };
  readonly buttons?: readonly MessageChoice[];
  readonly list?: MessageList;
  /** A place that the customer shared, or that we sent. */
  readonly place?: MessagePlace;
  /** What we send with it: an address that the carrier reads. */
  readonly attachment?: { readonly address: string };
  readonly media?: readonly { readonly mediaId: string; readonly contentType: string; readonly bytes: number }[];
  /** For messages of ours. */
  readonly delivery?: DeliveryState;
  readonly failure?: { readonly code: string };
  readonly providerMessageId?: string;
  /** Written before the carrier is asked; `unknown`: it was asked and nobody knows what came of it. */
  readonly sending?: { readonly attempt: number; readonly startedAtMs: number; readonly unknown?: boolean; readonly notBeforeMs?: number };
  /** It goes out as a template. */
  readonly template?: { readonly providerTemplateId: string; readonly variables: Readonly<Record<string, string>> };
  /** The template that goes out in its place when the service window has closed before it could be sent. */
  readonly outside?: NonNullable<ChatMessage['template']> & { readonly text: string };
  /** Attachments at the carrier that are still to be fetched. */
  readonly incoming?: readonly { readonly url: string; readonly contentType: string }[];
  /** It was spoken on the phone; `text` is what the carrier understood. */
  readonly voice?: { readonly seconds: number };
  /** The customer answered a question whose answer is never kept: `text` says only that. */
  readonly hidden?: true;
  /** Why an attachment can't be shown. */
  readonly mediaProblem?: 'too-large' | 'unavailable';
}
