import type { ChatTrack, EntryTrack, Journeys } from './fold-journeys.ts';
import { happened, notesOf, type Track } from './track.ts';

/** What became of those who came through one other door: apart from calls, and in none of their rates. */
export interface EntryCount {
  readonly kind: EntryTrack['kind'];
  /** Of a link; absent where we wrote first. */
  readonly code?: string;
  /** Invites asked for, or chats in which the code was used. */
  readonly started: number;
  /** Invites only. */
  readonly delivered?: number;
  readonly chats: number;
  readonly assigned: number;
  readonly replied: number;
  readonly closed: number;
  readonly confirmed: number;
}

interface Reached {
  /** We wrote first. */
  readonly invited: boolean;
  readonly delivered: boolean;
  readonly chat: boolean;
  readonly since: (type: 'chat.assigned' | 'chat.replied' | 'chat.closed' | 'chat.confirmed') => boolean;
}

function ofChats(chats: readonly ChatTrack[], fromMs: number): Reached['since'] {
  return (type) => chats.some((chat) => (chat.lastMs.get(type) ?? Number.NEGATIVE_INFINITY) >= fromMs);
}

function reachedBy(journeys: Journeys, track: EntryTrack): Reached {
  if (track.handoffId === undefined) {
    const chat = journeys.chats.get(track.chatId ?? '');
    return { invited: false, delivered: false, chat: true, since: ofChats(chat ? [chat] : [], track.atMs) };
  }
  const handoff: Track | undefined = journeys.handoffs.get(track.handoffId);
  if (!handoff) return { invited: true, delivered: false, chat: false, since: () => false };
  const linked = happened(handoff, 'handoff.linked');
  const chats = linked ? notesOf(handoff, 'chat').flatMap((id) => journeys.chats.get(id) ?? []) : [];
  const delivered = happened(handoff, 'handoff.delivered') || happened(handoff, 'handoff.read') || happened(handoff, 'handoff.engaged');
  return { invited: true, delivered, chat: linked, since: ofChats(chats, handoff.atMs) };
}

/** Those who came in the span, by door: where we wrote first, then each link, the most used first. Pure. */
export function countEntries(journeys: Journeys, inSpan: (atMs: number) => boolean): EntryCount[] {
  const groups = new Map<string, { readonly first: EntryTrack; readonly all: Reached[] }>();
  for (const track of journeys.entries.values()) {
    if (!inSpan(track.atMs)) continue;
    const key = `${track.kind}:${track.code ?? ''}`;
    const group = groups.get(key) ?? { first: track, all: [] };
    group.all.push(reachedBy(journeys, track));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, all }) => countOf(first, all)).sort(byUse);
}

function countOf({ kind, code }: EntryTrack, all: readonly Reached[]): EntryCount {
  const count = (test: (reached: Reached) => boolean) => all.filter(test).length;
  return {
    kind,
    ...(code !== undefined && { code }),
    started: all.length,
    ...(all.some(({ invited }) => invited) && { delivered: count(({ delivered }) => delivered) }),
    chats: count(({ chat }) => chat),
    assigned: count(({ since }) => since('chat.assigned')),
    replied: count(({ since }) => since('chat.replied')),
    closed: count(({ since }) => since('chat.closed')),
    confirmed: count(({ since }) => since('chat.confirmed')),
  };
}

function byUse(a: EntryCount, b: EntryCount): number {
  const links = Number(a.code !== undefined) - Number(b.code !== undefined);
  return links || b.started - a.started || ((a.code ?? '') < (b.code ?? '') ? -1 : 1);
}
