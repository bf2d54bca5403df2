import { shardOfId } from '../base/ids.ts';
import type { InboundMessage } from '../channels/messages.ts';
import { type Contact, isShared } from '../contacts/contact.ts';
import { type EntryLink, findEntryLink } from '../entries/entry-link.ts';
import { cancelsCall } from '../flows/call-words.ts';
import type { PublishedFlow } from '../flows/published-flow.ts';
import { type Claim, claimChanges, findClaim } from '../handoff/claim-handoff.ts';
import type { InviteAnswer } from '../handoff/token.ts';
import { acknowledge } from './acknowledge.ts';
import { addInbound } from './add-inbound.ts';
import { takeBackCallback } from './answer-callback-wait.ts';
import { answerSurvey } from './answer-survey.ts';
import { askPerson, takePerson } from './ask-person.ts';
import { answerReply, beginBot } from './bot-turns.ts';
import { waitAtDesk } from './bring-to-desk.ts';
import { loadChat } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';
import { ASSIGNED_IDLE_MS } from './claim-chat.ts';
import { endChat } from './end-chat.ts';
import { hidesAnswer } from './hides-answer.ts';
import { linkTo, openChat } from './open-chat.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { readWish, reopenFor, takeWish, type Wish } from './take-opt-out.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';
import { wantsPerson } from './wants-person.ts';

export interface Arrival {
  readonly message: InboundMessage;
  readonly contact: Contact;
  /** The person's open chat. */
  readonly open: ChatDraft | undefined;
  /** A button of an invite that was pressed, if its signature is ours. */
  readonly button: InviteAnswer | undefined;
}

export interface Taken {
  readonly draft: ChatDraft;
  readonly contact: Contact;
}

/** What a message makes of the person's chat: everything but the commit. */
export async function takeMessage(deps: ReceiveDeps, arrival: Arrival): Promise<Taken> {
  const { message, contact, open, button } = arrival;
  const wish = readWish(message, contact, open && { chat: open.chat, compiled: (await deps.flows.find(open.chat.flow))?.compiled });
  if (wish || button?.answer === 'not-me') return takeAside(deps, arrival, wish);
  if (contact.pendingCallback && message.buttonPayload === undefined && cancelsCall(message.text)) return takeBackCall(deps, arrival);
  const [claim, entry] = await Promise.all([findClaim(deps, message, contact), findEntryLink(deps.entryLinks, message.text)]);
  if (!open) {
    const answered = (claim && !claim.again) || entry ? undefined : await answerSurvey(deps, message, contact);
    return { draft: answered ?? (await openFresh(deps, arrival, claim, entry)), contact };
  }
  const compiled = (await deps.flows.find(open.chat.flow))?.compiled;
  addInbound(open, message, compiled && hidesAnswer(compiled, open.chat, message));
  reopenFor(open, contact);
  forgetAsking(open);
  if (entry) noteEntry(open, entry, false);
  if (claim && !claim.again && claim.handoff.id !== open.chat.link?.handoffId) await joinCall(deps, arrival, open, claim);
  else if (open.chat.state === 'bot' && open.chat.whoAsked) await beginWithPerson(deps, open, contact, message);
  else if (open.chat.state === 'bot' && button === undefined) await answerReply(deps, open, contact, message);
  else if (open.chat.state === 'waiting' && compiled && button === undefined)
    waitAtDesk(deps, open, compiled, message, wantsPerson(compiled, message));
  if (open.chat.state === 'assigned') renewIdle(open);
  return { draft: open, contact };
}

/** Wishes about being written to, and "it was not me": answered in the open chat, or in one that is over at once. */
async function takeAside(deps: ReceiveDeps, arrival: Arrival, wish: Wish | undefined): Promise<Taken> {
  const { message, contact, open } = arrival;
  const draft = open ?? (await newDraft(deps, arrival, undefined)).draft;
  if (!open) addEvent(draft, 'chat.opened', { direct: true, aside: true });
  addInbound(draft, message);
  const after = wish ? takeWish(draft, contact, wish, message) : contact;
  if (!wish) {
    tellDesk(draft, 'notMe');
    tellCustomer(draft, 'notMe');
  }
  if (!open && !draft.chat.closed) endChat(draft, undefined, wish === 'start' ? 'opted-in' : wish ? 'opted-out' : 'not-me', 'sweep');
  return { draft, contact: after };
}

/** “Don't call me”: answered in the open chat, or in one that is over at once. */
async function takeBackCall(deps: ReceiveDeps, arrival: Arrival): Promise<Taken> {
  const { message, contact, open } = arrival;
  const draft = open ?? (await newDraft(deps, arrival, undefined)).draft;
  if (!open) addEvent(draft, 'chat.opened', { direct: true, aside: true });
  addInbound(draft, message);
  reopenFor(draft, contact);
  takeBackCallback(draft, contact);
  tellDesk(draft, 'callCancelled');
  tellCustomer(draft, 'callCancelled');
  if (!open) endChat(draft, undefined, 'call-cancelled', 'sweep');
  else if (draft.chat.state === 'assigned') renewIdle(draft);
  return { draft, contact };
}

