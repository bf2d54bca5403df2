import type { DomainEvent } from '../base/events.ts';
import type { Count } from './funnel.ts';

/** What became of one call that was promised, on the phone or in a chat. */
export interface CallbackTrack {
  bookedAtMs: number;
  placed: boolean;
  connected: boolean;
  /** How it ended; absent: it is still to be made. */
  ending?: string;
}

/** The calls that were promised in a span; a call that was changed to another time counts as two, the first of them cancelled. */
export interface CallbackCounts {
  readonly asked: number;
  /** Of those, the customer's phone was rung at least once. */
  readonly placed: number;
  /** Customer and agent talked. */
  readonly connected: number;
  /** How the others ended; what is in none of them is still to be made. */
  readonly failed: Count[];
}

/** Takes over an event of a callback. In any order, any number of times, the result is the same. */
export function foldCallback(tracks: Map<string, CallbackTrack>, { type, atMs, data }: DomainEvent): void {
  const id = data?.callbackId;
  if (!type.startsWith('callback.') || typeof id !== 'string') return;
  const track = tracks.get(id) ?? { bookedAtMs: Number.POSITIVE_INFINITY, placed: false, connected: false };
  tracks.set(id, track);
  if (type === 'callback.booked') track.bookedAtMs = Math.min(track.bookedAtMs, atMs);
  if (type === 'callback.agent-answered') track.placed = true;
  if (type === 'callback.connected') track.connected = true;
  if (type === 'callback.closed') track.ending = typeof data?.reason === 'string' ? data.reason : 'unknown';
}

/** Those that were promised in the span. Pure. */
export function countCallbacks(tracks: ReadonlyMap<string, CallbackTrack>, inSpan: (atMs: number) => boolean): CallbackCounts {
  const all = [...tracks.values()].filter(({ bookedAtMs }) => inSpan(bookedAtMs));
  const failed = new Map<string, number>();
  for (const { connected, ending } of all) if (!connected && ending !== undefined) failed.set(ending, (failed.get(ending) ?? 0) + 1);
  return {
    asked: all.length,
    placed: all.filter(({ placed }) => placed).length,
    connected: all.filter(({ connected }) => connected).length,
    failed: [...failed].map(([id, journeys]) => ({ id, journeys })).sort((a, b) => b.journeys - a.journeys || (a.id < b.id ? -1 : 1)),
  };
}
