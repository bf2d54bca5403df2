import type { DomainEvent } from '../base/events.ts';
import { type StepWalked, stepsWalked } from './steps-walked.ts';

/** What the caller did; the keys and words themselves are not in the log. */
export type CallerDid = 'keys' | 'speech' | 'silence';

/** One moment of a call or of the chat after it. */
export interface CallMoment {
  readonly side: 'call' | 'chat';
  readonly atMs: number;
  /** A step was entered; it was asked or told something again in the same step; or something happened beside the flow. */
  readonly kind: 'step' | 'again' | 'event';
  readonly step?: string;
  /** By which exit it was come to. */
  readonly by?: StepWalked['exit'];
  /** Until what came next in the flow, or the end. */
  readonly untilMs?: number;
  /** Where the words stand that were heard; see flows/said-words.ts. */
  readonly said: readonly string[];
  /** Is it kept what was heard? Not of calls from before it was. */
  readonly isSaidKept: boolean;
  /** When the step was come to in which this happened. */
  readonly sinceMs: number;
  /** What ended the wait here. */
  readonly did?: CallerDid;
  /** It was the last that was entered in this stay in the step; only that is kept. */
  readonly isLastEntered?: true;
  readonly event?: DomainEvent;
}

type Draft = { -readonly [K in keyof CallMoment]: CallMoment[K] };

/** Not told: they say the same as the moments themselves, or are about the installation. */
const UNTOLD: ReadonlySet<DomainEvent['type']> = new Set([
  'experiment.assigned',
  'chat.message-updated',
  'chat.message-requested',
  'chat.noted',
  'person.reset',
]);
const DEEDS: ReadonlySet<unknown> = new Set<CallerDid>(['keys', 'speech', 'silence']);

/** The events of one call as moments, oldest first. Pure. */
export function tellCall(events: readonly DomainEvent[]): readonly CallMoment[] {
  const moments: Draft[] = [];
  const waiting: { call?: Draft; chat?: Draft } = {};
  const end = (side: 'call' | 'chat', atMs: number, did?: CallerDid): void => {
    const last = waiting[side];
    if (!last) return;
    last.untilMs = atMs;
    if (did) last.did = did;
  };
  for (const event of events) {
    if (event.type === 'call.step' || event.type === 'chat.step') {
      const side = event.type === 'call.step' ? 'call' : 'chat';
      end(side, event.atMs, didIn(event));
      const turn = turnOf(side, event);
      const [first] = turn;
      const stay = waiting[side];
      if (first?.kind === 'again' && stay?.step === first.step) first.sinceMs = stay?.sinceMs ?? event.atMs;
      for (const moment of turn.slice(0, -1)) moment.untilMs = event.atMs;
      moments.push(...turn);
      const last = turn.at(-1);
      if (last) waiting[side] = last;
      continue;
    }
    if (UNTOLD.has(event.type)) continue;
    const side = event.chatId !== undefined && event.type.startsWith('chat.') ? 'chat' : 'call';
    if (event.type === 'call.ended') end('call', event.atMs);
    if (event.type === 'chat.closed') end('chat', event.atMs);
    moments.push({
      side,
      atMs: event.atMs,
      sinceMs: event.atMs,
      kind: 'event',
      said: [],
      isSaidKept: true,
      event,
      ...(event.step !== undefined && { step: event.step }),
    });
  }
  markEntered(moments);
  return moments;
}

function markEntered(moments: readonly Draft[]): void {
  const last = new Map<string, Draft>();
  for (const moment of moments)
    if (moment.did === 'keys' || moment.did === 'speech') last.set(`${moment.side} ${moment.step} ${moment.sinceMs}`, moment);
  for (const moment of last.values()) moment.isLastEntered = true;
}

function didIn({ data }: DomainEvent): CallerDid | undefined {
  return DEEDS.has(data?.by) ? (data?.by as CallerDid) : undefined;
}

/** The moments of one turn; what was heard stands at the step whose words it is, anything else at the last. */
function turnOf(side: 'call' | 'chat', event: DomainEvent): Draft[] {
  const { atMs, data } = event;
  const isSaidKept = side === 'chat' || Array.isArray(data?.exits);
  const common = { side, atMs, sinceMs: atMs, isSaidKept } as const;
  const moments = stepsWalked(event).map(({ step, exit }): Draft & { said: string[] } => ({
    ...common,
    kind: 'step',
    step,
    ...(exit && { by: exit }),
    said: [],
  }));
  // An event that only says that something was said again.
  if (Array.isArray(data?.steps) && moments.length === 0)
    moments.push({ ...common, kind: 'again', ...(event.step !== undefined && { step: event.step }), said: [] });
  let at = 0;
  for (const place of Array.isArray(data?.said) ? data.said.map(String) : []) {
    const step = place.slice(0, Math.max(0, place.indexOf(':')));
    const found = step === '' ? -1 : moments.findIndex((moment, n) => n >= at && moment.step === step);
    at = found < 0 ? at : found;
    const heardAt = found < 0 && step !== '' ? moments.at(-1) : moments[at];
    heardAt?.said.push(place);
  }
  return moments;
}
