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

/** Holds senders to the rate that the carrier allows, over all processes. Resolves when it is this message's turn. */
export interface SenderPace {
  acquire(sender: string): Promise<void>;
}
