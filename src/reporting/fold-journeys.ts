import type { DomainEvent } from '../base/events.ts';
import { isAfterCallHandoff } from '../base/ids.ts';
import { type CallbackTrack, foldCallback } from './count-callbacks.ts';
import { emptyTrack, mark, note, type Track } from './track.ts';

/** What happened in a chat, and when it last did: a chat can serve several calls, one after the other. */
export interface ChatTrack {
  readonly lastMs: Map<DomainEvent['type'], number>;
  openedAtMs: number;
  disposition?: { readonly text: string; readonly atMs: number };
  /** The last answer to how it was. */
  rated?: { readonly positive: boolean; readonly atMs: number };
  linked: boolean;
  /** It began with a voice message. */
  spoken?: true;
}

/** Somebody came through a link, a QR code or a button, another IVR invited somebody, or a message followed a call. */
export interface EntryTrack {
  readonly kind: 'api' | 'recovery' | 'missed-call' | 'callback' | 'link' | 'qr' | 'button';
  readonly code?: string;
  atMs: number;
  /** Of an invite of another IVR, or of a message after a call. */
  readonly handoffId?: string;
  readonly chatId?: string;
}

/** Every call, handoff and chat of some span of time, folded from the event log. */
export interface Journeys {
  readonly calls: Map<string, Track>;
  readonly handoffs: Map<string, Track>;
  readonly chats: Map<string, ChatTrack>;
  /** By handoff, or by chat and code: whoever uses a code twice in a chat came once. */
  readonly entries: Map<string, EntryTrack>;
  readonly callbacks: Map<string, CallbackTrack>;
  /** Contacts that asked not to be written to. */
  readonly optedOut: Set<string>;
}

export function emptyJourneys(): Journeys {
  return { calls: new Map(), handoffs: new Map(), chats: new Map(), entries: new Map(), callbacks: new Map(), optedOut: new Set() };
}

function entry<V>(map: Map<string, V>, id: string, make: () => V): V {
  const found = map.get(id);
  if (found !== undefined) return found;
  const made = make();
  map.set(id, made);
  return made;
}

function text(event: DomainEvent, field: string): string | undefined {
  const value = event.data?.[field];
  return typeof value === 'string' ? value : undefined;
}

function reasonsOf(event: DomainEvent): string[] {
  const reasons = event.data?.reasons;
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason) => (typeof reason === 'string' ? reason : String((reason as { rule?: unknown } | null)?.rule ?? 'unknown')));
}

function foldCall(journeys: Journeys, event: DomainEvent, callId: string): void {
  const track = entry(journeys.calls, callId, emptyTrack);
  mark(track, event);
  if (event.type === 'call.started') foldStarted(track, event);
  if (event.type === 'offer.withheld') for (const reason of reasonsOf(event)) note(track, 'reason', reason);
  if (event.type === 'recovery.withheld') for (const reason of reasonsOf(event)) note(track, 'unwritten', reason);
  if (event.type === 'call.step' && event.data?.personAsked === true) note(track, 'flag', 'person-asked');
  if (event.type === 'offer.declined' && event.data?.person === true) note(track, 'flag', 'person-asked');
  if (event.type === 'call.ended' && event.data?.reachedPerson === true) note(track, 'flag', 'reached-person');
  if (event.type === 'call.connected') foldConnected(track, event);
  if (event.contactId) note(track, 'contact', event.contactId);
  if (event.handoffId) note(track, 'handoff', event.handoffId);
}

function foldStarted(track: Track, { atMs, flow }: DomainEvent): void {
  track.atMs = Math.min(track.atMs, atMs);
  if (flow !== undefined) note(track, 'flow', flow.split('@', 1)[0] ?? flow);
}

function foldConnected(track: Track, event: DomainEvent): void {
  const { afterAskedMs } = event.data ?? {};
  note(track, 'flag', 'reached-person');
  if (typeof afterAskedMs === 'number' && afterAskedMs < 180_000) note(track, 'flag', 'soon');
}

