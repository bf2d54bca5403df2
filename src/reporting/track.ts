import type { DomainEvent, EventType } from '../base/events.ts';

/** The events that a journey is counted by; a track has one bit for each. */
const COUNTED = [
  'call.started',
  'call.queued',
  'call.connected',
  'call.abandoned',
  'call.failed-over',
  'call.ended',
  'call.returned',
  'offer.withheld',
  'offer.made',
  'offer.accepted',
  'offer.declined',
  'offer.ignored',
  'offer.abandoned',
  'consent.recorded',
  'handoff.requested',
  'handoff.sent',
  'handoff.delivered',
  'handoff.read',
  'handoff.failed',
  'handoff.engaged',
  'handoff.linked',
  'handoff.expired',
  'handoff.withdrawn',
  'contact.opted-out',
  'call.missed',
  'voicemail.left',
] as const satisfies readonly EventType[];
export type CountedType = (typeof COUNTED)[number];
/** What a track notes beside the events themselves. */
export type NoteKind = 'reason' | 'failure' | 'fallback' | 'method' | 'contact' | 'chat' | 'handoff' | 'flag' | 'unwritten' | 'flow';

const BIT = new Map<EventType, number>(COUNTED.map((type, i) => [type, 1 << i]));

/**
 * What happened to one call or one handoff, without order and without repetition: adding an event twice, or two events
 * the other way round, gives the same track.
 */
export interface Track {
  bits: number;
  /** When the call started; when the handoff was engaged. Infinity: not yet. */
  atMs: number;
  notes?: Set<string>;
}

export function emptyTrack(): Track {
  return { bits: 0, atMs: Number.POSITIVE_INFINITY };
}

export function happened(track: Track, type: CountedType): boolean {
  return (track.bits & (BIT.get(type) ?? 0)) !== 0;
}

export function mark(track: Track, event: Pick<DomainEvent, 'type'>): void {
  track.bits |= BIT.get(event.type) ?? 0;
}

export function note(track: Track, kind: NoteKind, text: string): void {
  track.notes ??= new Set();
  track.notes.add(`${kind}:${text}`);
}

/** What was noted of that kind. */
export function notesOf(track: Track, kind: NoteKind): string[] {
  const head = `${kind}:`;
  return [...(track.notes ?? [])].filter((text) => text.startsWith(head)).map((text) => text.slice(head.length));
}

/** `from` added to `into`. */
export function merge(into: Track, from: Track): void {
  into.bits |= from.bits;
  for (const text of from.notes ?? []) {
    into.notes ??= new Set();
    into.notes.add(text);
  }
}
