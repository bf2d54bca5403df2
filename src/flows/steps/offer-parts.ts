import type { GatherInput } from '../../channels/voice.ts';
import type { VoiceWait } from '../call-outcomes.ts';
import type { OfferMemory } from '../outcomes.ts';
import type { Wording } from '../schema/fields.ts';
import type { OfferStep } from '../schema/voice-steps.ts';
import { type Action, change, type Look, type StepState } from './parts.ts';
import { type CallAction, type CallLook, type CallMemory, FRESH, say, type VoiceKit } from './voice-parts.ts';

/** The ways out of an offer. */
export const OFFER_EXITS = ['accepted', 'declined', 'ignored', 'person', 'withheld', 'failed'] as const;
export type OfferExit = (typeof OFFER_EXITS)[number];

/** An offer step and where its dialogue is held: as a step of its own, or inside the queue, where every exit leads back to waiting. */
export interface OfferPlace {
  readonly id: string;
  readonly step: OfferStep;
  readonly kit: VoiceKit;
  readonly trigger: 'menu' | 'queue';
  /** The address of the offer's state. */
  readonly at: string;
  readonly exits: Readonly<Record<OfferExit, string>>;
  /** Events that mean that nothing was entered. */
  readonly silence: readonly string[];
  /** Fixed lines are taken, too: the number is called, not written to. */
  readonly takesLandlines?: true;
  /** The wait for keys. */
  readonly listen: (input: GatherInput) => VoiceWait;
  /** The wait for delivery. */
  readonly hold: (input: GatherInput) => VoiceWait;
  /** How long the caller would still wait on the phone, in seconds; undefined when unknown. */
  readonly phoneSeconds: (look: CallLook) => number | undefined;
}

/** What is remembered of the offer, changed. */
export function remember(next: (offer: OfferMemory, look: CallLook) => Partial<OfferMemory>): Action<CallMemory> {
  return change((look: Look<CallMemory>) => {
    const offer = look.context.offer;
    return offer ? { offer: { ...offer, ...next(offer, look) } } : {};
  });
}

/** Fresh retries for the next question of the dialogue. */
export const freshRetries: CallAction = change<CallMemory>(() => FRESH);

/** One of the offer's texts. `number` is the one that is meant, `lastDigits` its end. */
export function tell(place: OfferPlace, wording: Wording | undefined): readonly CallAction[] {
  return say(place.kit, place.id, wording, (look) => offerNumbers(look));
}

function offerNumbers({ context, event }: CallLook): { number?: string; lastDigits?: string } {
  const typed = context.offer?.typedNumber;
  if (typed !== undefined) return { number: typed, lastDigits: typed.slice(-3) };
  const lastDigits = (event.s ?? event.input?.s)?.caller.lastDigits;
  return lastDigits === undefined ? {} : { number: lastDigits, lastDigits };
}

export type OfferStates = Readonly<Record<string, StepState<CallMemory>>>;
