import { type Decision, decideAndCommit } from '../base/decide.ts';
import { type CallId, type ChatId, type ContactId, type HandoffId, parseId, shardOfId } from '../base/ids.ts';
import { canonicalPhone } from '../base/phone.ts';
import type { InboundMessage } from '../channels/messages.ts';
import { withoutCallsConsent } from '../contacts/consent.ts';
import type { Contact } from '../contacts/contact.ts';
import { findWriter, scopedUserName, type Writer } from '../contacts/find-writer.ts';
import { joinedContact } from '../contacts/join-contacts.ts';
import { CONTACT_TTL_SECONDS, emptyContact } from '../contacts/load-contact.ts';
import { mergeContacts } from '../contacts/merge-contacts.ts';
import type { RequestCall, RequestOutcome } from '../flows/outcomes.ts';
import { withdrawHandoff } from '../handoff/expire-handoff.ts';
import { type InviteAnswer, readInviteButton } from '../handoff/token.ts';
import { withPendingCallback } from './answer-callback-wait.ts';
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
  const once = { ...deps, runRequest: rememberAnswers(deps.runRequest) };
  let writer: Writer | undefined;
  const received = await decideAndCommit<Received>(
    deps.store,
    async () => {
      writer = await findWriter(deps, message.from);
      return decide(once, message, await findHome(deps, writer, message), button);
    },
    () => ({ kind: 'duplicate' }),
  );
  const { phone, scopedUserId } = message.from;
  if (received.kind === 'duplicate' || !writer || phone === undefined || scopedUserId === undefined) return received;
  await deps.store.point(scopedUserName(scopedUserId), writer.id, SCOPED_USER_SECONDS);
  // The event does it as well, but no event carries the number.
  if (writer.isNews && writer.other) {
    await mergeContacts(deps, { from: writer.other, into: writer.id, by: 'carrier', phone: canonicalPhone(phone) });
  }
  return received;
}

/** Where a message is taken: the person, or the record of their second name while a chat of theirs is open there. */
interface Home {
  readonly writer: Writer;
  readonly id: ContactId;
  readonly open: ChatDraft | undefined;
}

/**
 * A chat that is open goes on where it is, whatever name the person writes under; else it is the person's own record. Where
 * there is a choice it is written down before the message is, so that a second delivery meets the mark of the first.
 */
async function findHome(deps: ReceiveDeps, writer: Writer, message: InboundMessage): Promise<Home> {
  const own = await openChatOf(deps, writer.records.get(writer.id)?.value);
  const other = own || !writer.other ? undefined : await openChatOf(deps, writer.records.get(writer.other)?.value);
  const chosen = other && writer.other ? writer.other : writer.id;
  const isSure = writer.other === undefined && message.from.phone !== undefined;
  if (isSure) return { writer, id: chosen, open: own ?? other };
  const name = `in-home:${message.providerMessageId}`;
  await deps.store.point(name, chosen, INBOUND_MARK_SECONDS);
  const id = parseId('p', (await deps.store.resolve(name)) ?? '') ?? chosen;
  if (id === chosen) return { writer, id, open: own ?? other };
  return { writer, id, open: id === writer.id ? own : id === writer.other ? other : undefined };
}

async function decide(
  deps: ReceiveDeps,
  message: InboundMessage,
  { writer, id, open }: Home,
  button: InviteAnswer | undefined,
): Promise<Decision<Received>> {
  const found = writer.records.get(id);
  const { phone, scopedUserId } = message.from;
  const number = id === writer.id && phone !== undefined ? { phone: canonicalPhone(phone) } : {};
  const record: Contact = { ...number, ...(found?.value ?? emptyContact(id)) };
  const taken = await takeMessage(deps, { message, contact: knownOf(writer, record), open, button });
  const { draft } = taken;
  draft.marks.push({ name: `in:${message.providerMessageId}`, value: draft.chat.id, ttlSeconds: INBOUND_MARK_SECONDS });
  const isRefused = taken.contact.optedOut !== undefined || button?.answer === 'not-me';
  const { optedOut: _, ...writable } = isRefused ? withoutCallsConsent(record) : record;
  draft.writes.push({
    ref: { kind: 'contact', id },
    expectedVersion: found?.version ?? 0,
    value: contactNow({ ...writable, ...(taken.contact.optedOut && { optedOut: taken.contact.optedOut }) }, draft, message),
    ttlSeconds: CONTACT_TTL_SECONDS,
  });
  if (writer.isNews && writer.other && phone !== undefined && scopedUserId !== undefined) {
    const data = { from: writer.other, by: 'carrier' };
    draft.events.push({ type: 'contact.identified', atMs: draft.nowMs, contactId: writer.id, chatId: draft.chat.id, data });
  }
  const { id: chatId, link } = draft.chat;
  return {
    changes: { ...changesOf(draft), shard: shardOfId(id) ?? 0 },
    outcome: { kind: 'received', chatId, ...(link && { link: { handoffId: link.handoffId, callId: link.callId } }) },
  };
}

/** Everything that is known of who writes, under both names: their history, and the stricter of their wishes. */
function knownOf(writer: Writer, record: Contact): Contact {
  const second = writer.other === undefined ? undefined : writer.records.get(record.id === writer.id ? writer.other : writer.id)?.value;
  return second ? joinedContact(record, second) : record;
}

async function openChatOf(deps: ReceiveDeps, contact: Contact | undefined): Promise<ChatDraft | undefined> {
  const found = contact?.openChatId && (await loadChat(deps.store, contact.openChatId));
  return found && found.value.state !== 'closed' ? draftOf(found.value, found.version, deps.clock.nowMs()) : undefined;
}

function contactNow(contact: Contact, draft: ChatDraft, message: InboundMessage): Contact {
  const name = cleanName(message.profileName);
  const { scopedUserId } = message.from;
  const seen: Contact = {
    ...withPendingCallback(contact, draft),
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
