import type { VoiceStep } from '../schema/voice-steps.ts';
import { asksToRepeatOrBack } from '../speech/repeat-words.ts';
import { yesOrNoKeysSentence } from '../speech/sentences.ts';
import { readSpokenKey } from '../speech/spoken-key.ts';
import { spokenYesOrNo } from '../speech/yes-or-no.ts';
import { change, enter, fact, type StepState } from './parts.ts';
import { guessing, isSpeech, isSure, keysReminder, misheardIn, personMoves } from './speech-parts.ts';
import {
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  inputFact,
  keyEvent,
  listen,
  misheardOnce,
  retrying,
  say,
  type VoiceKit,
} from './voice-parts.ts';

type ConfirmStep = Extract<VoiceStep, { type: 'confirm' }>;

const forgetHeard = change<CallMemory>(() => ({ heard: undefined }) as unknown as Partial<CallMemory>);

/** Confirm: reads something back; yes, no, or once more with `*`. An answer heard badly counts when it is heard again. */
export function confirmState(id: string, step: ConfirmStep, kit: VoiceKit): StepState<CallMemory> {
  const again = [
    ...say(kit, id, step.prompt),
    ...keysReminder(id, step.speech, kit, (language) => yesOrNoKeysSentence(language, step.yesKey, step.noKey)),
    listen(id, step, { numDigits: 1, finishOnKey: '' }),
  ];
  const yes: CallMove = { target: kit.to(step.yes), actions: [fact((look) => inputFact(id, look, 'yes')), forgetHeard] };
  const no: CallMove = { target: kit.to(step.no), actions: [fact((look) => inputFact(id, look, 'no')), forgetHeard] };
  const isBelieved = (look: CallLook) => isSure(look, step.speech) || look.context.guess === spokenAnswer(step, look);
  const said = (answer: 'yes' | 'no') => (look: CallLook) => spokenAnswer(step, look) === answer && isBelieved(look);
  return {
    entry: [...enter<CallMemory>(id, FRESH), ...again],
    on: {
      ...retrying({
        step: id,
        retries: step.retries,
        again,
        invalid: { target: kit.to(step.invalid) },
        noInput: { target: kit.to(step.noInput) },
        misheard: misheardIn(id, step, kit),
      }),
      [keyEvent('*')]: [{ actions: again }],
      [keyEvent(step.noKey)]: [no],
      [keyEvent(step.yesKey)]: [yes],
      SPEECH: [
        { ...yes, guard: said('yes') },
        { ...no, guard: said('no') },
        {
          guard: (look) => spokenAnswer(step, look) !== undefined,
          actions: [fact((look) => inputFact(id, look)), guessing((look) => spokenAnswer(step, look)), misheardOnce, ...again],
        },
        ...personMoves(id, kit),
        { actions: again, guard: (look) => isSpeech(look) && asksToRepeatOrBack(look.event.speech ?? '') === 'repeat' },
      ],
    },
  };
}

/** Yes and no, or the keys for them by their names. */
function spokenAnswer(step: ConfirmStep, { event: { speech = '' }, context: { language } }: CallLook): 'yes' | 'no' | undefined {
  const key = readSpokenKey(speech, language);
  if (key !== undefined) return key === step.yesKey ? 'yes' : key === step.noKey ? 'no' : undefined;
  return spokenYesOrNo(speech, language);
}
