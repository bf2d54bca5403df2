import { countryOf, parsePhone } from '../../base/phone.ts';
import { createAnswerCheck } from '../check-answer.ts';
import { sentenceWording } from '../speech/sentences.ts';
import { readSpokenAnswer } from '../speech/spoken-answer.ts';
import { readSpokenKey } from '../speech/spoken-key.ts';
import { spokenYesOrNo } from '../speech/yes-or-no.ts';
import { freshRetries, type OfferPlace, type OfferStates, remember, tell } from './offer-parts.ts';
import { fact, type StepState, surroundingsIn } from './parts.ts';
import { isSpeech, isSure, misheardIn, spokenPerson } from './speech-parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  gatherInput,
  isInput,
  keyEvent,
  misheardOnce,
  retrying,
  say,
  waitFor,
} from './voice-parts.ts';

/** How often another number may be typed. */
const MAX_TRIES = 2;
const YES = '1';
const AGAIN = '2';

const PHONE = { kind: 'phone', mobileOnly: false } as const;
const checkPhone = createAnswerCheck(PHONE);

/** Which number is written to: the caller's own by its last digits, or another, typed and read back. */
export function numberStates(place: OfferPlace): OfferStates {
  const { step, at } = place;
  const own = question(place, [...tell(place, step.wording.confirmOwn ?? step.wording.confirmNumber)], 1);
  const typed = question(place, [...readBack(place)], 1);
  return {
    ...(step.confirmNumber && { own: yesOrAgain(place, own, [{ target: `${at}.number` }]) }),
    number: numberState(place),
    readback: yesOrAgain(place, typed, [
      { target: place.exits.failed, guard: isLastTry, actions: giveUp(place) },
      {
        target: `${at}.number`,
        actions: [remember(({ numberTries = 0 }) => ({ numberTries: numberTries + 1, typedNumber: undefined }) as never)],
      },
    ]),
  };
}

function isLastTry({ context }: CallLook): boolean {
  return (context.offer?.numberTries ?? 0) + 1 >= MAX_TRIES;
}

const NO_NUMBER = sentenceWording('noNumber');

/** There is no number to write to: nothing was sent, and the caller hears that and not that it failed. The number is forgotten. */
function giveUp(place: OfferPlace): readonly CallAction[] {
  const words = place.takesLandlines ? undefined : (place.step.wording.noNumber ?? NO_NUMBER);
  return [remember(() => ({ typedNumber: undefined }) as never), ...tell(place, words)];
}

function question(place: OfferPlace, prompt: readonly CallAction[], numDigits?: number): readonly CallAction[] {
  const keys = numDigits === undefined ? { finishOnKey: '#' } : { numDigits, finishOnKey: '' };
  return [...prompt, waitFor(({ context }) => place.listen(gatherInput(place.step, keys, context.language)))];
}

function numberState(place: OfferPlace): StepState<CallMemory> {
  const { step, at, id } = place;
  const again = question(place, tell(place, step.wording.askNumber));
  const failed: CallMove = { target: place.exits.failed, actions: giveUp(place) };
  const retries = retrying({
    step: id,
    retries: step.retries,
    again,
    invalid: failed,
    noInput: failed,
    silence: place.silence,
    secret: true,
  });
  const misheard = misheardIn(id, { speech: step.speech, invalidText: step.wording.numberInvalid }, place.kit);
  const wrong = [
    remember(({ numberTries = 0 }) => ({ numberTries: numberTries + 1 })),
    ...tell(place, step.wording.numberInvalid),
    ...again,
  ];
  return {
    entry: [freshRetries, ...again],
    on: {
      ...retries,
      [keyEvent('*')]: [{ actions: again }],
      [keyEvent(step.keys.person)]: [personMove(place)],
      '*': [
        spokenPersonMove(place),
        {
          target: `${at}.readback`,
          guard: (look) => isInput(look) && numberOf(place, look) !== undefined,
          actions: [remember((_, look) => ({ typedNumber: numberOf(place, look) ?? '' }))],
        },
        ...(misheard ? [{ guard: misheard.isFree, actions: [misheardOnce, ...misheard.tell, ...again] }] : []),
        { ...failed, guard: (look) => isInput(look) && isLastTry(look) },
        { guard: isInput, actions: wrong },
        { actions: again },
      ],
    },
  };
}

