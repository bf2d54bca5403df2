import type { Clock } from '../base/clock.ts';
import type { EventCursor, EventLog } from '../base/event-log.ts';
import { dayOf, spanOfDay } from './day-span.ts';
import { type Span, summarise } from './fold-funnel.ts';
import { emptyJourneys, foldEvent, type Journeys } from './fold-journeys.ts';
import { countLive, type LiveCounts } from './fold-live.ts';
import type { Funnel } from './funnel.ts';

const HOUR_MS = 3_600_000;
/** Live counts look back so far before midnight. */
const LOOK_BACK_MS = 24 * HOUR_MS;
/** How long after a past day its journeys are followed. */
const FOLLOW_MS = 7 * 24 * HOUR_MS;
/** The clocks of several machines may differ by so much. */
const CLOCK_DIFFERENCE_MS = 60_000;

export interface ReportingDeps {
  readonly eventLog: Pick<EventLog, 'range' | 'tail'>;
  readonly clock: Clock;
  readonly timeZone: string;
}

export interface DayFunnel extends Funnel, Span {
  readonly day: string;
  readonly timeZone: string;
  readonly atMs: number;
}

/** Today, kept folded: each question reads only what is new since the one before. */
export interface TodayReader {
  /** The funnel of a day (YYYY-MM-DD), of today by default. */
  funnel(day?: string): Promise<DayFunnel>;
  live(): Promise<LiveCounts>;
}

interface Folded {
  readonly day: string;
  readonly journeys: Journeys;
  cursor: EventCursor;
}

/** Events of each shard that one look takes. */
const LOOK = 1_000;

async function foldPast(deps: ReportingDeps, span: Span): Promise<Journeys> {
  const journeys = emptyJourneys();
  const toMs = Math.min(span.toMs + FOLLOW_MS, deps.clock.nowMs() + CLOCK_DIFFERENCE_MS);
  for await (const events of deps.eventLog.range(span.fromMs - CLOCK_DIFFERENCE_MS, toMs)) {
    for (const event of events) foldEvent(journeys, event);
  }
  return journeys;
}

/** Begins at the present, then reads what was before: what comes between is read twice, which changes nothing. */
async function foldSince(deps: ReportingDeps, day: string, fromMs: number): Promise<Folded> {
  const { cursor } = await deps.eventLog.tail(undefined, 1);
  const journeys = emptyJourneys();
  for await (const events of deps.eventLog.range(fromMs, deps.clock.nowMs() + CLOCK_DIFFERENCE_MS)) {
    for (const event of events) foldEvent(journeys, event);
  }
  return { day, journeys, cursor };
}

async function foldNew(deps: ReportingDeps, folded: Folded): Promise<void> {
  for (;;) {
    const { events, cursor } = await deps.eventLog.tail(folded.cursor, LOOK);
    for (const event of events) foldEvent(folded.journeys, event);
    folded.cursor = cursor;
    if (events.length === 0) return;
  }
}

/** Reads the event log once a day for each process, then only its end; questions asked at the same moment share one reading. */
export function createTodayReader(deps: ReportingDeps): TodayReader {
  let folded: Folded | undefined;
  let reading: Promise<Folded> | undefined;

  async function readOn(): Promise<Folded> {
    const day = dayOf(deps.clock.nowMs(), deps.timeZone);
    if (folded?.day !== day) folded = await foldSince(deps, day, spanOfDay(day, deps.timeZone).fromMs - LOOK_BACK_MS);
    await foldNew(deps, folded);
    return folded;
  }

  function current(): Promise<Folded> {
    reading ??= readOn().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    funnel: async (wanted) => {
      const atMs = deps.clock.nowMs();
      const day = wanted ?? dayOf(atMs, deps.timeZone);
      const span = spanOfDay(day, deps.timeZone);
      const isToday = day === dayOf(atMs, deps.timeZone);
      const journeys = isToday ? (await current()).journeys : await foldPast(deps, span);
      return { day, timeZone: deps.timeZone, ...span, atMs, ...summarise(journeys, span) };
    },
    live: async () => countLive((await current()).journeys),
  };
}
