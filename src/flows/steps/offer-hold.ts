import type { GatherInput } from '../../channels/voice.ts';
import { type OfferPlace, type OfferStates, remember, tell } from './offer-parts.ts';
import { fact, type StepState, surroundingsIn } from './parts.ts';
import { type CallAction, type CallLook, type CallMemory, type CallMove, keyEvent, waitFor } from './voice-parts.ts';

/** How long the carrier listens before it looks again whether the message has arrived, in seconds. */
const HOLD_INPUT: GatherInput = { numDigits: 1, finishOnKey: '', timeoutSeconds: 3 };

/** The message is sent, and the line held until delivery is known or the time is up. */
export function holdStates(place: OfferPlace): OfferStates {
  return { send: sendState(place), hold: holdState(place) };
}

function sendState(place: OfferPlace): StepState<CallMemory> {
  const { id, step } = place;
  const wait = waitFor(({ context: { offer } }) => ({
    kind: 'handoff',
    step: id,
    key: offer?.key ?? step.keys.accept,
    ...(offer?.typedNumber !== undefined && { typedNumber: offer.typedNumber }),
  }));
  return {
    entry: [wait],
    on: {
      HANDED_OFF: [
        {
          target: `${place.at}.hold`,
          actions: [
            remember(
              (_, look) => ({ handoffId: look.event.handoffId ?? '', heldSinceMs: surroundingsIn(look).nowMs, late: undefined }) as never,
            ),
            ...tell(place, step.wording.sending),
          ],
        },
      ],
      HANDOFF_REFUSED: [{ target: place.exits.failed, actions: tell(place, step.wording.failed) }],
      '*': [{ actions: [wait] }],
    },
  };
}

function holdState(place: OfferPlace): StepState<CallMemory> {
  const { step, exits } = place;
  const { wording } = step;
  const wait = waitFor(() => place.hold(HOLD_INPUT));
  const is = (delivery: string, fallback?: string) => (look: CallLook) =>
    look.event.delivery === delivery && (fallback === undefined || look.event.fallback === fallback);
  const isOver = (look: CallLook) => surroundingsIn(look).nowMs - (look.context.offer?.heldSinceMs ?? 0) >= step.holdSeconds * 1000;
  const late: CallAction = remember(() => ({ late: true }));
  const person: CallMove = { target: exits.person, actions: [late, fact(() => ({ type: 'person-asked', step: place.id }))] };
  return {
    entry: [wait],
    on: {
      [keyEvent(step.keys.person)]: [person],
      '*': [
        { target: exits.accepted, guard: is('delivered'), actions: tell(place, wording.delivered) },
        { target: exits.failed, guard: is('failed', 'sms'), actions: [late, ...tell(place, wording.failedSms ?? wording.failed)] },
        { target: exits.failed, guard: is('failed'), actions: [late, ...tell(place, wording.failed)] },
        { target: exits.failed, guard: isOver, actions: [late, ...tell(place, wording.pending)] },
        { actions: [wait] },
      ],
    },
  };
}
