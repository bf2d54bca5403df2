import type { RecordWrite, Store, TimerWrite, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { NewEvent } from '../base/events.ts';
import { type ChatId, type ContactId, type HandoffId, parseId, shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { scopedUserName } from '../contacts/find-writer.ts';
import { contactIdOf } from '../contacts/load-contact.ts';
import { type Handoff, handoffTtlSeconds, type LinkConfidence, type LinkMethod } from './handoff.ts';
import { codeName, findReferenceCodes, messageName, readInviteButton } from './token.ts';

/** A handoff that a first message belongs to, and how that is known. */
export interface Claim {
  readonly handoff: Handoff;
  readonly version: number;
  readonly method: LinkMethod;
  readonly confidence: LinkConfidence;
  /** It was claimed before by the same person: a new episode, still linked. */
  readonly again: boolean;
}

export interface ClaimDeps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly clock: Clock;
}

interface Candidate {
  readonly id: HandoffId;
  readonly method: LinkMethod;
}

/**
 * Which handoff a message belongs to, tried in the order token, replied message, reference code, business-scoped id,
 * number. Undefined when there is none, when its look-back is over, or when it was claimed and the sender is neither known
 * to be the invitee nor the contact who claimed it.
 */
export async function findClaim(deps: ClaimDeps, message: InboundMessage, contact: Contact | undefined): Promise<Claim | undefined> {
  const sender = await senderOf(deps, message);
  for await (const candidate of candidates(deps, message, contact, sender)) {
    const [found] = (await deps.store.load([{ kind: 'handoff', id: candidate.id }])) as (Versioned<Handoff> | undefined)[];
    if (!found || isOver(found.value, deps.clock.nowMs())) continue;
    const who = relationOf(sender, found.value);
    if (found.value.claim && who !== 'invitee' && !(await isClaimant(deps, sender, found.value.claim.chatId))) continue;
    const { method } = candidate;
    const again = found.value.claim !== undefined;
    return { handoff: found.value, version: found.version, method, confidence: confidenceOf(method, who), again };
  }
  return undefined;
}

/** Who writes, as far as number and business-scoped id tell. */
interface Sender {
  readonly byNumber?: ContactId;
  /** The contact that the business-scoped id is known to be, and what is remembered of it. */
  readonly byScopedId?: ContactId;
  readonly known?: Contact;
  /** The contact their chat belongs to. */
  readonly own: ContactId;
}

async function senderOf(deps: ClaimDeps, { from }: InboundMessage): Promise<Sender> {
  const known = from.scopedUserId === undefined ? undefined : await deps.store.resolve(scopedUserName(from.scopedUserId));
  const pointed = parseId('p', known ?? '');
  const contact = pointed && (await knownContact(deps, pointed));
  // An administrator said that they are two people.
  const isSomebodyElse = contact?.apart?.includes(contactIdOf(deps.keyring, { ...from, phone: '' })) === true;
  const byScopedId = isSomebodyElse ? undefined : pointed;
  const byNumber = from.phone === undefined ? undefined : contactIdOf(deps.keyring, from);
  return {
    ...(byNumber && { byNumber }),
    ...(byScopedId && { byScopedId }),
    ...(byScopedId && contact && { known: contact }),
    own: byNumber ?? byScopedId ?? contactIdOf(deps.keyring, from),
  };
}

/** Whether the sender is who was written to. `unknown`: neither a number nor an id that we have met. */
type Relation = 'invitee' | 'other' | 'unknown';

function relationOf({ byNumber, byScopedId }: Sender, { inviteeId }: Handoff): Relation {
  if (byNumber === inviteeId || byScopedId === inviteeId) return 'invitee';
  return byNumber === undefined && byScopedId === undefined ? 'unknown' : 'other';
}

/** Is it the same contact whose chat claimed the handoff? Nothing is shown to them that they have not seen. */
async function isClaimant(deps: ClaimDeps, { own }: Sender, chatId: ChatId): Promise<boolean> {
  const [chat] = (await deps.store.load([{ kind: 'chat', id: chatId }])) as (Versioned<{ contactId?: ContactId }> | undefined)[];
  return chat?.value.contactId === own;
}

function isOver(handoff: Handoff, nowMs: number): boolean {
  return handoff.expiredAtMs !== undefined || handoff.withdrawnAtMs !== undefined || handoff.lookBackUntilMs <= nowMs;
}

async function* candidates(
  deps: ClaimDeps,
  message: InboundMessage,
  contact: Contact | undefined,
  sender: Sender,
): AsyncGenerator<Candidate> {
  const button = readInviteButton(deps.keyring, message.buttonPayload);
  if (button) yield { id: button.handoffId, method: 'button-token' };
  if (message.repliedMessageId) yield* named(deps, messageName(message.repliedMessageId), 'replied-message');
  for (const code of findReferenceCodes(message.text)) yield* named(deps, codeName(code), 'reference-code');
  if (sender.byScopedId) {
    for (const waiting of newestFirst(sender.known)) yield { id: waiting.handoffId, method: 'scoped-user-id' };
  }
  if (message.from.phone) for (const waiting of newestFirst(contact)) yield { id: waiting.handoffId, method: 'number' };
}

async function* named(deps: ClaimDeps, name: string, method: LinkMethod): AsyncGenerator<Candidate> {
  const id = parseId('h', (await deps.store.resolve(name)) ?? '');
  if (id) yield { id, method };
}

async function knownContact(deps: ClaimDeps, id: ContactId): Promise<Contact | undefined> {
  const [found] = await deps.store.load([{ kind: 'contact', id }]);
  return found?.value as Contact | undefined;
}

function newestFirst(contact: Contact | undefined): Contact['waiting'] {
  return [...(contact?.waiting ?? [])].reverse();
}

/**
 * The token is signed and was given to the invitee alone, and who replies to a message has received it; a code can be
 * read aloud or passed on, so it is sure only from the number that was invited.
 */
function confidenceOf(method: LinkMethod, who: Relation): LinkConfidence {
  if (method === 'button-token' || method === 'scoped-user-id') return 'certain';
  if (method === 'replied-message') return who === 'other' ? 'likely' : 'certain';
  return method === 'reference-code' && who === 'invitee' ? 'certain' : 'likely';
}

/**
 * What a claim adds to the commit that opens the chat. A handoff of another shard is not written here: the event
 * carries the claim over, and `settleClaim` applies it there.
 */
export function claimChanges(
  claim: Claim,
  into: { readonly chatId: ChatId; readonly shard: number; readonly nowMs: number },
): { readonly writes: readonly RecordWrite[]; readonly events: readonly NewEvent[]; readonly timers: readonly TimerWrite[] } {
  const events = claimEvents(claim, into);
  if (claim.again || shardOfId(claim.handoff.id) !== into.shard) return { writes: [], events, timers: [] };
  return { writes: [claimWrite(claim, into)], events, timers: endTimers(claim.handoff.id) };
}

/** Who wrote is neither given up nor reminded. */
function endTimers(id: HandoffId): readonly TimerWrite[] {
  return ['expire', 'remind'].map((what) => ({ id: `${what}:${id}`, atMs: null }));
}

function claimWrite(claim: Claim, into: { readonly chatId: ChatId; readonly nowMs: number }): RecordWrite {
  const value: Handoff = {
    ...claim.handoff,
    claim: { chatId: into.chatId, atMs: into.nowMs, method: claim.method, confidence: claim.confidence },
  };
  return {
    ref: { kind: 'handoff', id: claim.handoff.id },
    expectedVersion: claim.version,
    value,
    ttlSeconds: handoffTtlSeconds(value, into.nowMs),
  };
}

function claimEvents(claim: Claim, into: { readonly chatId: ChatId; readonly nowMs: number }): readonly NewEvent[] {
  const { handoff } = claim;
  const common = {
    atMs: into.nowMs,
    contactId: handoff.contactId,
    callId: handoff.callId,
    handoffId: handoff.id,
    chatId: into.chatId,
    flow: handoff.flow,
    step: handoff.step,
    entryNumber: handoff.card.entryNumber,
    language: handoff.language,
    ...(handoff.intent !== undefined && { intent: handoff.intent }),
  };
  const how = { method: claim.method, confidence: claim.confidence };
  if (claim.again) return [{ ...common, type: 'chat.returned', data: how }];
  return [
    { ...common, type: 'handoff.engaged', data: { afterMs: into.nowMs - handoff.requestedAtMs } },
    { ...common, type: 'handoff.linked', data: how },
  ];
}

/** Applies a claim that another shard's commit announced (`handoff.linked`). Doing it twice changes nothing. */
export async function settleClaim(
  deps: ClaimDeps,
  announced: { handoffId: HandoffId; chatId: ChatId; method: LinkMethod; confidence: LinkConfidence },
): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const [found] = (await deps.store.load([{ kind: 'handoff', id: announced.handoffId }])) as (Versioned<Handoff> | undefined)[];
    if (!found || found.value.claim) return;
    const nowMs = deps.clock.nowMs();
    const claim: Claim = {
      handoff: found.value,
      version: found.version,
      method: announced.method,
      confidence: announced.confidence,
      again: false,
    };
    const result = await deps.store.commit({
      shard: shardOfId(announced.handoffId) ?? 0,
      writes: [claimWrite(claim, { chatId: announced.chatId, nowMs })],
      timers: endTimers(announced.handoffId),
    });
    if (result.kind !== 'conflict') return;
  }
}
