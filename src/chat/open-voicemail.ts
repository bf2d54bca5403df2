import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { type ChatId, shardOfId, type VoicemailId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { hasConsented } from '../contacts/consent.ts';
import type { Contact } from '../contacts/contact.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import { caseOf, type Voicemail } from '../handoff/voicemail.ts';
import { bringToDesk, type TicketDeps, waitAtDesk } from './bring-to-desk.ts';
import type { Chat } from './chat.ts';
import { addEvent, addMessage, type ChatDraft, changesOf, chatRef, draftOf } from './chat-draft.ts';
import { hearCall, hearWords } from './hear-words.ts';
import { tellDesk } from './tell-customer.ts';
import { updateMessage } from './track-delivery.ts';

export interface OpenVoicemailDeps extends TicketDeps {
  readonly flows: FlowShelf;
  readonly store: Store;
  readonly clock: Clock;
  readonly keyring: Pick<Keyring, 'hash'>;
  /** Our WhatsApp sender, E.164: from it the caller may be written to. */
  readonly sender: string;
}

export interface VoicemailCase {
  readonly chatId: ChatId;
  /** The entry that holds the recording. */
  readonly seq: number;
}

/**
 * A voicemail becomes a case that waits for its team, with the call's card. Called again, or with a text that came later,
 * it changes the one case: a repeated or overtaken event makes no second. Undefined if the voicemail is gone.
 */
export function openVoicemail(deps: OpenVoicemailDeps, id: VoicemailId): Promise<VoicemailCase | undefined> {
  const chatId = caseOf(deps.keyring, id);
  return decideAndCommit<VoicemailCase | undefined>(deps.store, async () => {
    const [left, chat] = (await deps.store.load([{ kind: 'voicemail', id }, chatRef(chatId)])) as [
      Versioned<Voicemail> | undefined,
      Versioned<Chat> | undefined,
    ];
    if (!left) return { outcome: undefined };
    const nowMs = deps.clock.nowMs();
    const { compiled } = (await deps.flows.find(left.value.flow)) ?? deps.flows.forNumber(left.value.card.entryNumber);
    if (chat) return addTranscript(deps, draftOf(chat.value, chat.version, nowMs), left.value, compiled);
    const [contact] = (await deps.store.load([{ kind: 'contact', id: left.value.contactId }])) as [Versioned<Contact> | undefined];
    const draft = draftOf(newCase(deps, chatId, left.value, contact?.value, nowMs), 0, nowMs);
    const seq = fill(draft, left.value, left.value.from !== undefined && hasConsented(contact?.value, nowMs));
    hearCall(draft, compiled);
    hearWords(draft, compiled, left.value.transcript ?? '');
    bringToDesk(deps, draft, compiled, left.value);
    return { outcome: { chatId, seq }, changes: changesOf(draft) };
  });
}

function newCase(deps: OpenVoicemailDeps, id: ChatId, left: Voicemail, contact: Contact | undefined, nowMs: number): Chat {
  const tail = id.slice(-8);
  const { profileName } = contact ?? {};
  return {
    id,
    contactId: left.contactId,
    caseNumber: `${tail.slice(0, 4)}-${tail.slice(4)}`,
    address: { channel: 'whatsapp', ...(left.from !== undefined && { phone: left.from }) },
    sender: deps.sender,
    ...(profileName !== undefined && { profileName }),
    state: 'bot',
    openedAtMs: nowMs,
    language: left.language,
    ...(left.intent !== undefined && { intent: left.intent }),
    flow: left.flow,
    skills: left.skills,
    priority: left.priority,
    // They have not written: no free text may go out.
    lastInboundAtMs: 0,
    lastMessage: { seq: 0, atMs: nowMs, by: 'system', text: '' },
    unread: 0,
    card: left.card,
    ...(contact?.optedOut && { optedOut: true }),
  };
}

/** What the thread begins with; answers the number of the entry with the recording. */
function fill(draft: ChatDraft, left: Voicemail, mayWrite: boolean): number {
  const { recording, callId } = left;
  tellDesk(draft, 'openedVoicemail');
  addEvent(draft, 'chat.opened', { direct: false, voicemail: true });
  const { seq } = addMessage(draft, { kind: 'customer' }, left.transcript ?? '', {
    id: recording.providerId,
    atMs: left.leftAtMs,
    voice: { seconds: recording.seconds },
    incoming: [{ url: recording.url, contentType: 'audio/wav' }],
  });
  draft.chat = { ...draft.chat, unread: 1, voicemail: { callId, seconds: recording.seconds, seq, mayWrite } };
  return seq;
}

async function addTranscript(deps: OpenVoicemailDeps, draft: ChatDraft, left: Voicemail, compiled: CompiledFlow) {
  const seq = draft.chat.voicemail?.seq ?? 0;
  const outcome = { chatId: draft.chat.id, seq };
  const parts = await deps.store.loadParts(chatRef(draft.chat.id));
  const entry = parts.map(({ value }) => value as ChatDraft['messages'][number]).find((message) => message.seq === seq);
  const text = left.transcript ?? '';
  if (!entry || text === '' || entry.text === text) return { outcome };
  updateMessage(draft, { ...entry, text });
  waitAtDesk(deps, draft, compiled, { text }, false);
  return { outcome, changes: { ...changesOf(draft), shard: shardOfId(draft.chat.id) ?? 0 } };
}
