import { countryOf } from '../../base/phone.ts';
import type { AnswerScene } from '../check-answer.ts';
import type { Scalar } from '../outcomes.ts';
import type { Wording } from '../schema/fields.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { asksToRepeatOrBack } from '../speech/repeat-words.ts';
import { sentenceWording, typeItSentence } from '../speech/sentences.ts';
import { readSpokenAnswer } from '../speech/spoken-answer.ts';
import { spokenYesOrNo } from '../speech/yes-or-no.ts';
import { change, enter, fact, type StepState, surroundingsIn } from './parts.ts';
import { denied, guessing, isAskable, isSpeech, isSure, keysReminder, misheardIn, personMoves, sayWhere } from './speech-parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  inputFact,
  isInput,
  keyEvent,
  listen,
  retrying,
  say,
  type VoiceKit,
} from './voice-parts.ts';

type CollectStep = Extract<VoiceStep, { type: 'collect' }>;

/** Collect: keys or speech into a variable, once they pass its check. Entering the step forgets an earlier answer. */
export function collectState(id: string, step: CollectStep, kit: VoiceKit): StepState<CallMemory> {
  const { variable } = step;
  const begin = [...enter<CallMemory>(id, FRESH), change<CallMemory>(({ context }) => forget(context, variable))];
  const answer = createAnswer(step, kit);
  if (!step.speech) {
    const ask = askState(id, step, kit, answer);
    return { ...ask, entry: [...begin, ...(ask.entry ?? [])] };
  }
  return { entry: begin, initial: 'ask', states: { ask: askState(id, step, kit, answer), sure: sureState(id, step, kit, answer) } };
}

/** Is the variable never kept, and so neither read back nor guessed at? */
function isSecret({ variable }: CollectStep, kit: VoiceKit): boolean {
  return kit.flow.variables[variable]?.sensitive === true;
}

function retriesOf(id: string, step: CollectStep, kit: VoiceKit, again: readonly CallAction[]) {
  return retrying({
    step: id,
    retries: step.retries,
    again,
    afterInvalid: say(kit, id, step.invalidText),
    afterSilence: say(kit, id, step.silentText),
    invalid: { target: kit.to(step.invalid) },
    noInput: { target: kit.to(step.noInput) },
    secret: isSecret(step, kit),
    misheard: misheardIn(id, step, kit),
  });
}

function askState(id: string, step: CollectStep, kit: VoiceKit, answer: AnswerOf): StepState<CallMemory> {
  const numDigits = step.as.kind === 'digits' ? step.as.length : undefined;
  const again = [
    ...say(kit, id, step.prompt),
    ...keysReminder(id, step.speech, kit, (language) => typeItSentence(language, numDigits === undefined ? step.finishKey : '')),
    listen(id, step, { ...(numDigits !== undefined && { numDigits }), finishOnKey: step.finishKey }),
  ];
  const retries = retriesOf(id, step, kit, again);
  const secret = isSecret(step, kit);
  const asked = didYouSay(step);
  const isUnsure = (look: CallLook) =>
    isSpeech(look) && isAskable(asked, look) && (!isSure(look, step.speech) || answer(look)?.doubtful === true);
  const unsure: readonly CallMove[] =
    step.speech === undefined || secret
      ? []
      : [
          {
            target: `${kit.to(id)}.sure`,
            guard: (look) => isUnsure(look) && answer(look) !== undefined,
            actions: [fact((look) => inputFact(id, look)), guessing((look) => String(answer(look)?.value))],
          },
        ];
  return {
    entry: again,
    on: {
      ...retries,
      '*': [
        ...unsure,
        taken(id, step, kit, (look) => (secret && isUnsure(look) ? undefined : answer(look)?.value)),
        ...spokenWishes(id, step, kit, again),
        ...(retries['*'] ?? []),
      ],
      ...(step.finishKey !== '*' && { [keyEvent('*')]: [{ actions: again }] }),
      ...personKey(id, step, kit),
    },
  };
}

/** What a caller may say instead of an answer. */
function spokenWishes(id: string, step: CollectStep, kit: VoiceKit, again: readonly CallAction[]): readonly CallMove[] {
  if (!step.speech) return [];
  return [
    ...personMoves(id, kit, step.person, isSecret(step, kit)),
    { actions: again, guard: (look) => isSpeech(look) && asksToRepeatOrBack(look.event.speech ?? '') === 'repeat' },
  ];
}

