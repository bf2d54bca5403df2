import type { OutboundContent } from '../channels/messages.ts';
import type { Handoff } from './handoff.ts';

export type InviteContent =
  | { readonly kind: 'ready'; readonly content: Extract<OutboundContent, { kind: 'template' }> }
  /** No approved template for this language: `code` goes into the log and the report. */
  | { readonly kind: 'unavailable'; readonly code: string };

/** What invites and their fallbacks say: the templates' port. */
export interface InviteCatalogue {
  /** The template message for this handoff with every variable filled in and cleaned; `token` goes into the button. */
  inviteFor(handoff: Handoff, token: string): InviteContent;
  /** The text message that carries a link instead. */
  smsFor(handoff: Handoff, link: string): string;
  /** What the customer sends when the link is opened: holds the reference code. */
  linkText(handoff: Handoff, referenceCode: string): string;
}

/** One message that wants to leave. */
export interface PaceRequest {
  /** E.164, ours. */
  readonly sender: string;
  /** Who gets it: an id, never a number. WhatsApp takes one message every six seconds to the same person, 45 at once. */
  readonly recipient: string;
  /** Somebody waits for it now; what is repeated or reminded waits behind. */
  readonly urgent: boolean;
}

/** Holds senders to the rates that the carrier allows, over all processes. Resolves when it is this message's turn. */
export interface SenderPace {
  acquire(request: PaceRequest): Promise<void>;
}

/** Whether a sender may begin conversations. */
export interface SenderGate {
  /** From memory, about a second old. */
  isStopped(sender: string): boolean;
  /**
   * Counts a person to whom a conversation is begun against the sender's limit of different people in 24 hours, or
   * refuses; the same person counts once. Where the limit is not known nobody is refused.
   */
  admit(sender: string, recipient: string): Promise<boolean>;
}