async function newDraft(
  deps: ReceiveDeps,
  { message, contact }: Arrival,
  claim: Claim | undefined,
  entry?: EntryLink,
): Promise<{ draft: ChatDraft; published: PublishedFlow; previous: Chat | undefined }> {
  const published = await flowOf(deps, message, claim);
  const last = contact.chats.at(-1);
  const previous = last && (await loadChat(deps.store, last.chatId))?.value;
  const draft = openChat({ message, contact, claim, entry, published, previous }, deps.random, deps.clock.nowMs());
  return { draft, published, previous };
}

/** The release the call began with, as long as it can be had; of a direct chat the one of the number written to. */
async function flowOf(deps: ReceiveDeps, message: InboundMessage, claim: Claim | undefined): Promise<PublishedFlow> {
  return (claim && (await deps.flows.find(claim.handoff.flow))) ?? deps.flows.forNumber(claim?.handoff.card.entryNumber ?? message.to);
}

async function openFresh(deps: ReceiveDeps, arrival: Arrival, claim: Claim | undefined, entry: EntryLink | undefined): Promise<ChatDraft> {
  const { message, contact } = arrival;
  const { draft, published, previous } = await newDraft(deps, arrival, claim, entry);
  if (claim) tellDesk(draft, claim.again ? 'openedAgain' : 'openedFromCall');
  else if (!entry) tellDesk(draft, 'openedDirect');
  addEvent(draft, 'chat.opened', { direct: claim === undefined, ...(claim && { method: claim.method, confidence: claim.confidence }) });
  if (entry) noteEntry(draft, entry, true);
  if (claim) addClaim(draft, claim);
  else if (previous || contact.calls.length > 0)
    addEvent(draft, 'chat.returned', previous && { sinceMs: draft.nowMs - previous.openedAtMs });
  addInbound(draft, message);
  reopenFor(draft, contact);
  // Whoever pressed our button has the message in hand; all others may be another person than the one who called.
  if (isShared(contact) && claim?.method !== 'button-token') askPerson(draft, contact.people ?? []);
  else {
    acknowledge(deps, draft, published.compiled, contact);
    await beginBot(deps, draft, published.compiled, contact, message);
  }
  return draft;
}

/** The answer to who writes: the bot begins now. */
async function beginWithPerson(deps: ReceiveDeps, draft: ChatDraft, contact: Contact, message: InboundMessage): Promise<void> {
  takePerson(draft, contact.people ?? [], message);
  const { compiled } = (await deps.flows.find(draft.chat.flow)) ?? deps.flows.forNumber(draft.chat.sender);
  acknowledge(deps, draft, compiled, contact);
  await beginBot(deps, draft, compiled, contact, message);
}

/** A further call of this person is carried on in the chat that is open: its card, its words; a human who has the chat keeps it. */
async function joinCall(deps: ReceiveDeps, arrival: Arrival, draft: ChatDraft, claim: Claim): Promise<void> {
  const { message, contact } = arrival;
  const published = await flowOf(deps, message, claim);
  const { whoAsked: _, ...chat } = draft.chat;
  draft.chat = chat;
  linkTo(draft, claim, published.ref);
  tellDesk(draft, 'newCall');
  addClaim(draft, claim);
  acknowledge(deps, draft, published.compiled, contact);
  if (draft.chat.state === 'bot') await beginBot(deps, draft, published.compiled, contact, message);
}

/** Somebody came through a link of ours: counted, and told to whoever reads the thread. */
function noteEntry(draft: ChatDraft, { code, name, medium, retiredAtMs }: EntryLink, opened: boolean): void {
  tellDesk(draft, opened ? 'openedByLink' : 'linkUsed', { name });
  addEvent(draft, 'entry.used', { code, medium, opened, ...(retiredAtMs !== undefined && { retired: true }) });
}

function addClaim(draft: ChatDraft, claim: Claim): void {
  const { id } = draft.chat;
  const changes = claimChanges(claim, { chatId: id, shard: shardOfId(id) ?? 0, nowMs: draft.nowMs });
  draft.writes.push(...changes.writes);
  draft.events.push(...changes.events);
  draft.timers.push(...changes.timers);
}

/** What was asked back about is answered: an ambiguous word later is asked back about anew. */
function forgetAsking(draft: ChatDraft): void {
  const { optOutAsked: _, ...chat } = draft.chat;
  draft.chat = chat;
}

function renewIdle(draft: ChatDraft): void {
  const { id } = draft.chat;
  draft.timers.push({ id: `idle:${id}`, atMs: draft.nowMs + ASSIGNED_IDLE_MS, payload: { type: 'chat.idle', chatId: id } });
}
