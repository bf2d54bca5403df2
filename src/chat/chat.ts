import type { ChatId, ContactId, HandoffId } from '../base/ids.ts';
import type { Snapshot } from '../base/machine.ts';
import type { DeliveryState } from '../channels/delivery.ts';
import type { MessageAddress } from '../channels/messages.ts';
import type { ChatContext, ChatWait } from '../flows/outcomes.ts';
import type { ContextCard } from '../handoff/context-card.ts';
import type { LinkConfidence, LinkMethod } from '../handoff/handoff.ts';

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
  /** User id of the agent who has it. */
  readonly agentId?: string;
  readonly assignedAtMs?: number;
  readonly firstHumanReplyAtMs?: number;
  readonly lastInboundAtMs: number;
  readonly lastMessage: { readonly seq: number; readonly atMs: number; readonly by: MessageAuthor['kind']; readonly text: string };
  readonly unread: number;
  /** The call it continues. Absent: an honest direct chat. */
  readonly link?: { readonly handoffId: HandoffId; readonly method: LinkMethod; readonly confidence: LinkConfidence };
  readonly card?: ContextCard;
  readonly optedOut?: boolean;
  readonly closed?: { readonly atMs: number; readonly disposition: string; readonly by: string };
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
  readonly buttons?: readonly { readonly id: string; readonly title: string }[];
  readonly media?: readonly { readonly mediaId: string; readonly contentType: string; readonly bytes: number }[];
  /** For messages of ours. */
  readonly delivery?: DeliveryState;
  readonly failure?: { readonly code: string };
  readonly providerMessageId?: string;
}
