import type { Journeys } from './fold-journeys.ts';
import type { StageId } from './funnel.ts';
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
  readonly returned: boolean;
  readonly confirmed: boolean;
  readonly denied: boolean;
  /** The invite can still arrive; it can still be answered. */
  readonly awaitsDelivery: boolean;
  readonly awaitsEngagement: boolean;
  readonly personAsked: boolean;
  readonly personSoon: boolean;
  readonly optedOut: boolean;
}

const ANSWERS = ['accepted', 'declined', 'ignored', 'abandoned'] as const;

function answerOf(whole: Track): JourneyFacts['answer'] {
  if (!happened(whole, 'offer.made')) return undefined;
  return ANSWERS.find((answer) => happened(whole, `offer.${answer}`)) ?? 'unanswered';
}

/** What the chats became after this journey's message reached them; an earlier matter in the same chat does not count. */
function chatFacts(journeys: Journeys, handoffs: readonly Track[]) {
  const since = (type: 'chat.assigned' | 'chat.replied' | 'chat.closed' | 'chat.confirmed' | 'chat.denied') =>
    handoffs.some((handoff) =>
      notesOf(handoff, 'chat').some((chatId) => (journeys.chats.get(chatId)?.lastMs.get(type) ?? Number.NEGATIVE_INFINITY) >= handoff.atMs),
    );
  const dispositions = handoffs.flatMap((handoff) =>
    notesOf(handoff, 'chat').flatMap((chatId) => {
      const disposition = journeys.chats.get(chatId)?.disposition;
      return disposition && disposition.atMs >= handoff.atMs ? [disposition.text] : [];
    }),
  );
  return { since, dispositions: [...new Set(dispositions)] };
}

function stagesOf(whole: Track, answer: JourneyFacts['answer'], since: ReturnType<typeof chatFacts>['since']): ReadonlySet<StageId> {
  const offered = happened(whole, 'offer.made');
  const accepted = answer === 'accepted';
  const read = happened(whole, 'handoff.read');
  const engaged = happened(whole, 'handoff.engaged');
  // Whoever answered has got the message, whether or not the carrier said so.
  const delivered = read || engaged || happened(whole, 'handoff.delivered');
  const reached: Record<StageId, boolean> = {
    calls: true,
    'reached-offer': offered || happened(whole, 'offer.withheld'),
    offered,
    accepted,
    consented: happened(whole, 'consent.recorded'),
    sent: delivered || happened(whole, 'handoff.sent'),
    delivered,
    read: read || engaged,
    engaged,
    linked: happened(whole, 'handoff.linked'),
    assigned: since('chat.assigned'),
    replied: since('chat.replied'),
    closed: since('chat.closed'),
  };
  return new Set((Object.keys(reached) as StageId[]).filter((id) => reached[id]));
}

/** Puts together what belongs to one call. Pure. */
export function factsOf(journeys: Journeys, call: Track): JourneyFacts {
  const handoffs = notesOf(call, 'handoff').flatMap((id) => journeys.handoffs.get(id) ?? []);
  const whole = emptyTrack();
  for (const track of [call, ...handoffs]) merge(whole, track);
  const answer = answerOf(whole);
  const { since, dispositions } = chatFacts(journeys, handoffs);
  const stages = stagesOf(whole, answer, since);
  const flags = notesOf(call, 'flag');
  const failed = happened(whole, 'handoff.failed') && !stages.has('delivered');
  const over = failed || happened(whole, 'handoff.expired') || happened(whole, 'handoff.withdrawn');
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
    queued: happened(call, 'call.queued'),
    connected: flags.includes('reached-person'),
    abandoned: happened(call, 'call.abandoned'),
    failedOver: happened(call, 'call.failed-over'),
    returned: handoffs.some((handoff) => happened(handoff, 'call.returned')),
    confirmed: since('chat.confirmed'),
    denied: since('chat.denied'),
    awaitsDelivery: answer === 'accepted' && !stages.has('delivered') && !over,
    awaitsEngagement: stages.has('delivered') && !stages.has('engaged') && !over,
    personAsked: flags.includes('person-asked'),
    personSoon: flags.includes('soon'),
    optedOut: notesOf(whole, 'contact').some((id) => journeys.optedOut.has(id)),
  };
}
