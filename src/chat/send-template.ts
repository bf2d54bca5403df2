import type { ChatId } from '../base/ids.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import { type Actor, refuseWriting } from './actor.ts';
import { type ChangeDeps, changeChat, type Refusal, refuse } from './change-chat.ts';
import { type Chat, isOnlySpoken } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import { contactOf } from './end-chat.ts';
import { addReply, alreadyPosted, type Posted } from './post-reply.ts';

/** A template with every place filled in, ready to be sent. */
export interface ReadyTemplate {
  readonly providerTemplateId: string;
  readonly variables: Readonly<Record<string, string>>;
  /** As the customer will read it. */
  readonly text: string;
}

/** The templates an agent may send; outside the window nothing else can be sent. */
export interface ChatTemplates {
  /** Those with an approved wording in some language, for the picker; not the invites, which belong to a call. Places are numbered as `variables` are. */
  list(): readonly {
    readonly name: string;
    readonly language: string;
    readonly body: string;
    readonly variables: readonly { readonly name: string; readonly sample: string }[];
  }[];
  /** Undefined: unknown, an invite, not approved, or not in that language. */
  fill(name: string, language: string, values: Readonly<Record<string, string>>): ReadyTemplate | 'values-missing' | undefined;
}

export interface TemplateReply {
  readonly chatId: ChatId;
  readonly messageId: string;
  readonly template: string;
  readonly language: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * An agent sends a template, inside or outside the window; by the same rules of ownership as a reply. Never to somebody who
 * opted out, even if they wrote since: that reopened the conversation, not the consent (reference: STOP handling). Refused
 * with chat-not-found, chat-closed, chat-not-yours, opted-out, not-consented, template-unavailable, template-values-missing.
 */
export function sendTemplate(
  deps: ChangeDeps & { readonly templates: ChatTemplates },
  actor: Actor,
  reply: TemplateReply,
): Promise<Posted | Refusal> {
  return changeChat<Posted | Refusal>(
    deps,
    reply.chatId,
    async (draft, thread) => {
      const posted = alreadyPosted(thread, reply.messageId);
      if (posted) return posted;
      const refusal = refuseWriting(draft.chat, actor) ?? refuseTemplate(draft.chat);
      if (refusal) return { changed: false, outcome: refusal };
      const ready = deps.templates.fill(reply.template, reply.language, reply.values);
      if (!ready) return { changed: false, outcome: refuse('template-unavailable') };
      if (ready === 'values-missing') return { changed: false, outcome: refuse('template-values-missing') };
      const { providerTemplateId, variables } = ready;
      const message = addReply(draft, actor, ready.text, { id: reply.messageId, template: { providerTemplateId, variables } });
      await expectReply(deps, draft);
      return { changed: true, outcome: { kind: 'posted', message } };
    },
    true,
  );
}

/** Who left a voice message and has written nothing must have agreed to it. Pure. */
function refuseTemplate(chat: Chat): Refusal | undefined {
  if (chat.optedOut) return refuse('opted-out');
  return isOnlySpoken(chat) && !chat.voicemail?.mayWrite ? refuse('not-consented') : undefined;
}

/** What is answered to the first template of a spoken case belongs to that case, unless the person writes in another already. */
async function expectReply(deps: ChangeDeps, draft: ChatDraft): Promise<void> {
  if (!isOnlySpoken(draft.chat)) return;
  const contact = await contactOf(deps.store, draft);
  if (!contact || contact.value.openChatId !== undefined) return;
  draft.writes.push({
    ref: { kind: 'contact', id: draft.chat.contactId },
    expectedVersion: contact.version,
    value: { ...contact.value, openChatId: draft.chat.id },
    ttlSeconds: CONTACT_TTL_SECONDS,
  });
}
