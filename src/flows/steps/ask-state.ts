import { isKnown } from '../condition-facts.ts';
import { fileKindOf } from '../media-kind.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import { createTyped, isTapElsewhere, keepAnswer, placeValues } from './ask-answers.ts';
import { checkingState } from './ask-file.ts';
import { type AskParts, askParts } from './ask-parts.ts';
import { type ChatKit, type ChatLook, type ChatMemory, type ChatMove, chatWait, FRESH_CHAT } from './chat-parts.ts';
import { enter, type StepState, surroundingsIn } from './parts.ts';

type AskStep = Extract<ChatStep, { type: 'ask' }>;

/** Photos that were picked together arrive one by one: for so long after the first they answer nothing, ms. */
const BUNCH_MS = 60_000;

/** Ask: a tap, its title typed, its number, a place, a file, or an answer that passes the check. What is known is not asked again. */
export function askState(id: string, step: AskStep, kit: ChatKit): StepState<ChatMemory> {
  const { variable, location } = step;
  const answers = [variable, location?.address, location?.latitude].filter((name) => name !== undefined);
  const skip: readonly ChatMove[] =
    answers.length > 0 && step.skipIfKnown
      ? [{ target: kit.to(step.next), guard: ({ context }) => answers.some((name) => isKnown(context.variables[name])) }]
      : [];
  const parts = askParts(id, step, kit);
  return {
    entry: enter<ChatMemory>(id, FRESH_CHAT),
    initial: 'go',
    states: {
      go: { always: [...skip, { target: `${kit.to(id)}.open` }] },
      open: openState(id, step, kit, parts),
      ...(step.file && { checking: checkingState(id, step, step.file, kit, parts) }),
    },
  };
}

function openState(id: string, step: AskStep, kit: ChatKit, { ask, taps, refuse }: AskParts): StepState<ChatMemory> {
  const wait = chatWait(() => ({ kind: 'reply', step: id }));
  return {
    entry: ask,
    on: {
      REPLY: [
        // An old message was tapped: it is no answer to this question, and costs no retry.
        { guard: (look) => isTapElsewhere(id, look), actions: ask },
        ...taps,
        ...(step.location ? [placeMove(id, step, kit)] : []),
        ...(step.file ? fileMoves(id, step.file, kit, refuse) : [{ guard: isOfBunch, actions: [wait] }]),
        typedMove(id, step, kit),
        ...refuse({}),
      ],
      '*': [{ actions: ask }],
    },
  };
}

function placeMove(id: string, step: AskStep, kit: ChatKit): ChatMove {
  const names = placeValues(step, undefined, null).map(({ name }) => name);
  return {
    target: kit.to(step.next),
    guard: ({ event }) => event.place !== undefined,
    actions: keepAnswer(id, kit, ({ event }) => ({ shown: 'place', saved: placeValues(step, event.place, undefined) }), step.next, names),
  };
}

function fileMoves(id: string, file: NonNullable<AskStep['file']>, kit: ChatKit, refuse: AskParts['refuse']): readonly ChatMove[] {
  const isTaken = ({ event }: ChatLook) => {
    const kind = fileKindOf(event.fileType ?? '');
    // A phone that does not know a document's type declares none: the bytes will tell.
    return event.fileType !== undefined && (kind === undefined ? file.accept.includes('document') : file.accept.includes(kind));
  };
  return [
    { target: `${kit.to(id)}.checking`, guard: isTaken },
    ...refuse({ when: ({ event }) => event.fileType !== undefined, text: file.wrongText }),
  ];
}

/** A further file of a bunch, when its first has answered the question before. */
function isOfBunch(look: ChatLook): boolean {
  const { context, event } = look;
  const recent = context.fileAtMs !== undefined && surroundingsIn(look).nowMs - context.fileAtMs < BUNCH_MS;
  return event.fileType !== undefined && event.text === '' && recent;
}

function typedMove(id: string, step: AskStep, kit: ChatKit): ChatMove {
  const typed = createTyped(step, kit);
  const answer = (look: ChatLook) => {
    const value = typed(look) ?? null;
    const saved = step.location ? placeValues(step, undefined, value) : step.variable === undefined ? [] : [{ name: step.variable, value }];
    return { shown: String(value), saved };
  };
  const names = step.location
    ? placeValues(step, undefined, null).map(({ name }) => name)
    : step.variable === undefined
      ? []
      : [step.variable];
  return {
    target: kit.to(step.next),
    guard: (look) => typed(look) !== undefined,
    actions: keepAnswer(id, kit, answer, step.next, names),
  };
}