function foldHandoff(journeys: Journeys, event: DomainEvent, handoffId: string): void {
  const track = entry(journeys.handoffs, handoffId, emptyTrack);
  mark(track, event);
  if (event.type === 'handoff.engaged') track.atMs = Math.min(track.atMs, event.atMs);
  if (event.type === 'handoff.failed') note(track, 'failure', text(event, 'class') ?? 'unknown');
  if (event.type === 'handoff.fellback') note(track, 'fallback', text(event, 'kind') ?? 'unknown');
  if (event.type === 'handoff.linked') note(track, 'method', text(event, 'method') ?? 'unknown');
  if (event.contactId) note(track, 'contact', event.contactId);
  if (event.chatId) note(track, 'chat', event.chatId);
}

function foldChat(journeys: Journeys, event: DomainEvent, chatId: string): void {
  const track = entry<ChatTrack>(journeys.chats, chatId, () => ({
    lastMs: new Map(),
    openedAtMs: Number.POSITIVE_INFINITY,
    linked: false,
  }));
  track.lastMs.set(event.type, Math.max(track.lastMs.get(event.type) ?? 0, event.atMs));
  if (event.type === 'chat.opened') track.openedAtMs = Math.min(track.openedAtMs, event.atMs);
  if (event.type === 'chat.opened' && event.data?.voicemail === true) track.spoken = true;
  if (event.handoffId) track.linked = true;
  if (event.type === 'chat.rated' && event.atMs >= (track.rated?.atMs ?? 0)) {
    track.rated = { positive: event.data?.positive === true, atMs: event.atMs };
  }
  if (event.type === 'chat.closed' && event.atMs >= (track.disposition?.atMs ?? 0)) {
    track.disposition = { text: text(event, 'disposition') ?? 'unknown', atMs: event.atMs };
  }
}

/** Doors through which we write first. */
const INVITED = ['api', 'recovery', 'missed-call', 'callback'] as const;

function foldEntry(journeys: Journeys, { type, atMs, chatId, handoffId, data }: DomainEvent): void {
  const add = (key: string, made: EntryTrack) => {
    const track = entry(journeys.entries, key, () => made);
    track.atMs = Math.min(track.atMs, atMs);
  };
  const invited = type === 'handoff.requested' && INVITED.find((each) => each === data?.entry);
  if (invited && handoffId) add(handoffId, { kind: invited, atMs, handoffId });
  if (type !== 'entry.used' || !chatId || typeof data?.code !== 'string') return;
  const kind = data.medium === 'qr' || data.medium === 'button' ? data.medium : 'link';
  add(`${chatId}:${data.code}`, { kind, code: data.code, atMs, chatId });
}

/** Adds an event to the journeys. In any order, any number of times, the result is the same. */
export function foldEvent(journeys: Journeys, event: DomainEvent): void {
  const { callId, handoffId, chatId, contactId } = event;
  foldEntry(journeys, event);
  foldCallback(journeys.callbacks, event);
  if (event.type === 'contact.opted-out' && contactId) journeys.optedOut.add(contactId);
  // The call is a new journey; the handoff is that of the journey before.
  const isReturn = event.type === 'call.returned';
  // What follows a call that ended too early is a door of its own, and makes nothing of the call a success.
  const isAfterCall = handoffId !== undefined && isAfterCallHandoff(handoffId);
  if (callId && !isAfterCall) foldCall(journeys, isReturn ? without(event, 'handoffId') : event, callId);
  if (handoffId) foldHandoff(journeys, isReturn ? without(event, 'callId') : event, handoffId);
  if (chatId) foldChat(journeys, event, chatId);
}

function without(event: DomainEvent, field: 'handoffId' | 'callId'): DomainEvent {
  const { [field]: _, ...rest } = event;
  return rest;
}
