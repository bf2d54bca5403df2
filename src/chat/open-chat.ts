import { type ContactId, makeId, randomTail, shardOfId } from '../base/ids.ts';
import type { RandomBytes } from '../base/random.ts';
import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import type { EntryLink } from '../entries/entry-link.ts';
import type { PublishedFlow } from '../flows/published-flow.ts';
import type { Claim } from '../handoff/claim-handoff.ts';
import type { Chat } from './chat.ts';
import { type ChatDraft, draftOf } from './chat-draft.ts';

export interface Opening {
  readonly message: InboundMessage;
  readonly contact: Contact;
  readonly claim: Claim | undefined;
  /** The link that the message came through; a call goes before it. */
  readonly entry?: EntryLink | undefined;
  readonly published: PublishedFlow;
  /** The person's chat before this one. */
  readonly previous: Chat | undefined;
}

/** A new chat of this person, as a draft: of a call when there is a claim, otherwise an honest direct one. */
export function openChat(opening: Opening, random: RandomBytes, nowMs: number): ChatDraft {
  const { message, contact, claim, published, previous } = opening;
  const tail = randomTail(random, 8);
  const { flow } = published.compiled;
  const name = cleanName(message.profileName) ?? contact.profileName;
  const lastAgentId = previous?.agentId ?? previous?.lastAgentId;
  const chat: Chat = {
    id: makeId('t', shardOf(contact.id), tail),
    contactId: contact.id,
    // A further episode of the same call is the same case for the customer.
    caseNumber: sameCase(claim, previous) ?? `${tail.slice(0, 4)}-${tail.slice(4)}`,
    address: message.from,
    sender: message.to,
    ...(name !== undefined && { profileName: name }),
    state: 'bot',
    openedAtMs: nowMs,
    language: claim?.handoff.language ?? contact.language ?? flow.languages[0] ?? 'en',
    flow: published.ref,
    skills: [],
    priority: 5,
    ...(lastAgentId !== undefined && { lastAgentId }),
    lastInboundAtMs: nowMs,
    lastMessage: { seq: 0, atMs: nowMs, by: 'system', text: '' },
    unread: 0,
  };
  const draft = draftOf(chat, 0, nowMs);
  if (claim) linkTo(draft, claim, published.ref);
  if (claim?.again) showSince(draft, contact);
  else if (opening.entry && opening.entry.retiredAtMs === undefined) enterBy(draft, opening.entry, flow.languages);
  return draft;
}

const MOST_EARLIER = 5;

/** A further episode shows what happened since the call as well: the chats and calls that the card could not know. */
function showSince(draft: ChatDraft, { chats, calls }: Contact): void {
  const { card, link } = draft.chat;
  if (!card) return;
  const earlierChats = chats.slice(-MOST_EARLIER).map(({ chatId: _, ...rest }) => rest);
  const others = calls.filter(({ callId }) => callId !== link?.callId).slice(-MOST_EARLIER);
  draft.chat = { ...draft.chat, card: { ...card, earlierChats, earlierCalls: others.map(({ callId: _, ...rest }) => rest) } };
}

/** What the link says of who comes through it: what it is about, in which language, and who is to answer. */
function enterBy(draft: ChatDraft, link: EntryLink, languages: readonly string[]): void {
  const { code, name, medium, intent, language, team, skills } = link;
  const wanted = { ...(team !== undefined && { team }), ...(skills && skills.length > 0 && { skills }) };
  draft.chat = {
    ...draft.chat,
    entry: { code, name, medium },
    ...(languages.includes(language) && { language }),
    ...(intent !== undefined && { intent }),
    ...(Object.keys(wanted).length > 0 && { wanted }),
  };
}

/** Binds the chat to the call of the claim: from here on it shows that call's card and runs the chat side of `flow`. */
export function linkTo(draft: ChatDraft, claim: Claim, flow: string): void {
  const { handoff, method, confidence } = claim;
  const { wanted: _, ...before } = draft.chat;
  draft.chat = {
    ...before,
    flow,
    language: handoff.language,
    ...(handoff.intent !== undefined && { intent: handoff.intent }),
    link: { handoffId: handoff.id, callId: handoff.callId, method, confidence },
    card: handoff.card,
    ...(handoff.wanted && { wanted: handoff.wanted }),
  };
}

/** A name that somebody chose, made harmless: one line, no control characters, at most 60 letters. */
export function cleanName(name: string | undefined): string | undefined {
  const clean = name?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return clean ? [...clean].slice(0, 60).join('') : undefined;
}

function sameCase(claim: Claim | undefined, previous: Chat | undefined): string | undefined {
  return claim?.again && previous?.link?.handoffId === claim.handoff.id ? previous.caseNumber : undefined;
}

function shardOf(id: ContactId): number {
  return shardOfId(id) ?? 0;
}
