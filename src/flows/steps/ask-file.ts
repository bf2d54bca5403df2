import { fileKindOf } from '../media-kind.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import { keepAnswer } from './ask-answers.ts';
import type { AskParts } from './ask-parts.ts';
import { type ChatKit, type ChatLook, type ChatMemory, type ChatMove, chatWait } from './chat-parts.ts';
import { change, type StepState, surroundingsIn } from './parts.ts';

type AskStep = Extract<ChatStep, { type: 'ask' }>;
type File = NonNullable<AskStep['file']>;

const MEGABYTE = 1024 * 1024;

/** A file is being fetched: its bytes say what it is and how large. What is written meanwhile is the agent's to read. */
export function checkingState(id: string, step: AskStep, file: File, kit: ChatKit, { taps, refuse }: AskParts): StepState<ChatMemory> {
  const wait = chatWait(() => ({ kind: 'file', step: id }));
  const isTooLarge = ({ event }: ChatLook) =>
    event.file?.kind === 'too-large' || (event.file?.kind === 'kept' && event.file.bytes > file.maxMegabytes * MEGABYTE);
  const isTaken = ({ event }: ChatLook) => {
    const kind = event.file?.kind === 'kept' ? fileKindOf(event.file.contentType) : undefined;
    return kind !== undefined && file.accept.includes(kind);
  };
  return {
    entry: [wait],
    on: {
      FILE_CHECKED: [
        ...refuse({ when: isTooLarge, text: file.tooLargeText }),
        taken(id, step, kit, isTaken),
        ...refuse({ when: ({ event }) => event.file?.kind === 'kept', text: file.wrongText }),
        ...refuse({}),
      ],
      REPLY: [...taps, { actions: [wait] }],
      '*': [{ actions: [wait] }],
    },
  };
}

function taken(id: string, step: AskStep, kit: ChatKit, guard: (look: ChatLook) => boolean): ChatMove {
  const names = step.variable === undefined ? [] : [step.variable];
  const mediaId = ({ event }: ChatLook) => (event.file?.kind === 'kept' ? event.file.mediaId : null);
  return {
    target: kit.to(step.next),
    guard,
    actions: [
      change((look) => ({ fileAtMs: surroundingsIn(look).nowMs })),
      ...keepAnswer(id, kit, (look) => ({ shown: 'file', saved: names.map((name) => ({ name, value: mediaId(look) })) }), step.next, names),
    ],
  };
}
