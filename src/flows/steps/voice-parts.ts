import { isHeard } from '../../channels/line-languages.ts';
import type { GatherInput, Prompt, SpeechInput } from '../../channels/voice.ts';
import type { CalendarReader } from '../calendar-state.ts';
import type { CallContext, VoiceWait } from '../call-outcomes.ts';
import type { AnswerCheck } from '../check-answer.ts';
import type { Flow } from '../flow.ts';
import type { FlowFact, Scalar } from '../outcomes.ts';
import type { StepSpeech, Validator, Wording } from '../schema/fields.ts';
import type { CompiledWording, WordingView } from '../wording.ts';
import { hoursValues } from './hours-state.ts';
import { type Action, change, deskValues, type Look, type Memory, type Move, surroundingsIn, type Usable } from './parts.ts';

/** The voice side's memory during a sprint. */
export type CallMemory = CallContext & Memory;
export type CallLook = Look<CallMemory>;
export type CallAction = Action<CallMemory>;
export type CallMove = Move<CallMemory>;

/** What the steps of the voice side are compiled with. */
export interface VoiceKit {
  readonly flow: Flow;
  readonly words: (wording: Wording) => CompiledWording;
  readonly condition: (source: string, expected?: 'bool' | 'any') => Usable;
  readonly answerCheck: (as: Validator) => AnswerCheck;
  readonly calendar: (name: string) => CalendarReader;
  /** The address of a step. */
  readonly to: (step: string) => string;
  /** The queue that the flow reaches next from a step. */
  readonly queueOf: (step: string) => string | undefined;
  /** Where a caller goes who asks for a person in words, unless the step has an exit for it. */
  readonly person: string | undefined;
}

/** Nothing asked yet in this step. */
export const FRESH = { invalid: 0, silent: 0, misheard: undefined, guess: undefined } as unknown as Partial<CallMemory>;

type Extra = Readonly<Record<string, Scalar | undefined>>;

/** The values that wording may use at a step. */
export function wordingView(kit: VoiceKit, step: string, look: CallLook, extra?: Extra): WordingView {
  const s = surroundingsIn(look);
  const queue = kit.queueOf(step);
  return {
    variables: look.context.variables,
    nowMs: s.nowMs,
    tables: s.tables,
    extra: {
      lastDigits: s.caller.lastDigits,
      phoneWait: queue === undefined ? undefined : s.queues[queue]?.waitSeconds,
      heard: look.context.heard,
      ...deskValues(s),
      ...hoursValues(look.context),
      ...extra,
    },
  };
}

/** Something is said; no wording, nothing said. */
export function say(kit: VoiceKit, step: string, wording: Wording | undefined, extra?: (look: CallLook) => Extra): readonly CallAction[] {
  if (wording === undefined) return [];
  const words = kit.words(wording);
  return [hear((look) => words.prompts(look.context.language, wordingView(kit, step, look, extra?.(look))))];
}

/** Prompts to be heard. */
export function hear(prompts: (look: CallLook) => readonly Prompt[]): CallAction {
  return { type: 'heard', params: prompts };
}

/** The sprint stops here; the last wait of a sprint is the one that counts. */
export function waitFor(wait: (look: CallLook) => VoiceWait): CallAction {
  return { type: 'wait', params: wait };
}

export interface Listening {
  readonly timeoutSeconds: number;
  readonly speech?: StepSpeech | undefined;
}

/** Waits for keys or speech. */
export function listen(
  step: string,
  listening: Listening,
  keys: Pick<GatherInput, 'numDigits' | 'finishOnKey'>,
  hints?: (language: string) => readonly string[],
): CallAction {
  return waitFor(({ context: { language } }) => ({
    kind: 'input',
    step,
    input: gatherInput(listening, keys, language, hints?.(language)),
  }));
}

/** How the carrier is to listen: to keys, and to speech where the step wants it and there is a recogniser for the language. */
export function gatherInput(
  listening: Listening,
  keys: Pick<GatherInput, 'numDigits' | 'finishOnKey'>,
  language: string,
  more: readonly string[] = [],
): GatherInput {
  const { timeoutSeconds, speech } = listening;
  if (!speech || !isHeard(language)) return { ...keys, timeoutSeconds };
  return { ...keys, timeoutSeconds, speech: speechInput(speech, language, more) };
}

