import type { Journeys } from './fold-journeys.ts';
import { STAGE_BEFORE, type StageId } from './funnel.ts';
import { emptyTrack, happened, merge, notesOf, type Track } from './track.ts';

/** What one call's journey amounts to: the call, the handoffs it led to, and what their chats became. */
export interface JourneyFacts {
  readonly stages: ReadonlySet<StageId>;
  readonly answer?: 'accepted' | 'declined' | 'ignored' | 'abandoned' | 'unanswered';
  readonly withheldReasons?: readonly string[];
  readonly failures: readonly string[];
  readonly failedForGood: boolean;
  readonly fallbacks: readonly string[];
  readonly linkMethods: readonly string[];
  readonly dispositions: readonly string[];
  readonly ended: boolean;
  readonly queued: boolean;
  readonly connected: boolean;
  readonly abandoned: boolean;
  readonly failedOver: boolean;
  /** It ended unanswered: no person, no chat, no message. */
  readonly missed: boolean;
  /** Why nobody was written to after it; absent where nothing was to be decided. */
  readonly unwritten?: readonly string[];
  readonly returned: boolean;
  readonly confirmed: boolean;
  readonly denied: boolean;
  /** Asked how it was; answered; and that the answer was good. */
  readonly surveyed: boolean;
  readonly rated: boolean;
  readonly satisfied: boolean;
  /** The invite can still arrive; it can still be answered. */
  readonly awaitsDelivery: boolean;
  readonly awaitsEngagement: boolean;
  readonly personAsked: boolean;
  readonly personSoon: boolean;
  readonly optedOut: boolean;
}

const OTHER_ANSWERS = ['declined', 'ignored', 'abandoned'] as const;

function answerOf(whole: Track, stages: ReadonlySet<StageId>): JourneyFacts['answer'] {
  if (!stages.has('offered')) return undefined;
  if (stages.has('accepted')) return 'accepted';
  return OTHER_ANSWERS.find((answer) => happened(whole, `offer.${answer}`)) ?? 'unanswered';
}

/** What the chats became after this journey's message reached them; an earlier matter in the same chat does not count. */
function chatFacts(journeys: Journeys, handoffs: readonly Track[]) {
  const since = (type: 'chat.assigned' | 'chat.replied' | 'chat.closed' | 'chat.confirmed' | 'chat.denied' | 'chat.surveyed') =>
    handoffs.some((handoff) =>
      notesOf(handoff, 'chat').some((chatId) => (journeys.chats.get(chatId)?.lastMs.get(type) ?? Number.NEGATIVE_INFINITY) >= handoff.atMs),
    );
  const dispositions = handoffs.flatMap((handoff) =>
    notesOf(handoff, 'chat').flatMap((chatId) => {
      const disposition = journeys.chats.get(chatId)?.disposition;
      return disposition && disposition.atMs >= handoff.atMs ? [disposition.text] : [];
    }),
  );
  const ratings = handoffs.flatMap((handoff) =>
    notesOf(handoff, 'chat').flatMap((chatId) => {
      const rated = journeys.chats.get(chatId)?.rated;
      return rated && rated.atMs >= handoff.atMs ? [rated.positive] : [];
    }),
  );
  return { since, dispositions: [...new Set(dispositions)], ratings };
}

/** The stages a journey reached, with those it must have passed: a receipt that never came is no gap. */
function stagesOf(whole: Track, since: ReturnType<typeof chatFacts>['since']): ReadonlySet<StageId> {
  const seen: Record<StageId, boolean> = {
    calls: true,
    'reached-offer': happened(whole, 'offer.withheld'),
    offered: happened(whole, 'offer.made'),
    accepted: happened(whole, 'offer.accepted'),
    consented: happened(whole, 'consent.recorded'),
    sent: happened(whole, 'handoff.sent'),
    delivered: happened(whole, 'handoff.delivered'),
    // Whoever answered has read it, whether or not the carrier says so.
    read: happened(whole, 'handoff.read') || happened(whole, 'handoff.engaged'),
    engaged: happened(whole, 'handoff.engaged'),
    linked: happened(whole, 'handoff.linked'),
    assigned: since('chat.assigned'),
    replied: since('chat.replied'),
    closed: since('chat.closed'),
  };
  const reached = new Set<StageId>();
  for (const id of Object.keys(seen) as StageId[]) {
    for (let stage = id; seen[id] && !reached.has(stage); stage = STAGE_BEFORE[stage]) reached.add(stage);
  }
  return reached;
}

/** Puts together what belongs to one call. Pure. */
export function factsOf(journeys: Journeys, call: Track): JourneyFacts {
  const handoffs = notesOf(call, 'handoff').flatMap((id) => journeys.handoffs.get(id) ?? []);
  const whole = emptyTrack();
  for (const track of [call, ...handoffs]) merge(whole, track);
  const { since, dispositions, ratings } = chatFacts(journeys, handoffs);
  const stages = stagesOf(whole, since);
  const answer = answerOf(whole, stages);
  const flags = notesOf(call, 'flag');
  const failed = happened(whole, 'handoff.failed') && !stages.has('delivered');
  const over = failed || happened(whole, 'handoff.expired') || happened(whole, 'handoff.withdrawn');
  const unwritten = notesOf(call, 'unwritten');
  const withheld = stages.has('reached-offer') && !stages.has('offered');
  return {
    stages,
    ...(answer && { answer }),
    ...(withheld && { withheldReasons: notesOf(whole, 'reason') }),
    failures: failed ? notesOf(whole, 'failure') : [],
    failedForGood: failed,
    fallbacks: notesOf(whole, 'fallback'),
    linkMethods: notesOf(whole, 'method'),
    dispositions,
    ended: happened(call, 'call.ended'),
    queued: happened(call, 'call.queued') || happened(call, 'call.abandoned'),
    connected: flags.includes('reached-person'),
    abandoned: happened(call, 'call.abandoned'),
    failedOver: happened(call, 'call.failed-over'),
    missed: happened(call, 'call.missed') && !happened(call, 'voicemail.left') && !flags.includes('reached-person'),
    ...(unwritten.length > 0 && { unwritten }),
    returned: handoffs.some((handoff) => happened(handoff, 'call.returned')),
    confirmed: since('chat.confirmed'),
    denied: since('chat.denied'),
    surveyed: since('chat.surveyed') || ratings.length > 0,
    rated: ratings.length > 0,
    satisfied: ratings.length > 0 && ratings.every(Boolean),
    // Who accepted and gave no number to write to before the call ended waits for nothing.
    awaitsDelivery:
      answer === 'accepted' && !stages.has('delivered') && !over && (stages.has('consented') || !happened(call, 'call.ended')),
    awaitsEngagement: stages.has('delivered') && !stages.has('engaged') && !over,
    personAsked: flags.includes('person-asked'),
    personSoon: flags.includes('soon'),
    optedOut: notesOf(whole, 'contact').some((id) => journeys.optedOut.has(id)),
  };
}
