import type { Store, Versioned } from '../base/changes.ts';
import type { CallId, ContactId, HandoffId } from '../base/ids.ts';
import type { Callback } from '../callbacks/callback.ts';
import type { Contact } from '../contacts/contact.ts';
import { LIMITS, type Limit, limitsOf } from '../contacts/forgive-limits.ts';
import { isPending } from '../handoff/expire-handoff.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { type Chat, isSilenced } from './chat.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { serviceWindow } from './service-window.ts';

/** What of a person can be reset. */
export type ResetItem = 'bot' | 'handoffs' | 'holds' | Limit;

/** One thing that can be reset now, and what will happen. */
export interface ResetOption {
  readonly item: ResetItem;
  /** Which of its consequences it has: the pages word it. */
  readonly effect: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A person as the desk may help them on. */
export interface ResetStand {
  /** Every record of the person; the first is the one that goes on. */
  readonly records: readonly Contact[];
  /** Their open chat. */
  readonly chat?: Chat;
  /** Handoffs that wait for them and belong to no call that is on now. */
  readonly handoffs: readonly Handoff[];
  /** They are on the phone now. */
  readonly onCall: boolean;
  readonly optedOut: boolean;
  readonly options: readonly ResetOption[];
}

type Deps = Pick<ReceiveDeps, 'store' | 'clock' | 'flows'>;

/** As much of a call as matters here: is it still on? */
interface CallRecord {
  readonly ended?: unknown;
}

/** What stands in a person's way now, and what of it can be reset. Undefined: nobody is known by this id. */
export async function findResets(deps: Deps, id: ContactId): Promise<ResetStand | undefined> {
  const records = await recordsOf(deps.store, id);
  if (records.length === 0) return undefined;
  const nowMs = deps.clock.nowMs();
  const [chats, handoffs, callbacks] = await Promise.all([
    loadAll<Chat>(
      deps.store,
      'chat',
      records.map(({ openChatId }) => openChatId),
    ),
    loadAll<Handoff>(deps.store, 'handoff', records.flatMap(handoffsOf)),
    loadAll<Callback>(
      deps.store,
      'callback',
      records.map(({ pendingCallback }) => pendingCallback?.callbackId),
    ),
  ]);
  const calls = records.flatMap((record) => record.calls.map(({ callId }) => callId));
  const live = await liveCalls(deps.store, [...calls, ...[...handoffs.values()].map(({ callId }) => callId)]);
  const pending = [...handoffs.values()].filter((handoff) => isPending(handoff, nowMs) && !live.has(handoff.callId));
  const chat = [...chats.values()].find(({ state }) => state !== 'closed');
  const stale = records.reduce((count, record) => count + staleMarks(record, chats, callbacks), 0);
  return {
    records,
    ...(chat && { chat }),
    handoffs: pending,
    onCall: calls.some((callId) => live.has(callId)),
    optedOut: records.some(({ optedOut }) => optedOut !== undefined),
    options: [
      ...(chat ? await botOption(deps, chat, nowMs) : []),
      ...(pending.length > 0 ? [option('handoffs', { count: pending.length })] : []),
      ...(stale > 0 ? [option('holds', { count: stale })] : []),
      ...limitOptions(records, nowMs),
    ],
  };
}

function option(item: ResetItem, values: ResetOption['values'] = {}, effect: string = item): ResetOption {
  return { item, effect, values };
}

/** The record that goes on, then those that were joined to it. */
async function recordsOf(store: Store, id: ContactId): Promise<readonly Contact[]> {
  const own = (await loadAll<Contact>(store, 'contact', [id])).get(id);
  if (!own) return [];
  const head = own.mergedInto ? ((await loadAll<Contact>(store, 'contact', [own.mergedInto])).get(own.mergedInto) ?? own) : own;
  const names = (head.merged ?? []).map(({ contactId }) => contactId);
  const others = await loadAll<Contact>(store, 'contact', names);
  return [head, ...[...others.values()].filter((record) => record.id !== head.id)];
}

async function loadAll<T>(
  store: Store,
  kind: 'contact' | 'chat' | 'handoff' | 'callback' | 'call',
  wanted: readonly (string | undefined)[],
): Promise<Map<string, T>> {
  const ids = [...new Set(wanted.filter((id) => id !== undefined))];
  if (ids.length === 0) return new Map();
  const found = (await store.load(ids.map((id) => ({ kind, id })))) as (Versioned<T> | undefined)[];
  return new Map(ids.flatMap((id, n) => (found[n] ? [[id, found[n].value] as const] : [])));
}

/** One that was just asked for waits for nobody yet, and is known as the last accepted. */
function handoffsOf({ waiting, lastAccepted }: Contact): readonly HandoffId[] {
  return [...waiting.map(({ handoffId }) => handoffId), ...(lastAccepted ? [lastAccepted.handoffId] : [])];
}

async function liveCalls(store: Store, ids: readonly CallId[]): Promise<ReadonlySet<string>> {
  const calls = await loadAll<CallRecord>(store, 'call', ids);
  return new Set([...calls].filter(([, call]) => call.ended === undefined).map(([id]) => id));
}

/** Marks that keep a person from being written to because of a chat or a promised call that is over or gone. Pure. */
export function staleMarks(
  record: Pick<Contact, 'openChatId' | 'pendingCallback'>,
  chats: ReadonlyMap<string, Pick<Chat, 'state'>>,
  callbacks: ReadonlyMap<string, Pick<Callback, 'state'>>,
): number {
  const { openChatId, pendingCallback } = record;
  const isOver = (found: { readonly state: string } | undefined) => !found || found.state === 'closed';
  return (
    Number(openChatId !== undefined && isOver(chats.get(openChatId))) +
    Number(pendingCallback !== undefined && isOver(callbacks.get(pendingCallback.callbackId)))
  );
}

/** Which consequence beginning anew has for this chat; undefined: the bot could say nothing, and the chat would be lost to all. Pure. */
export function botEffect(chat: Chat, nowMs: number): 'now' | 'leaves-queue' | 'later' | 'handed-back' | undefined {
  const mayWrite = !isSilenced(chat) && serviceWindow(chat.lastInboundAtMs, nowMs).open;
  if (chat.state === 'assigned') return chat.snapshot ? 'handed-back' : undefined;
  if (chat.state === 'waiting') return mayWrite ? 'leaves-queue' : undefined;
  if (chat.state !== 'bot') return undefined;
  return mayWrite ? 'now' : chat.snapshot && 'later';
}

async function botOption({ flows }: Deps, chat: Chat, nowMs: number): Promise<readonly ResetOption[]> {
  const effect = botEffect(chat, nowMs);
  if (!effect) return [];
  const step = chat.wait && 'step' in chat.wait ? chat.wait.step : '';
  const isGone = (await flows.find(chat.flow)) === undefined;
  return [option('bot', { step, flow: chat.flow, team: chat.team ?? '', gone: Number(isGone) }, `bot.${effect}`)];
}

function limitOptions(records: readonly Contact[], nowMs: number): readonly ResetOption[] {
  const found = records.map((record) => limitsOf(record, nowMs));
  return LIMITS.flatMap((limit) => {
    const values = found.flatMap((each) => each[limit] ?? []);
    if (values.length === 0) return [];
    return [option(limit, limit === 'unreachable' ? { untilMs: Math.max(...values) } : { count: Math.max(...values) })];
  });
}