/** Did you say …? 1 is yes and 2 is no, as in every question that reads something back. */
function sureState(id: string, step: CollectStep, kit: VoiceKit, answer: AnswerOf): StepState<CallMemory> {
  const again = [
    ...sayWhere(kit, id, didYouSay(step), ({ context }) => ({ heard: context.guess })),
    listen(id, step, { numDigits: 1, finishOnKey: '' }),
  ];
  const retries = retriesOf(id, step, kit, again);
  const says = (wanted: 'yes' | 'no') => (look: CallLook) =>
    isSpeech(look) && spokenYesOrNo(look.event.speech ?? '', look.context.language) === wanted;
  const guessed = taken(id, step, kit, ({ context }) => typed(context.guess, step, kit));
  const no = (isNo: (look: CallLook) => boolean) =>
    denied({ id, isNo, ask: `${kit.to(id)}.ask`, invalid: kit.to(step.invalid), retries: step.retries.invalid });
  const corrected = taken(id, step, kit, (look) =>
    isSure(look, step.speech) && spokenYesOrNo(look.event.speech ?? '', look.context.language) === undefined
      ? answer(look)?.value
      : undefined,
  );
  return {
    entry: again,
    on: {
      ...retries,
      [keyEvent('*')]: [{ actions: again }],
      ...personKey(id, step, kit),
      [keyEvent('1')]: [{ ...guessed, guard: () => true }],
      [keyEvent('2')]: no(() => true),
      SPEECH: [corrected, { ...guessed, guard: says('yes') }, ...no(says('no')), ...spokenWishes(id, step, kit, again)],
    },
  };
}

/** The question about a doubtful answer, read back as one reads such answers. */
function didYouSay({ as, speech }: CollectStep): Wording {
  if (speech?.didYouSay) return speech.didYouSay;
  if (as.kind === 'date') return READ_BACK.date;
  return as.kind === 'digits' || as.kind === 'phone' || as.kind === 'postal-code' ? READ_BACK.digits : READ_BACK.plain;
}

const READ_BACK = {
  plain: sentenceWording('didYouSay'),
  digits: sentenceWording('didYouSay', '{{heard|digits}}'),
  date: sentenceWording('didYouSay', '{{heard|longDate}}'),
};

/** An answer that passes its check. */
function taken(id: string, step: CollectStep, kit: VoiceKit, read: (look: CallLook) => Scalar | undefined): CallMove {
  const { variable } = step;
  const secret = isSecret(step, kit);
  return {
    target: kit.to(step.next),
    guard: (look) => isInput(look) && read(look) !== undefined,
    actions: [
      fact((look) => inputFact(id, look, 'next', secret)),
      change((look) => {
        const value = read(look) ?? null;
        return { variables: { ...look.context.variables, [variable]: value }, ...(!secret && { heard: String(value) }) };
      }),
      fact(({ context }) => ({ type: 'collected', step: id, variable, value: secret ? null : (context.variables[variable] ?? null) })),
    ],
  };
}

function personKey(id: string, step: CollectStep, kit: VoiceKit): NonNullable<StepState<CallMemory>['on']> {
  const { personKey: key, person } = step;
  if (key === undefined || person === undefined) return {};
  const actions = [fact<CallMemory>((look) => inputFact(id, look, 'person')), fact<CallMemory>(() => ({ type: 'person-asked', step: id }))];
  return { [keyEvent(key)]: [{ target: kit.to(person), actions }] };
}

function forget({ variables }: CallMemory, variable: string): Partial<CallMemory> {
  const { [variable]: _, ...kept } = variables;
  return { variables: kept, heard: undefined } as unknown as Partial<CallMemory>;
}

type AnswerOf = (look: CallLook) => { readonly value: Scalar; readonly doubtful: boolean } | undefined;

/** The normalised answer in the type of its variable; undefined when it is not acceptable. */
function createAnswer(step: CollectStep, kit: VoiceKit): AnswerOf {
  const check = kit.answerCheck(step.as);
  return (look) => {
    const scene = sceneOf(look, kit);
    const { digits, speech = '' } = look.event;
    const answer = digits === undefined ? undefined : check(digits, scene);
    const found =
      digits === undefined
        ? readSpokenAnswer(speech, look.context.language, step.as, check, scene)
        : answer?.ok
          ? { value: answer.value, doubtful: false }
          : undefined;
    const value = found && typed(found.value, step, kit);
    return found && value !== undefined ? { value, doubtful: found.doubtful } : undefined;
  };
}

function sceneOf(look: CallLook, kit: VoiceKit): AnswerScene {
  const s = surroundingsIn(look);
  const country = countryOf(s.entryNumber);
  return { nowMs: s.nowMs, timeZone: kit.flow.timeZone, ...(country !== undefined && { country }) };
}

/** A checked answer in the type of its variable. */
function typed(value: Scalar | undefined, step: CollectStep, kit: VoiceKit): Scalar | undefined {
  if (value === undefined) return undefined;
  const type = kit.flow.variables[step.variable]?.type;
  if (type === 'integer' || type === 'number') return Number.isFinite(Number(value)) ? Number(value) : undefined;
  return type === 'boolean' ? value !== 0 && value !== '0' : String(value);
}