function speechInput(speech: StepSpeech, language: string, more: readonly string[]): SpeechInput {
  const hints = [...new Set([...(speech.hints?.[language] ?? []), ...more])];
  const { pauseSeconds, model, enhanced, profanityFilter, bargeIn } = speech;
  return {
    language,
    ...(hints.length > 0 && { hints }),
    ...(pauseSeconds !== undefined && { pauseSeconds }),
    ...(model !== undefined && { model }),
    ...(enhanced !== undefined && { enhanced }),
    ...(profanityFilter !== undefined && { profanityFilter }),
    ...(bargeIn !== undefined && { bargeIn }),
  };
}

/** The event that one key makes; single keys have events of their own so that a menu finds its option at once. */
export function keyEvent(key: string): string {
  return `KEY${key === '*' ? 'star' : key === '#' ? 'hash' : key}`;
}

/** Did the caller enter something, be it right or wrong? */
export function isInput({ event }: CallLook): boolean {
  return event.type.startsWith('KEY') || event.type === 'DIGITS' || event.type === 'SPEECH';
}

/** What was entered, for the path. */
export function inputFact(step: string, { event }: CallLook, exit?: string, secret = false): FlowFact {
  const by = event.speech === undefined ? 'digits' : 'speech';
  const value = secret ? '' : (event.digits ?? event.speech ?? '').slice(0, 100);
  return { type: 'input', step, by, value, ...(exit !== undefined && { exit }) };
}

export interface Retrying {
  readonly step: string;
  readonly retries: { readonly invalid: number; readonly silent: number };
  /** Says the question again and waits. */
  readonly again: readonly CallAction[];
  readonly afterInvalid?: readonly CallAction[];
  readonly afterSilence?: readonly CallAction[];
  readonly invalid: CallMove;
  readonly noInput: CallMove;
  /** Events that mean silence. */
  readonly silence?: readonly string[];
  readonly secret?: boolean;
  /** What is done with speech that the step can't use; without it speech counts as a wrong key. */
  readonly misheard?: Misheard | undefined;
}

/** Speech that a step can't use. The first sentences that the recogniser itself doubts cost no retry. */
export interface Misheard {
  readonly isFree: (look: CallLook) => boolean;
  readonly tell: readonly CallAction[];
}

/** One more sentence that was not understood. */
export const misheardOnce: CallAction = change<CallMemory>(({ context }) => ({ misheard: (context.misheard ?? 0) + 1 }));

/** The two budgets of retries, each on its own; whatever else happens, the question is asked again, free of charge. */
export function retrying(setting: Retrying): Record<string, readonly CallMove[]> {
  const { retries, again } = setting;
  const silence: readonly CallMove[] = [
    { ...setting.noInput, guard: ({ context }) => context.silent >= retries.silent },
    { actions: [change(({ context }) => ({ silent: context.silent + 1 })), ...(setting.afterSilence ?? []), ...again] },
  ];
  const heard: CallAction = { type: 'fact', params: (look) => inputFact(setting.step, look, undefined, setting.secret) };
  const more = change<CallMemory>(({ context }) => ({ invalid: context.invalid + 1 }));
  const { misheard } = setting;
  const unheard = misheard && [{ guard: misheard.isFree, actions: [heard, misheardOnce, ...misheard.tell, ...again] }];
  const unused = misheard && [
    { guard: ({ event }: CallLook) => event.type === 'SPEECH', actions: [heard, more, misheardOnce, ...misheard.tell, ...again] },
  ];
  const wrong: readonly CallMove[] = [
    ...(unheard ?? []),
    {
      ...setting.invalid,
      guard: (look) => isInput(look) && look.context.invalid >= retries.invalid,
      actions: [heard, ...(setting.invalid.actions ?? [])],
    },
    ...(unused ?? []),
    { guard: isInput, actions: [heard, more, ...(setting.afterInvalid ?? []), ...again] },
    { actions: again },
  ];
  return { ...Object.fromEntries((setting.silence ?? ['SILENCE']).map((event) => [event, silence])), '*': wrong };
}
