import type { GatherInput, Prompt } from '../../channels/voice.ts';
import type { OfferStep, QueueStep } from '../schema/voice-steps.ts';
import { OFFER_EXITS, type OfferExit } from './offer-parts.ts';
import { offerState } from './offer-state.ts';
import { change, enter, fact, type StepState, surroundingsIn, takingEverywhere } from './parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  hear,
  say,
  type VoiceKit,
  waitFor,
  wordingView,
} from './voice-parts.ts';

/** How long the carrier is silent before it looks again whether a message has arrived, in seconds. */
const HOLD_SECONDS = 3;

/** Queue: waits for an agent; in it the offer's dialogue may be held, from which every exit leads back to waiting. */
export function queueState(id: string, step: QueueStep, kit: VoiceKit): StepState<CallMemory> {
  const waiting = `${kit.to(id)}.wait`;
  const offer = step.offer && (kit.flow.call.steps[step.offer.step] as OfferStep);
  const left = { QUEUE_LEFT: leaveMoves(step, kit) };
  return {
    entry: [
      ...enter<CallMemory>(id, FRESH),
      change(
        (look) =>
          ({
            queuedAtMs: look.context.queuedAtMs ?? surroundingsIn(look).nowMs,
            queueSaidAtSeconds: undefined,
          }) as unknown as Partial<CallMemory>,
      ),
      fact(() => ({ type: 'queued', step: id, queue: step.queue })),
      ...say(kit, id, step.text),
    ],
    initial: 'wait',
    states: {
      wait: takingEverywhere(waitState(id, step, kit), left),
      ...(offer &&
        step.offer && { offer: takingEverywhere(queueOffer(id, step, { id: step.offer.step, step: offer }, kit, waiting), left) }),
    },
  };
}

function leaveMoves(step: QueueStep, kit: VoiceKit): readonly CallMove[] {
  const actions = [change<CallMemory>(() => ({ queuedAtMs: undefined, queueSaidAtSeconds: undefined }) as unknown as Partial<CallMemory>)];
  const to = (exit: string, outcome?: string): CallMove => ({
    target: kit.to(exit),
    actions,
    ...(outcome !== undefined && { guard: ({ event }: CallLook) => event.outcome === outcome }),
  });
  return [to(step.connected, 'connected'), to(step.full, 'full'), to(step.failed)];
}

/** How long the caller has been in the queue: as the carrier says, or by our own clock. */
function waitedSeconds(look: CallLook): number {
  return (
    look.event.queue?.waitedSeconds ??
    Math.max(0, (surroundingsIn(look).nowMs - (look.context.queuedAtMs ?? surroundingsIn(look).nowMs)) / 1000)
  );
}

/** What is left of the wait: the queue's own less what has been waited. Longer than expected is unknown. */
function remainingSeconds(step: QueueStep, look: CallLook): number | undefined {
  const whole = surroundingsIn(look).queues[step.queue]?.waitSeconds;
  const left = whole === undefined ? undefined : whole - waitedSeconds(look);
  return left !== undefined && left > 0 ? left : undefined;
}

function waitState(id: string, step: QueueStep, kit: VoiceKit): StepState<CallMemory> {
  const wait = waitFor((look) => ({
    kind: 'queue',
    step: id,
    queue: step.queue,
    ...(step.music === undefined ? { pauseSeconds: pauseSeconds(step, look) } : { musicUrl: step.music }),
  }));
  const isLate = (look: CallLook) => look.context.offer?.late === true && look.event.delivery === 'delivered';
  const stay: CallMove = {
    actions: [
      hear((look) => (isLate(look) ? deliveredPrompts(kit, look) : [])),
      change((look) => (isLate(look) ? ({ offer: { ...look.context.offer, late: undefined } } as unknown as Partial<CallMemory>) : {})),
      ...waitText(id, step, kit),
      wait,
    ],
  };
  const offerDue: CallMove = {
    target: `${kit.to(id)}.offer`,
    guard: (look) => !isLate(look) && isOfferDue(step, look),
    actions: [change(({ context }) => ({ queueOffers: context.queueOffers + 1 }))],
  };
  return { entry: [wait], on: { '*': step.offer ? [offerDue, stay] : [stay] } };
}

/** The words that belong to the offer whose message came late. */
function deliveredPrompts(kit: VoiceKit, look: CallLook): readonly Prompt[] {
  const { offer, language } = look.context;
  const step = offer && kit.flow.call.steps[offer.step];
  if (step?.type !== 'offer') return [];
  const lastDigits = offer?.typedNumber?.slice(-3);
  return kit
    .words(step.wording.delivered)
    .prompts(language, wordingView(kit, offer?.step ?? '', look, lastDigits === undefined ? {} : { lastDigits }));
}

/** The n-th offer comes n intervals after the first; none while a message is on its way or has arrived. */
function isOfferDue({ offer }: QueueStep, look: CallLook): boolean {
  if (!offer) return false;
  const { queueOffers, offer: before } = look.context;
  if (queueOffers >= offer.times || (before?.handoffId !== undefined && look.event.delivery !== 'failed')) return false;
  return waitedSeconds(look) >= offer.afterSeconds + queueOffers * offer.everySeconds;
}

function isTextDue(step: QueueStep, look: CallLook): boolean {
  const saidAt = look.context.queueSaidAtSeconds;
  return look.event.queue !== undefined && (saidAt === undefined || waitedSeconds(look) - saidAt >= step.everySeconds - 1);
}

function waitText(id: string, step: QueueStep, kit: VoiceKit): readonly CallAction[] {
  const { waitText: known, waitTextUnknown: unknown } = step;
  if (!known && !unknown) return [];
  return [
    hear((look) => {
      if (!isTextDue(step, look)) return [];
      const phoneWait = remainingSeconds(step, look);
      const wording = phoneWait === undefined ? (unknown ?? undefined) : (known ?? unknown);
      if (!wording) return [];
      return kit
        .words(wording)
        .prompts(look.context.language, wordingView(kit, id, look, { position: look.event.queue?.position, phoneWait }));
    }),
    change((look) => (isTextDue(step, look) ? { queueSaidAtSeconds: Math.floor(waitedSeconds(look)) } : {})),
  ];
}

/** Until the next text, or until an offer is due. */
function pauseSeconds(step: QueueStep, look: CallLook): number {
  const { offer } = step;
  const { queueOffers } = look.context;
  if (look.context.offer?.late) return Math.min(10, step.everySeconds);
  if (!offer || queueOffers >= offer.times) return step.everySeconds;
  const untilOffer = offer.afterSeconds + queueOffers * offer.everySeconds - waitedSeconds(look);
  return Math.max(1, Math.min(step.everySeconds, Math.ceil(untilOffer)));
}

function queueOffer(
  id: string,
  step: QueueStep,
  offer: { id: string; step: OfferStep },
  kit: VoiceKit,
  waiting: string,
): StepState<CallMemory> {
  const exits = Object.fromEntries(OFFER_EXITS.map((exit) => [exit, waiting])) as Record<OfferExit, string>;
  return offerState({
    id: offer.id,
    step: offer.step,
    kit,
    trigger: 'queue',
    at: `${kit.to(id)}.offer`,
    exits,
    silence: ['SILENCE', 'TICK'],
    listen: (input: GatherInput) => ({ kind: 'queue', step: id, queue: step.queue, input }),
    hold: () => ({ kind: 'queue', step: id, queue: step.queue, pauseSeconds: HOLD_SECONDS }),
    phoneSeconds: (look) => remainingSeconds(step, look),
  });
}
