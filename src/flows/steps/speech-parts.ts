import type { Prompt } from '../../channels/voice.ts';
import { asksForPerson } from '../human-words.ts';
import type { StepSpeech, Wording } from '../schema/fields.ts';
import { sentenceWording } from '../speech/sentences.ts';
import { bareLanguage } from '../speech/spoken-numbers.ts';
import { change, fact } from './parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  hear,
  inputFact,
  type Misheard,
  misheardOnce,
  say,
  type VoiceKit,
  wordingView,
} from './voice-parts.ts';

/** How sure the recogniser must be, where the flow says nothing. */
const LEAST_CONFIDENCE = 0.5;
/** After so many sentences that were not understood the keys are named. */
const NAMES_KEYS_AFTER = 2;
const NOT_UNDERSTOOD = sentenceWording('notUnderstood');

/**
 * Is the recogniser sure enough? It may say nothing, and some say nothing but 0: then it is believed.
 * Source: https://www.twilio.com/docs/voice/twiml/gather
 */
export function isSure({ event: { confidence } }: CallLook, speech: StepSpeech | undefined): boolean {
  return confidence === undefined || confidence === 0 || confidence >= (speech?.confidence ?? LEAST_CONFIDENCE);
}

export function isSpeech({ event }: CallLook): boolean {
  return event.type === 'SPEECH';
}

/** Does a caller who speaks ask for a person? */
export function spokenPerson(kit: VoiceKit): (look: CallLook) => boolean {
  const words = Object.values(kit.flow.humanWords ?? {}).flat();
  return ({ event: { speech = '' } }) => asksForPerson(speech, words);
}

/** To a person, on request in words: by the step's own exit, else by the flow's. */
export function personMoves(id: string, kit: VoiceKit, own?: string, secret = false): readonly CallMove[] {
  const step = own ?? kit.person;
  if (step === undefined) return [];
  const asked = spokenPerson(kit);
  return [
    {
      target: kit.to(step),
      guard: (look) => isSpeech(look) && asked(look),
      actions: [fact((look) => inputFact(id, look, 'person', secret)), fact(() => ({ type: 'person-asked', step: id }))],
    },
  ];
}

/** What a step that listens does with speech it can't use. */
export function misheardIn(
  id: string,
  step: { readonly speech?: StepSpeech | undefined; readonly invalidText?: Wording | undefined },
  kit: VoiceKit,
): Misheard | undefined {
  const { speech } = step;
  if (!speech) return undefined;
  const wording = speech.notUnderstood ?? step.invalidText;
  const tell = wording ? say(kit, id, wording) : sayWhere(kit, id, NOT_UNDERSTOOD);
  const isFree = (look: CallLook) => isSpeech(look) && !isSure(look, speech) && (look.context.misheard ?? 0) < NAMES_KEYS_AFTER;
  return { isFree, tell };
}

/** Our own sentences are in some languages; `pt` serves `pt-BR` where there is no other. */
function languageOf(wording: Wording, language: string): string | undefined {
  return [language, bareLanguage(language)].find((each) => wording[each] !== undefined);
}

/** Can this be asked in the caller's language? */
export function isAskable(wording: Wording, { context }: CallLook): boolean {
  return languageOf(wording, context.language) !== undefined;
}

/** Said in the languages that have it; in the others nothing. */
export function sayWhere(
  kit: VoiceKit,
  id: string,
  wording: Wording,
  extra?: (look: CallLook) => Readonly<Record<string, string | undefined>>,
): readonly CallAction[] {
  const words = kit.words(wording);
  return [
    hear((look) => {
      const { language } = look.context;
      const found = languageOf(wording, language);
      if (found === undefined) return [];
      const view = wordingView(kit, id, look, extra?.(look));
      return found === language ? words.prompts(language, view) : spoken(kit, language, words.text(found, view));
    }),
  ];
}

/** Names the keys once speech has failed twice. */
export function keysReminder(
  id: string,
  speech: StepSpeech | undefined,
  kit: VoiceKit,
  sentence: (language: string) => string,
): readonly CallAction[] {
  if (!speech) return [];
  const own = speech.keysText && kit.words(speech.keysText);
  return [
    hear((look) => {
      const { language, misheard = 0 } = look.context;
      if (misheard < NAMES_KEYS_AFTER) return [];
      return own ? own.prompts(language, wordingView(kit, id, look)) : spoken(kit, language, sentence(language));
    }),
  ];
}

function spoken(kit: VoiceKit, language: string, text: string): readonly Prompt[] {
  const voice = kit.flow.voices[language];
  return text === '' ? [] : [{ kind: 'say', text, language, ...(voice !== undefined && { voice }) }];
}

/** A guess that the caller is asked about; undefined forgets it. */
export function guessing(guess: (look: CallLook) => string | undefined): CallAction {
  return change<CallMemory>((look) => ({ guess: guess(look) }) as unknown as Partial<CallMemory>);
}

/** It was not what the recogniser made of it: the question is asked again. Often enough, and it costs a retry. */
export function denied(setting: {
  readonly id: string;
  readonly isNo: (look: CallLook) => boolean;
  /** Where the question is asked. */
  readonly ask: string;
  readonly invalid: string;
  readonly retries: number;
}): readonly CallMove[] {
  const costs = ({ context }: CallLook) => (context.misheard ?? 0) >= NAMES_KEYS_AFTER;
  const heard = fact<CallMemory>((look) => inputFact(setting.id, look));
  const again = change<CallMemory>((look) => (costs(look) ? { invalid: look.context.invalid + 1 } : {}));
  return [
    {
      target: setting.invalid,
      guard: (look) => setting.isNo(look) && costs(look) && look.context.invalid >= setting.retries,
      actions: [heard],
    },
    { target: setting.ask, guard: setting.isNo, actions: [heard, guessing(() => undefined), again, misheardOnce] },
  ];
}
