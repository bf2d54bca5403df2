import { openingAt } from '../../base/wall-hours.ts';
import type { CalendarReader } from '../calendar-state.ts';
import type { Surroundings } from '../outcomes.ts';
import type { TicketPromise } from '../schema/tickets.ts';

/** By when somebody is answered who wrote while nobody was there. */
export interface AnswerPromise {
  /**
   * `by`: as the administrator promises. `opening`: the next opening lies beyond that. `write-again`: WhatsApp does not let us
   * write so late, so the customer is told to write again once it is open.
   */
  readonly kind: 'by' | 'opening' | 'write-again';
  readonly dueAtMs: number;
  readonly opensAtMs?: number;
}

/** Open or closed at a moment, and until when; a time that is absent is not known. */
export type OpeningAt = (
  atMs: number,
) => { readonly open: true; readonly untilMs?: number } | { readonly open: false; readonly opensAtMs?: number };

export interface PromiseScene {
  readonly nowMs: number;
  readonly promise: TicketPromise;
  /** Absent: no hours are known. */
  readonly openingAt?: OpeningAt | undefined;
  /** Until when free text may answer, ms. */
  readonly windowUntilMs?: number | undefined;
  /** Is there a template that may answer later? */
  readonly mayWriteLate: boolean;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** An answer must be ready so long before the service window closes, ms. */
const WINDOW_MARGIN_MS = HOUR_MS;
/** Times are told by the quarter of an hour, the earlier one: nothing is told that is later than what is kept to. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Stretches of opening hours that are looked at; more than a year of two a day. */
const MOST_STRETCHES = 1_500;
const A_WEEK_OF_DAYS = 8;

/** The promise that can be kept: never before the next opening, and not after the window where nothing could be written then. Pure. */
export function answerBy({ nowMs, promise, openingAt: opening, windowUntilMs, mayWriteLate }: PromiseScene): AnswerPromise {
  const state = opening?.(nowMs);
  const opensAtMs = state && !state.open ? state.opensAtMs : undefined;
  const wanted = promisedAt(nowMs, promise, opening);
  const isBeyond = opensAtMs !== undefined && opensAtMs >= wanted;
  const dueAtMs = isBeyond ? opensAtMs + promise.afterOpeningMinutes * MINUTE_MS : wanted;
  const known = opensAtMs !== undefined && { opensAtMs };
  const kept = (kind: AnswerPromise['kind'], atMs: number): AnswerPromise => ({ kind, dueAtMs: quarter(atMs), ...known });
  const latest = windowUntilMs === undefined || mayWriteLate ? undefined : windowUntilMs - WINDOW_MARGIN_MS;
  if (latest === undefined || dueAtMs <= latest) return kept(isBeyond ? 'opening' : 'by', dueAtMs);
  // Somebody is there before the window closes: the answer comes until then.
  if ((opensAtMs ?? nowMs) < latest - QUARTER_MS) return kept('by', latest);
  return kept(opensAtMs === undefined ? 'by' : 'write-again', opensAtMs === undefined ? latest : dueAtMs);
}

function quarter(atMs: number): number {
  return Math.floor(atMs / QUARTER_MS) * QUARTER_MS;
}

function promisedAt(nowMs: number, { hours, counted }: TicketPromise, opening: OpeningAt | undefined): number {
  const byClock = nowMs + hours * HOUR_MS;
  return counted === 'opening' && opening ? (afterOpenTime(nowMs, hours * HOUR_MS, opening) ?? byClock) : byClock;
}

/** When so much time has passed in which it was open; undefined where that is not known. */
function afterOpenTime(fromMs: number, openMs: number, opening: OpeningAt): number | undefined {
  let atMs = fromMs;
  let left = openMs;
  for (let n = 0; n < MOST_STRETCHES; n += 1) {
    const state = opening(atMs);
    if (!state.open) {
      if (state.opensAtMs === undefined) return undefined;
      atMs = state.opensAtMs;
    } else if (state.untilMs === undefined || state.untilMs - atMs >= left) {
      return atMs + left;
    } else {
      left -= state.untilMs - atMs;
      atMs = state.untilMs;
    }
  }
  return undefined;
}

/** A calendar of the flow as opening hours, for a team and a language. */
export function openingOfCalendar(
  calendar: CalendarReader,
  about: { readonly queue?: string | undefined; readonly language: string },
): OpeningAt {
  return (atMs) => {
    const { open, opensAtMs } = calendar.stateAt(atMs, about);
    if (open) return { open, untilMs: calendar.unchangedUntil(atMs, about) };
    return { open, ...(opensAtMs !== undefined && { opensAtMs }) };
  };
}

/** The hours that are set for the desk; where only the next opening is known, that alone. Undefined: nothing is known. */
export function openingOfDesk({ hours, opensAtMs }: Surroundings['desk']): OpeningAt | undefined {
  if (!hours) return opensAtMs === undefined ? undefined : (atMs) => (atMs < opensAtMs ? { open: false, opensAtMs } : { open: true });
  const wall = { timeZone: hours.timeZone, stretchesOn: (day: { dayOfWeek: number }) => hours.days[String(day.dayOfWeek)] ?? [] };
  return (atMs) => {
    const state = openingAt(wall, atMs, A_WEEK_OF_DAYS);
    if (!state.open) return state;
    return { open: true, ...(state.closesAtMs !== undefined && { untilMs: state.closesAtMs }) };
  };
}
