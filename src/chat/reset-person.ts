import type { RecordWrite, Versioned } from '../base/changes.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import { type ContactId, shardOfId } from '../base/ids.ts';
import type { Callback } from '../callbacks/callback.ts';
import type { Contact } from '../contacts/contact.ts';
import { limitsOf, withoutLimits } from '../contacts/forgive-limits.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import { isPending, withdrawn } from '../handoff/expire-handoff.ts';
import { type Handoff, handoffTtlSeconds } from '../handoff/handoff.ts';
import { withPendingCallback } from './answer-callback-wait.ts';
import { moveToRelease, restartBot } from './bot-turns.ts';
import { type Refusal, refuse } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { addEvent, type ChatDraft, changesOf, draftOf } from './chat-draft.ts';
import { contactAfter } from './end-chat.ts';
import { botEffect, findResets, type ResetItem, type ResetStand, staleMarks } from './find-resets.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { tellDesk } from './tell-customer.ts';

export interface WantedReset {
  readonly contactId: ContactId;
  readonly items: readonly ResetItem[];
  readonly reason: string;
  /** Who wants it: user id, and the name that colleagues read. */
  readonly by: { readonly userId: string; readonly name: string };
}

export interface ResetDone {
  readonly kind: 'reset';
  readonly items: readonly ResetItem[];
}

/**
 * Resets what was chosen of a person's live session. Thread, consent, opt-outs, promised calls and a call that is on now
 * are not touched. One commit in each shard that has something of theirs, that of the record which goes on last: stopped in
 * between, the rest is still there to be chosen. Refused with contact-not-found, reset-changed (something of it is not
 * there any more: nothing is changed). Throws `conflict`, `store-unavailable`.
 */
export async function resetPerson(deps: ReceiveDeps, wanted: WantedReset): Promise<ResetDone | Refusal> {
  const stand = await findResets(deps, wanted.contactId);
  if (!stand) return refuse('contact-not-found');
  const items = [...new Set(wanted.items)];
  const offered = new Set(stand.options.map(({ item }) => item));
  if (items.some((item) => !offered.has(item))) return refuse('reset-changed');
  const head = stand.records[0]?.id ?? wanted.contactId;
  const shards = shardsOf(stand, items).toSorted((a, b) => Number(a === shardOfId(head)) - Number(b === shardOfId(head)));
  for (const shard of shards) await resetShard(deps, shard, stand, { ...wanted, contactId: head, items });
  deps.log.info(
    {
      audit: 'person.reset',
      contactId: head,
      ...(stand.chat && { chatId: stand.chat.id }),
      items,
      userId: wanted.by.userId,
      pii: { reason: wanted.reason },
    },
    'a person’s live session was reset at the desk',
  );
  return { kind: 'reset', items };
}

/** The shards that hold something which is to change. */
function shardsOf({ records, chat, handoffs }: ResetStand, items: readonly ResetItem[]): readonly number[] {
  const ids = [
    ...records.map(({ id }) => id),
    ...(chat && items.includes('bot') ? [chat.id] : []),
    ...(items.includes('handoffs') ? handoffs.map(({ id }) => id) : []),
  ];
  return [...new Set(ids.map((id) => shardOfId(id) ?? 0))];
}

interface Found {
  readonly contacts: readonly Versioned<Contact>[];
  readonly handoffs: readonly Versioned<Handoff>[];
  readonly chat: Versioned<Chat> | undefined;
  /** What marks of these people name. */
  readonly chats: ReadonlyMap<string, Chat>;
  readonly callbacks: ReadonlyMap<string, Callback>;
}

function resetShard(deps: ReceiveDeps, shard: number, stand: ResetStand, wanted: WantedReset): Promise<void> {
  return decideAndCommit<void>(deps.store, async () => {
    const found = await loadShard(deps, shard, stand);
    const nowMs = deps.clock.nowMs();
    const { items } = wanted;
    const handoffs = items.includes('handoffs') ? found.handoffs.filter(({ value }) => isPending(value, nowMs)) : [];
    const ends = handoffs.map(({ value }) => withdrawn(value, nowMs, 'desk'));
    const draft = items.includes('bot') ? await resetBot(deps, found, nowMs, wanted) : undefined;
    const contacts = found.contacts.map((each) => ({ ...each, after: contactWithout(each.value, found, stand, wanted, nowMs) }));
    const writes: RecordWrite[] = [
      ...contacts.flatMap(({ value, version, after }) => writeOf(value, version, afterBot(after, draft))),
      ...ends.map(({ handoff }, n) => ({
        ref: { kind: 'handoff', id: handoff.id } as const,
        expectedVersion: handoffs[n]?.version ?? 0,
        value: handoff,
        ttlSeconds: handoffTtlSeconds(handoff, nowMs),
      })),
    ];
    if (writes.length === 0 && !draft) return { outcome: undefined };
    const told = resetEvent(stand, wanted, nowMs, draft);
    const events = [...ends.flatMap((end) => end.events), told];
    const timers = ends.flatMap((end) => end.timers);
    if (!draft) return { outcome: undefined, changes: { shard, writes, timers, events } };
    draft.writes.push(...writes);
    draft.timers.push(...timers);
    draft.events.push(...events);
    return { outcome: undefined, changes: changesOf(draft) };
  });
}

