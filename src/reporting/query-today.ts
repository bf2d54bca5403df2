import type { Clock } from '../base/clock.ts';
import type { EventLog } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';
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
/** Stream positions come from the clock of the store, which may differ from ours, and from node to node, by so much. */
const CLOCK_DIFFERENCE_MS = 60_000;

export interface ReportingDeps {
  readonly eventLog: Pick<EventLog, 'range'>;
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
  /** Newest stream position read, by shard. */
  readonly lastIds: Map<number, string>;
  readToMs: number;
}

/** Is stream position a after b? Both are `<ms>-<n>`. */
function isAfter(a: string, b: string): boolean {
  const [aMs = 0, aN = 0] = a.split('-').map(Number);
  const [bMs = 0, bN = 0] = b.split('-').map(Number);
  return aMs === bMs ? aN > bN : aMs > bMs;
}

function foldNew(folded: Folded, event: DomainEvent): void {
  const last = folded.lastIds.get(event.shard);
  if (last !== undefined && !isAfter(event.id, last)) return;
  folded.lastIds.set(event.shard, event.id);
  foldEvent(folded.journeys, event);
}

async function foldPast(deps: ReportingDeps, span: Span): Promise<Journeys> {
  const journeys = emptyJourneys();
  const toMs = Math.min(span.toMs + FOLLOW_MS, deps.clock.nowMs() + CLOCK_DIFFERENCE_MS);
  for await (const events of deps.eventLog.range(span.fromMs - CLOCK_DIFFERENCE_MS, toMs)) {
    for (const event of events) foldEvent(journeys, event);
  }
  return journeys;
}

/** Reads the event log once for each process, then only its end; questions asked at the same moment share one reading. */
export function createTodayReader(deps: ReportingDeps): TodayReader {
  let folded: Folded | undefined;
  let reading: Promise<Folded> | undefined;

  async function readOn(): Promise<Folded> {
    const nowMs = deps.clock.nowMs();
    const day = dayOf(nowMs, deps.timeZone);
    const startMs = spanOfDay(day, deps.timeZone).fromMs - LOOK_BACK_MS;
    const current: Folded = folded?.day === day ? folded : { day, journeys: emptyJourneys(), lastIds: new Map(), readToMs: startMs };
    for await (const events of deps.eventLog.range(current.readToMs - CLOCK_DIFFERENCE_MS, nowMs + CLOCK_DIFFERENCE_MS)) {
      for (const event of events) foldNew(current, event);
    }
    current.readToMs = nowMs;
    folded = current;
    return current;
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
