import type { Clock } from '../base/clock.ts';
import type { EventCursor, EventLog } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';

/** How the last decisions on offers came out, by rule. */
export interface DecisionCounts {
  readonly decisions: number;
  readonly made: number;
  readonly rules: ReadonlyMap<string, { readonly withheld: number; readonly would: number; readonly alone: number }>;
}

export interface DecisionReader {
  count(): Promise<DecisionCounts>;
}

/** So many decisions are looked at, and no older ones than this. */
const MOST = 1_000;
const LOOK_BACK_MS = 24 * 3_600_000;
const CLOCK_DIFFERENCE_MS = 60_000;
const LOOK = 1_000;

interface Decided {
  readonly atMs: number;
  readonly made: boolean;
  readonly against: readonly string[];
  readonly would: readonly string[];
}

/** Reads the last day once, then only what is new: questions asked at the same moment share one reading. */
export function createDecisionReader(deps: { readonly eventLog: Pick<EventLog, 'range' | 'tail'>; readonly clock: Clock }): DecisionReader {
  let kept: Decided[] | undefined;
  let cursor: EventCursor | undefined;
  let reading: Promise<DecisionCounts> | undefined;

  async function readOn(): Promise<DecisionCounts> {
    if (!kept) {
      cursor = (await deps.eventLog.tail(undefined, 1)).cursor;
      const nowMs = deps.clock.nowMs();
      const found: Decided[] = [];
      for await (const events of deps.eventLog.range(nowMs - LOOK_BACK_MS, nowMs + CLOCK_DIFFERENCE_MS))
        found.push(...events.flatMap(decidedIn));
      kept = newest(found);
      return countOf(kept);
    }
    for (;;) {
      const page = await deps.eventLog.tail(cursor, LOOK);
      const { events } = page;
      cursor = page.cursor;
      kept = newest([...kept, ...events.flatMap(decidedIn)]);
      if (events.length === 0) return countOf(kept);
    }
  }

  return {
    count() {
      reading ??= readOn().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

function newest(decided: readonly Decided[]): Decided[] {
  return decided.toSorted((a, b) => a.atMs - b.atMs).slice(-MOST);
}

/** The decision that an event is about; none where the flow's own condition withheld the offer. */
function decidedIn(event: DomainEvent): Decided[] {
  if (event.type !== 'offer.made' && event.type !== 'offer.withheld') return [];
  const { against, would } = (event.data ?? {}) as { against?: readonly string[]; would?: readonly string[] };
  if (!against) return [];
  return [{ atMs: event.atMs, made: event.type === 'offer.made', against, would: would ?? [] }];
}

function countOf(kept: readonly Decided[]): DecisionCounts {
  const rules = new Map<string, { withheld: number; would: number; alone: number }>();
  const of = (id: string) => {
    const known = rules.get(id) ?? { withheld: 0, would: 0, alone: 0 };
    rules.set(id, known);
    return known;
  };
  for (const { against, would } of kept) {
    for (const id of against) of(id).withheld += 1;
    for (const id of would) of(id).would += 1;
    if (against.length === 1) of(against[0] ?? '').alone += 1;
  }
  return { decisions: kept.length, made: kept.filter(({ made }) => made).length, rules };
}
