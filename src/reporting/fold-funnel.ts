import type { DomainEvent } from '../base/events.ts';
import { countCallbacks } from './count-callbacks.ts';
import { countEntries } from './count-entries.ts';
import { emptyJourneys, foldEvent, type Journeys } from './fold-journeys.ts';
import { type Count, type Funnel, type Rate, STAGE_BEFORE, STAGES, type StageId } from './funnel.ts';
import { factsOf, type JourneyFacts } from './journey-facts.ts';

/** Milliseconds; `toMs` is no longer in it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

function tally(lists: readonly (readonly string[])[]): Count[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const id of new Set(list)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(([id, journeys]) => ({ id, journeys })).sort((a, b) => b.journeys - a.journeys || (a.id < b.id ? -1 : 1));
}

function ratesOf(all: readonly JourneyFacts[], at: (id: StageId) => number): Rate[] {
  const count = (test: (facts: JourneyFacts) => boolean) => all.filter(test).length;
  const accepted = (facts: JourneyFacts) => facts.stages.has('accepted');
  const isOnLine = (facts: JourneyFacts) => !facts.ended && !facts.failedOver;
  const toPerson = (facts: JourneyFacts) => facts.connected || facts.failedOver;
  const rate = (id: Rate['id'], numerator: number, denominator: number, pending = 0): Rate => ({ id, numerator, denominator, pending });
  return [
    rate(
      'offer-rate',
      at('offered'),
      at('calls'),
      count((facts) => isOnLine(facts) && !facts.stages.has('offered')),
    ),
    rate(
      'acceptance',
      at('accepted'),
      at('offered'),
      count((facts) => isOnLine(facts) && facts.answer !== undefined && !accepted(facts)),
    ),
    rate(
      'delivery',
      count((facts) => accepted(facts) && facts.stages.has('delivered')),
      at('accepted'),
      count((facts) => facts.awaitsDelivery),
    ),
    rate(
      'engagement',
      at('engaged'),
      at('delivered'),
      count((facts) => facts.awaitsEngagement),
    ),
    rate('linking', at('linked'), at('engaged')),
    rate(
      'first-human-reply',
      at('replied'),
      at('linked'),
      count((facts) => facts.stages.has('linked') && !facts.stages.has('replied') && !facts.stages.has('closed')),
    ),
    rate(
      'gross-deflection',
      // Without consent nothing was handed over: that caller hung up at the question for a number.
      count((facts) => facts.stages.has('consented') && !isOnLine(facts) && !toPerson(facts)),
      at('offered'),
      count((facts) => facts.answer !== undefined && isOnLine(facts) && !toPerson(facts)),
    ),
    rate(
      'confirmed',
      count((facts) => facts.confirmed && !facts.denied),
      count((facts) => facts.confirmed || facts.denied),
    ),
    rate(
      'survey-answers',
      count((facts) => facts.rated),
      count((facts) => facts.surveyed),
      count((facts) => facts.surveyed && !facts.rated),
    ),
    rate(
      'satisfaction',
      count((facts) => facts.satisfied),
      count((facts) => facts.rated),
    ),
    rate(
      'returned-by-voice',
      count((facts) => accepted(facts) && facts.returned),
      at('accepted'),
      count((facts) => accepted(facts) && !facts.returned),
    ),
    rate(
      'call-abandonment',
      count((facts) => facts.abandoned),
      count((facts) => facts.queued),
      count((facts) => facts.queued && isOnLine(facts) && !facts.abandoned && !facts.connected),
    ),
    rate(
      'within-three-minutes',
      count((facts) => facts.personAsked && facts.personSoon),
      count((facts) => facts.personAsked),
      count((facts) => facts.personAsked && isOnLine(facts) && !facts.connected),
    ),
    rate(
      'opt-out',
      count((facts) => facts.stages.has('delivered') && facts.optedOut),
      at('delivered'),
    ),
  ];
}

/** The funnel of the calls that started in the span, from journeys folded before. Pure. */
export function summarise(journeys: Journeys, span: Span): Funnel {
  const inSpan = (ms: number) => ms >= span.fromMs && ms < span.toMs;
  const all = [...journeys.calls.values()].filter((call) => inSpan(call.atMs)).map((call) => factsOf(journeys, call));
  const reached = new Map<StageId, number>(STAGES.map((id) => [id, all.filter((facts) => facts.stages.has(id)).length]));
  const at = (id: StageId) => reached.get(id) ?? 0;
  const count = (test: (facts: JourneyFacts) => boolean) => all.filter(test).length;
  const byLink = new Set([...journeys.entries.values()].map(({ chatId }) => chatId));
  return {
    stages: STAGES.map((id) => ({ id, journeys: at(id), of: at(STAGE_BEFORE[id]) })),
    answers: tally(all.map((facts) => (facts.answer ? [facts.answer] : []))),
    withheld: {
      journeys: count((facts) => facts.withheldReasons !== undefined),
      reasons: tally(all.map((facts) => facts.withheldReasons ?? [])),
    },
    failures: { journeys: count((facts) => facts.failedForGood), classes: tally(all.map((facts) => facts.failures)) },
    fallbacks: tally(all.map((facts) => facts.fallbacks)),
    linkMethods: tally(all.map((facts) => facts.linkMethods)),
    dispositions: tally(all.map((facts) => facts.dispositions)),
    voice: {
      queued: count((facts) => facts.queued),
      connected: count((facts) => facts.connected),
      abandoned: count((facts) => facts.abandoned),
      failedOver: count((facts) => facts.failedOver),
      missed: count((facts) => facts.missed),
    },
    unwritten: {
      journeys: count((facts) => facts.unwritten !== undefined),
      reasons: tally(all.map((facts) => facts.unwritten ?? [])),
    },
    directChats: [...journeys.chats].filter(([id, chat]) => !chat.linked && !chat.spoken && !byLink.has(id) && inSpan(chat.openedAtMs))
      .length,
    callbacks: countCallbacks(journeys.callbacks, inSpan),
    entries: countEntries(journeys, inSpan),
    rates: ratesOf(all, at),
  };
}

/** The funnel of a handful of events: journeys, not raw counts, whatever the order of the events. Pure. */
export function foldFunnel(events: Iterable<DomainEvent>, span: Span): Funnel {
  const journeys = emptyJourneys();
  for (const event of events) foldEvent(journeys, event);
  return summarise(journeys, span);
}