/** What was typed or said as a number that can be written to, or called, in E.164; national numbers are of the country that was called. */
function numberOf({ takesLandlines }: OfferPlace, look: CallLook): string | undefined {
  const { digits = '', speech } = look.event;
  const s = surroundingsIn(look);
  const country = countryOf(s.entryNumber);
  const scene = { nowMs: s.nowMs, timeZone: 'UTC', ...(country !== undefined && { country }) };
  const said = speech === undefined ? undefined : readSpokenAnswer(speech, look.context.language, PHONE, checkPhone, scene);
  const parsed = parsePhone(said === undefined ? digits.replace(/[*#]+/g, '') : String(said.value), country);
  const fits = parsed?.type === 'mobile' || parsed?.type === 'unknown' || (takesLandlines && parsed?.type === 'landline');
  return fits ? parsed?.e164 : undefined;
}

function readBack(place: OfferPlace): readonly CallAction[] {
  return say(place.kit, place.id, place.step.wording.confirmNumber, (look) => {
    const typed = look.context.offer?.typedNumber ?? '';
    return { number: asTyped(typed, surroundingsIn(look).entryNumber), lastDigits: typed.slice(-3) };
  });
}

/** A number of the called country as people there say it, without the country's code. */
function asTyped(e164: string, entryNumber: string): string {
  const country = countryOf(entryNumber);
  if (country === undefined) return e164.slice(1);
  const national = [2, 3, 4].map((from) => e164.slice(from)).find((rest) => parsePhone(rest, country)?.e164 === e164);
  return national ?? e164.slice(1);
}

function yesOrAgain(place: OfferPlace, again: readonly CallAction[], other: readonly CallMove[]): StepState<CallMemory> {
  const failed: CallMove = { target: place.exits.failed, actions: giveUp(place) };
  const yes: CallMove = { target: `${place.at}.send` };
  const said = (answer: 'yes' | 'no') => (look: CallLook) => isSure(look, place.step.speech) && answerIn(look) === answer;
  return {
    entry: [freshRetries, ...again],
    on: {
      ...retrying({
        step: place.id,
        retries: place.step.retries,
        again,
        afterInvalid: tell(place, place.step.wording.invalid),
        invalid: failed,
        noInput: failed,
        silence: place.silence,
        misheard: misheardIn(place.id, { speech: place.step.speech, invalidText: place.step.wording.invalid }, place.kit),
      }),
      [keyEvent('*')]: [{ actions: again }],
      [keyEvent(place.step.keys.person)]: [personMove(place)],
      [keyEvent(YES)]: [yes],
      [keyEvent(AGAIN)]: other,
      SPEECH: [
        spokenPersonMove(place),
        { ...yes, guard: said('yes') },
        ...other.map((move) => ({ ...move, guard: both(said('no'), move.guard) })),
      ],
    },
  };
}

function both(first: (look: CallLook) => boolean, second: CallMove['guard']): (look: CallLook) => boolean {
  return second ? (look) => first(look) && second(look) : first;
}

/** Yes and no, or the keys for them by their names. */
function answerIn({ event: { speech = '' }, context: { language } }: CallLook): 'yes' | 'no' | undefined {
  const key = readSpokenKey(speech, language);
  if (key !== undefined) return key === YES ? 'yes' : key === AGAIN ? 'no' : undefined;
  return spokenYesOrNo(speech, language);
}

function spokenPersonMove(place: OfferPlace): CallMove {
  const asks = spokenPerson(place.kit);
  return { ...personMove(place), guard: (look) => isSpeech(look) && asks(look) };
}

function personMove(place: OfferPlace): CallMove {
  return { target: place.exits.person, actions: [fact(() => ({ type: 'person-asked', step: place.id }))] };
}
