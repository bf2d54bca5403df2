import type { Versioned } from '../base/changes.ts';
import { type Decision, decideAndCommit } from '../base/decide.ts';
import { type CallId, type ChatId, type ContactId, type HandoffId, parseId, shardOfId } from '../base/ids.ts';
import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, contactIdOf, emptyContact } from '../contacts/load-contact.ts';
import type { RequestCall, RequestOutcome } from '../flows/outcomes.ts';
import { withdrawHandoff } from '../handoff/expire-handoff.ts';
import { type InviteAnswer, readInviteButton, scopedUserName } from '../handoff/token.ts';
import { loadChat } from './change-chat.ts';
import { type ChatDraft, changesOf, draftOf, INBOUND_MARK_SECONDS } from './chat-draft.ts';
import { contactAfter } from './end-chat.ts';
import { cleanName } from './open-chat.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { takeMessage } from './take-message.ts';

export type Received =
  | {
      readonly kind: 'received';
      readonly chatId: ChatId;
      /** The call that the chat goes on from, if any. */
      readonly link?: { readonly handoffId: HandoffId; readonly callId: CallId };
    }
  | { readonly kind: 'duplicate' };

/** How long a business-scoped id points at its person, in seconds: as long as a person is remembered. */
const SCOPED_USER_SECONDS = CONTACT_TTL_SECONDS;

/**
 * A customer wrote. Once per carrier's id, whatever the number of deliveries: the message, the chat it opens or belongs
 * to, the claim of a handoff, the answers of the bot and all events are one commit; the answers leave through jobs.
 */
export async function receiveMessage(deps: ReceiveDeps, message: InboundMessage): Promise<Received> {
  const button = readInviteButton(deps.keyring, message.buttonPayload);
  if (button?.answer === 'not-me') await withdrawHandoff(deps, button.handoffId);
  const contactId = await contactBehind(deps, message);
  const once = { ...deps, runRequest: rememberAnswers(deps.runRequest) };
  const received = await decideAndCommit<Received>(
    deps.store,
    () => decide(once, message, contactId, button),
    () => ({ kind: 'duplicate' }),
  );
  const { phone, scopedUserId } = message.from;
  if (received.kind === 'received' && phone !== undefined && scopedUserId !== undefined) {
    await deps.store.point(scopedUserName(scopedUserId), contactId, SCOPED_USER_SECONDS);
  }
  return received;
}

/** Who writes: a number, or a business-scoped id that may be known to belong to a number. */
async function contactBehind(deps: ReceiveDeps, message: InboundMessage): Promise<ContactId> {
  const { phone, scopedUserId } = message.from;
  const known = phone === undefined && scopedUserId !== undefined ? await deps.store.resolve(scopedUserName(scopedUserId)) : undefined;
  return parseId('p', known ?? '') ?? contactIdOf(deps.keyring, message.from);
}

async function decide(
  deps: ReceiveDeps,
  message: InboundMessage,
  contactId: ContactId,
  button: InviteAnswer | undefined,
): Promise<Decision<Received>> {
  const [found] = (await deps.store.load([{ kind: 'contact', id: contactId }])) as (Versioned<Contact> | undefined)[];
  const contact = found?.value ?? emptyContact(contactId, message.from.phone ? { phone: message.from.phone } : {});
  const open = await openChatOf(deps, contact);
  const taken = await takeMessage(deps, { message, contact, open, button });
  const { draft } = taken;
  draft.marks.push({ name: `in:${message.providerMessageId}`, value: draft.chat.id, ttlSeconds: INBOUND_MARK_SECONDS });
  draft.writes.push({
    ref: { kind: 'contact', id: contactId },
    expectedVersion: found?.version ?? 0,
    value: contactNow(taken.contact, draft, message),
    ttlSeconds: CONTACT_TTL_SECONDS,
  });
  const { id: chatId, link } = draft.chat;
  return {
    changes: { ...changesOf(draft), shard: shardOfId(contactId) ?? 0 },
    outcome: { kind: 'received', chatId, ...(link && { link: { handoffId: link.handoffId, callId: link.callId } }) },
  };
}

async function openChatOf(deps: ReceiveDeps, contact: Contact): Promise<ChatDraft | undefined> {
  const found = contact.openChatId && (await loadChat(deps.store, contact.openChatId));
  return found && found.value.state !== 'closed' ? draftOf(found.value, found.version, deps.clock.nowMs()) : undefined;
}

function contactNow(contact: Contact, draft: ChatDraft, message: InboundMessage): Contact {
  const name = cleanName(message.profileName);
  const { scopedUserId } = message.from;
  const seen: Contact = {
    ...contact,
    lastInboundAtMs: draft.nowMs,
    language: draft.chat.language,
    ...(name !== undefined && { profileName: name }),
    ...(scopedUserId !== undefined && { scopedUserId }),
  };
  const { closed } = draft.chat;
  return closed ? contactAfter(seen, draft, closed.disposition) : { ...seen, openChatId: draft.chat.id };
}

/** The same look-up is done once, even if a clash makes the decision start again. */
function rememberAnswers(run: (call: RequestCall) => Promise<RequestOutcome>): (call: RequestCall) => Promise<RequestOutcome> {
  const answers = new Map<string, Promise<RequestOutcome>>();
  return (call) => {
    const key = JSON.stringify(call);
    const answer = answers.get(key) ?? run(call);
    answers.set(key, answer);
    return answer;
  };
}
