import { choicesOf } from '../chat-choices.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { Wording } from '../schema/fields.ts';
import { keepAnswer, tapped } from './ask-answers.ts';
import { question } from './chat-messages.ts';
import { type ChatAction, type ChatKit, type ChatLook, type ChatMove, chatWait, write } from './chat-parts.ts';
import { change } from './parts.ts';

type AskStep = Extract<ChatStep, { type: 'ask' }>;

interface Refusal {
  readonly when?: (look: ChatLook) => boolean;
  /** Written before the question again, instead of the step's own words. */
  readonly text?: Wording;
}

/** What the states of a question share. */
export interface AskParts {
  /** The question, and the wait for its answer. */
  readonly ask: readonly ChatAction[];
  readonly taps: readonly ChatMove[];
  /** An answer that does not fit: said why and asked again, until the retries are used up. */
  readonly refuse: (refusal: Refusal) => readonly ChatMove[];
}

/** Where a number, a place or a file is asked for, an answer that leads elsewhere ("I do not have it") is no value of that kind. */
function isWayOut(step: AskStep, choice: { readonly to?: string | undefined }): boolean {
  return choice.to !== undefined && (step.as ?? step.location ?? step.file) !== undefined;
}

export function askParts(id: string, step: AskStep, kit: ChatKit): AskParts {
  const ask: readonly ChatAction[] = [question(id, step, kit), chatWait(() => ({ kind: 'reply', step: id }))];
  const names = step.variable === undefined ? [] : [step.variable];
  const taps = choicesOf(step).map((choice, index): ChatMove => {
    const exit = choice.to ?? step.next;
    const kept = isWayOut(step, choice) ? [] : names;
    const saved = () => ({ shown: choice.id, saved: kept.map((name) => ({ name, value: choice.id })) });
    return { target: kit.to(exit), guard: (look) => tapped(id, step, look) === index, actions: keepAnswer(id, kit, saved, exit, kept) };
  });
  const refuse: AskParts['refuse'] = ({ when, text }) => [
    { target: kit.to(step.invalid), guard: (look) => look.context.invalid >= step.retries && (when?.(look) ?? true) },
    {
      target: `${kit.to(id)}.open`,
      reenter: true,
      ...(when && { guard: when }),
      actions: [change(({ context }) => ({ invalid: context.invalid + 1 })), ...write(kit, text ?? step.invalidText)],
    },
  ];
  return { ask, taps, refuse };
}
