import type { VoiceStep } from '../flow.ts';
import { spokenText, spokenYesOrNo } from '../spoken-words.ts';
import { change, enter, fact, type StepState } from './parts.ts';
import {
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  inputFact,
  keyEvent,
  listen,
  retrying,
  say,
  type VoiceKit,
} from './voice-parts.ts';

type ConfirmStep = Extract<VoiceStep, { type: 'confirm' }>;

const forgetHeard = change<CallMemory>(() => ({ heard: undefined }) as unknown as Partial<CallMemory>);

/** Confirm: reads something back; yes, no, or once more with `*`. */
export function confirmState(id: string, step: ConfirmStep, kit: VoiceKit): StepState<CallMemory> {
  const again = [...say(kit, id, step.prompt), listen(id, step, { numDigits: 1, finishOnKey: '' })];
  const yes: CallMove = { target: kit.to(step.yes), actions: [fact((look) => inputFact(id, look, 'yes')), forgetHeard] };
  const no: CallMove = { target: kit.to(step.no), actions: [fact((look) => inputFact(id, look, 'no')), forgetHeard] };
  const said = (answer: 'yes' | 'no') => (look: CallLook) => spokenYesOrNo(spokenText(look.event.speech, look.event.confidence)) === answer;
  return {
    entry: [...enter<CallMemory>(id, FRESH), ...again],
    on: {
      ...retrying({
        step: id,
        retries: step.retries,
        again,
        invalid: { target: kit.to(step.invalid) },
        noInput: { target: kit.to(step.noInput) },
      }),
      [keyEvent('*')]: [{ actions: again }],
      [keyEvent(step.noKey)]: [no],
      [keyEvent(step.yesKey)]: [yes],
      SPEECH: [
        { ...yes, guard: said('yes') },
        { ...no, guard: said('no') },
      ],
    },
  };
}