async function loadShard(deps: ReceiveDeps, shard: number, stand: ResetStand): Promise<Found> {
  const here = <T extends { readonly id: string }>(all: readonly T[]) =>
    all.filter(({ id }) => shardOfId(id) === shard).map(({ id }) => id);
  const chatIds = here(stand.chat ? [stand.chat] : []);
  const contactIds = here(stand.records);
  const handoffIds = here(stand.handoffs);
  const [contacts, chats, handoffs] = await Promise.all([
    deps.store.load(contactIds.map((id) => ({ kind: 'contact', id }))) as Promise<(Versioned<Contact> | undefined)[]>,
    deps.store.load(chatIds.map((id) => ({ kind: 'chat', id }))) as Promise<(Versioned<Chat> | undefined)[]>,
    deps.store.load(handoffIds.map((id) => ({ kind: 'handoff', id }))) as Promise<(Versioned<Handoff> | undefined)[]>,
  ]);
  const known = contacts.filter((each) => each !== undefined);
  const named = <T>(kind: 'chat' | 'callback', ids: readonly string[]) => loadNamed<T>(deps, kind, ids);
  return {
    contacts: known,
    handoffs: handoffs.filter((each) => each !== undefined),
    chat: chats[0],
    chats: await named<Chat>(
      'chat',
      known.flatMap(({ value }) => value.openChatId ?? []),
    ),
    callbacks: await named<Callback>(
      'callback',
      known.flatMap(({ value }) => value.pendingCallback?.callbackId ?? []),
    ),
  };
}

async function loadNamed<T>({ store }: ReceiveDeps, kind: 'chat' | 'callback', ids: readonly string[]): Promise<Map<string, T>> {
  const found = ids.length === 0 ? [] : ((await store.load(ids.map((id) => ({ kind, id })))) as (Versioned<T> | undefined)[]);
  return new Map(ids.flatMap((id, n) => (found[n] ? [[id, found[n].value] as const] : [])));
}

/** The bot's place is forgotten; where it may speak and no human has the chat, it begins at once. Undefined: nothing to do here. */
async function resetBot(deps: ReceiveDeps, { chat, contacts }: Found, nowMs: number, { by }: WantedReset): Promise<ChatDraft | undefined> {
  const effect = chat && botEffect(chat.value, nowMs);
  if (!chat || !effect) return undefined;
  const draft = draftOf(chat.value, chat.version, nowMs);
  tellDesk(draft, 'sessionReset', { by: by.name });
  if (effect === 'later' || effect === 'handed-back') moveToRelease(deps, draft);
  else {
    const { queuedAtMs: _, whoAsked: __, ...rest } = draft.chat;
    draft.chat = { ...rest, state: 'bot' };
    await restartBot(deps, draft, contacts.find(({ value }) => value.id === rest.contactId)?.value);
  }
  return draft;
}

/** The record without what was chosen. Pure. */
function contactWithout(contact: Contact, found: Found, stand: ResetStand, { items }: WantedReset, nowMs: number): Contact {
  const chosen = new Set<string>(items);
  const limits = limitsOf(contact, nowMs);
  const touched = new Set(Object.keys(limits).filter((limit) => chosen.has(limit)));
  const lighter = touched.size > 0 ? withoutLimits(contact, touched) : contact;
  const gone = new Set<string>(chosen.has('handoffs') ? stand.handoffs.map(({ id }) => id) : []);
  const waiting = lighter.waiting.filter(({ handoffId }) => !gone.has(handoffId));
  const freed = waiting.length < lighter.waiting.length ? { ...lighter, waiting } : lighter;
  return chosen.has('holds') && staleMarks(contact, found.chats, found.callbacks) > 0 ? withoutStale(freed, found) : freed;
}

function withoutStale(contact: Contact, { chats, callbacks }: Found): Contact {
  const { openChatId, pendingCallback, ...rest } = contact;
  const isOn = (found: { readonly state: string } | undefined) => found !== undefined && found.state !== 'closed';
  return {
    ...rest,
    ...(openChatId !== undefined && isOn(chats.get(openChatId)) && { openChatId }),
    ...(pendingCallback && isOn(callbacks.get(pendingCallback.callbackId)) && { pendingCallback }),
  };
}

/** What the bot's turn made of the record of who writes. Pure. */
function afterBot(contact: Contact, draft: ChatDraft | undefined): Contact {
  if (draft?.chat.contactId !== contact.id) return contact;
  const { closed } = draft.chat;
  return closed ? contactAfter(contact, draft, closed.disposition) : withPendingCallback(contact, draft);
}

function writeOf(before: Contact, version: number, after: Contact): readonly RecordWrite[] {
  if (after === before) return [];
  return [{ ref: { kind: 'contact', id: after.id }, expectedVersion: version, value: after, ttlSeconds: CONTACT_TTL_SECONDS }];
}

/** What was reset in this shard, by whom and why. */
function resetEvent({ records }: ResetStand, wanted: WantedReset, atMs: number, draft: ChatDraft | undefined): NewEvent {
  const data = { items: wanted.items, by: wanted.by.userId, reason: wanted.reason, records: records.map(({ id }) => id) };
  if (!draft) return { type: 'person.reset', atMs, contactId: wanted.contactId, data };
  addEvent(draft, 'person.reset', data);
  return draft.events.pop() as NewEvent;
}
