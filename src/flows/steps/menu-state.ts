import type { VoiceStep } from '../schema/voice-steps.ts';
import { type Choice, createSpokenOptions, type SpokenOptions } from '../speech/choose-option.ts';
import { namesOfLanguage } from '../speech/language-names.ts';
import { asksToRepeatOrBack } from '../speech/repeat-words.ts';
import { optionKeysSentence, sentenceWording } from '../speech/sentences.ts';
import { keyName, readSpokenKey } from '../speech/spoken-key.ts';
import { spokenYesOrNo } from '../speech/yes-or-no.ts';
import { targetOf } from './exit-tags.ts';
import { change, enter, fact, type SprintEvent, type StepState } from './parts.ts';
import { denied, guessing, isAskable, isSure, keysReminder, misheardIn, personMoves, sayWhere, spokenPerson } from './speech-parts.ts';
import {
  type CallAction,
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

type MenuStep = Extract<VoiceStep, { type: 'menu' }>;
type Option = MenuStep['options'][number];

/** The state from which "back" finds its menu. */
export const BACK = '#call.back';
const MAX_TRAIL = 10;
const DID_YOU_SAY = sentenceWording('didYouSayOption');

/** Menu: a key or a word chooses; repeat and back cost nothing. `*` repeats and `#` goes back unless the step says otherwise. */
export function menuState(id: string, step: MenuStep, kit: VoiceKit): StepState<CallMemory> {
  const begin = [...enter<CallMemory>(id, FRESH), change<CallMemory>(({ context }) => cutTrail(id, context.trail))];
  if (!step.speech) {
    const again = [...say(kit, id, step.prompt), listen(id, step, { numDigits: 1, finishOnKey: '' })];
    return { entry: [...begin, ...again], on: { ...keysOn(id, step, kit, again) } };
  }
  const hearing = createHearing(step, kit);
  return { entry: begin, initial: 'ask', states: { ask: askState(id, step, kit, hearing), sure: sureState(id, step, kit, hearing) } };
}

/** What every state of a menu does with keys, silence and what it can't use. */
function keysOn(id: string, step: MenuStep, kit: VoiceKit, again: readonly CallAction[]): NonNullable<StepState<CallMemory>['on']> {
  return {
    ...retrying({
      step: id,
      retries: step.retries,
      again,
      afterInvalid: say(kit, id, step.invalidText),
      afterSilence: say(kit, id, step.silentText),
      invalid: { target: kit.to(step.invalid) },
      noInput: { target: kit.to(step.noInput) },
      misheard: misheardIn(id, step, kit),
    }),
    [keyEvent(step.repeatKey ?? '*')]: [{ actions: again }],
    [keyEvent(step.backKey ?? '#')]: back(step, again),
    ...Object.fromEntries(step.options.map((option) => [keyEvent(option.key), [choice(id, option, kit)]])),
  };
}

function askState(id: string, step: MenuStep, kit: VoiceKit, hearing: Hearing): StepState<CallMemory> {
  const again = [
    ...say(kit, id, step.prompt),
    ...keysReminder(id, step.speech, kit, (language) => optionKeysSentence(language, hearing.named(language))),
    listen(id, step, { numDigits: 1, finishOnKey: '' }, hearing.hints),
  ];
  const asked = step.speech?.didYouSay ?? DID_YOU_SAY;
  const sure: CallMove = {
    target: `${kit.to(id)}.sure`,
    guard: (look) => hearing.option(look) !== undefined && !hearing.isPlain(look) && isAskable(asked, look),
    actions: [fact((look) => inputFact(id, look)), guessing((look) => hearing.option(look)?.key)],
  };
  return {
    entry: again,
    on: {
      ...keysOn(id, step, kit, again),
      SPEECH: [
        ...(hearing.hasPerson ? [] : personMoves(id, kit).map((move) => both(move, (look) => hearing.option(look) === undefined))),
        { actions: again, guard: (look) => hearing.option(look) === undefined && asksToRepeatOrBack(look.event.speech ?? '') === 'repeat' },
        { target: BACK, guard: (look) => wantsBack(look, hearing) },
        sure,
        ...step.options.map((option) => both(choice(id, option, kit), (look) => hearing.option(look) === option)),
      ],
    },
  };
}

function wantsBack(look: CallLook, hearing: Hearing): boolean {
  const said = hearing.option(look) === undefined && asksToRepeatOrBack(look.event.speech ?? '') === 'back';
  return said && look.context.trail.length > 0;
}

/** Did you say …? Its words or yes, or its key; any other key still chooses its own option. */
function sureState(id: string, step: MenuStep, kit: VoiceKit, hearing: Hearing): StepState<CallMemory> {
  const wording = step.speech?.didYouSay ?? DID_YOU_SAY;
  const again = [
    ...sayWhere(kit, id, wording, (look) => hearing.asked(look)),
    listen(id, step, { numDigits: 1, finishOnKey: '' }, hearing.hints),
  ];
  const answer = ({ context, event }: CallLook) => spokenYesOrNo(event.speech ?? '', context.language);
  const meant = (look: CallLook): Option | undefined => {
    const named = hearing.option(look);
    if (named && named.key !== look.context.guess) return hearing.isPlain(look) ? named : undefined;
    return named !== undefined || answer(look) === 'yes' ? step.options.find(({ key }) => key === look.context.guess) : undefined;
  };
  return {
    entry: again,
    on: {
      ...keysOn(id, step, kit, again),
      SPEECH: [
        ...(hearing.hasPerson ? [] : personMoves(id, kit).map((move) => both(move, (look) => hearing.option(look) === undefined))),
        ...step.options.map((option) => both(choice(id, option, kit), (look) => meant(look) === option)),
        ...denied({
          id,
          isNo: (look) => answer(look) === 'no',
          ask: `${kit.to(id)}.ask`,
          invalid: kit.to(step.invalid),
          retries: step.retries.invalid,
        }),
      ],
    },
  };
}

/** What a menu makes of a sentence. */
interface Hearing {
  readonly hints: (language: string) => readonly string[];
  readonly hasPerson: boolean;
  /** The option that was meant. */
  readonly option: (look: CallLook) => Option | undefined;
  /** Neither the recogniser nor the words leave a doubt. Who asks for a person is not asked again. */
  readonly isPlain: (look: CallLook) => boolean;
  /** Options that can be named, with their keys. */
  readonly named: (language: string) => readonly { readonly label: string; readonly key: string }[];
  /** The values of "did you say". */
  readonly asked: (look: CallLook) => Readonly<Record<string, string | undefined>>;
}

interface Heard {
  readonly option: Option | undefined;
  readonly doubtful: boolean;
}

function createHearing(step: MenuStep, kit: VoiceKit): Hearing {
  const { options } = step;
  const person = options.find((option) => option.person);
  const asksForPerson = spokenPerson(kit);
  const phrases = (language: string) => options.map((option) => phrasesOf(option, language, kit));
  const ready = new Map<string, SpokenOptions>(kit.flow.languages.map((language) => [language, createSpokenOptions(phrases(language))]));
  const heard = new WeakMap<SprintEvent, Heard>();

  function optionOf(look: CallLook): Heard {
    const { language } = look.context;
    const { speech = '' } = look.event;
    const chosen: Choice = ready.get(language)?.choose(speech) ?? { kind: 'none' };
    const named = chosen.kind === 'one' ? options[chosen.index] : undefined;
    if (chosen.kind === 'one' && chosen.exact) return { option: named, doubtful: false };
    if (person && asksForPerson(look)) return { option: person, doubtful: false };
    const key = readSpokenKey(speech, language);
    const byKey = key === undefined ? undefined : options.find((option) => option.key === key);
    return byKey ? { option: byKey, doubtful: false } : { option: named, doubtful: chosen.kind === 'one' && chosen.doubtful };
  }

  function hear(look: CallLook): Heard {
    const known = heard.get(look.event);
    if (known) return known;
    const found = optionOf(look);
    heard.set(look.event, found);
    return found;
  }

  return {
    hints: (language) => phrases(language).flat(),
    hasPerson: person !== undefined,
    option: (look) => hear(look).option,
    isPlain: (look) => hear(look).option?.person === true || (isSure(look, step.speech) && !hear(look).doubtful),
    named: (language) =>
      options.flatMap((option) => {
        const [label] = phrasesOf(option, language, kit);
        return label === undefined ? [] : [{ label, key: option.key }];
      }),
    asked: ({ context: { guess, language } }) => {
      const option = options.find(({ key }) => key === guess);
      const heardLabel = option && phrasesOf(option, language, kit)[0];
      return { heard: heardLabel ?? guess, key: keyName(guess ?? '', language) };
    },
  };
}

/** What chooses an option in a language, its name first; an option that changes the language is also chosen by that name. */
function phrasesOf(option: Option, language: string, kit: VoiceKit): readonly string[] {
  const label = option.label?.[language];
  const target = kit.flow.call.steps[targetOf(option.to)];
  return [
    ...(label === undefined ? [] : [label]),
    ...(option.words?.[language] ?? []),
    ...(target?.type === 'language' ? namesOfLanguage(target.language) : []),
  ];
}

function both(move: CallMove, guard: (look: CallLook) => boolean): CallMove {
  const first = move.guard;
  return { ...move, guard: first ? (look) => guard(look) && first(look) : guard };
}

function choice(id: string, option: Option, kit: VoiceKit): CallMove {
  const { intent } = option;
  const actions: CallAction[] = [
    fact((look) => inputFact(id, look, targetOf(option.to))),
    change(({ context }) => ({ trail: [...context.trail, id].slice(-MAX_TRAIL), ...(intent !== undefined && { intent }) })),
  ];
  if (intent !== undefined) actions.push(fact(() => ({ type: 'intent', intent })));
  if (option.person) actions.push(fact(() => ({ type: 'person-asked', step: id })));
  return { target: kit.to(option.to), actions };
}

/** Goes back where there is something to go back to. A key that is named for it is never wrong; `#` alone is, then. */
function back(step: MenuStep, again: readonly CallAction[]): readonly CallMove[] {
  const go: CallMove = { target: BACK, guard: ({ context }) => context.trail.length > 0 };
  return step.backKey === undefined ? [go] : [go, { actions: again }];
}

/** A menu that is entered again is no longer behind the caller. */
function cutTrail(id: string, trail: readonly string[]): Partial<CallMemory> {
  const at = trail.indexOf(id);
  return at < 0 ? {} : { trail: trail.slice(0, at) };
}

/** The state that leads back to the newest menu of the trail; entering that menu takes it off the trail. */
export function backState(menus: readonly string[], kit: VoiceKit): StepState<CallMemory> {
  return {
    always: menus.map((menu) => ({ target: kit.to(menu), guard: ({ context }) => context.trail.at(-1) === menu })),
  };
}
