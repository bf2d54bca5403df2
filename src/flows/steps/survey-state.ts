import { readWireId } from '../chat-choices.ts';
import type { ChatSaying } from '../chat-outcomes.ts';
import type { ChatStep, SurveyQuestion } from '../schema/chat-steps.ts';
import { readScore, skipsComment, verdictOf } from '../survey-answers.ts';
import { isTapElsewhere } from './ask-answers.ts';
import { buttonsSaying } from './chat-messages.ts';
import {
  type ChatAction,
  type ChatKit,
  type ChatLook,
  type ChatMemory,
  type ChatMove,
  chatView,
  chatWait,
  FRESH_CHAT,
  saying,
  write,
} from './chat-parts.ts';
import { change, enter, fact, type StepState, surroundingsIn } from './parts.ts';

type SurveyStep = Extract<ChatStep, { type: 'survey' }>;

/** Survey: one question and, if wished, a few words; once in a chat. What is no answer counts as none. */
export function surveyState(id: string, step: SurveyStep, kit: ChatKit): StepState<ChatMemory> {
  const at = (state: string) => `${kit.to(id)}.${state}`;
  const { kind } = step.question;
  return {
    entry: enter<ChatMemory>(id, FRESH_CHAT),
    initial: 'go',
    states: {
      go: {
        always: [
          { target: kit.to(step.next), guard: (look) => surroundingsIn(look).chat?.surveyed === true },
          { target: at('open'), actions: [fact(() => ({ type: 'survey-asked', step: id, kind }))] },
        ],
      },
      open: openState(id, step, kit, at),
      ...(step.comment && {
        comment: commentState(id, step.comment, kit, step.next),
        complaint: commentState(id, step.comment, kit, step.denied),
      }),
    },
  };
}

function waitFor(id: string): ChatAction {
  return chatWait(() => ({ kind: 'survey', step: id }));
}

function openState(id: string, step: SurveyStep, kit: ChatKit, at: (state: string) => string): StepState<ChatMemory> {
  const { question } = step;
  const ask = [saying(questionSaying(id, step, kit)), waitFor(id)];
  const score = ({ event, context }: ChatLook) => readScore(id, question, event, context.language);
  const answered = (wanted: 'next' | 'denied', target: string): ChatMove => ({
    target,
    guard: (look) => {
      const given = score(look);
      return given !== undefined && verdictOf(question, given).exit === wanted;
    },
    actions: answer(id, step, score, wanted),
  });
  return {
    entry: ask,
    on: {
      REPLY: [
        { guard: (look) => isTapElsewhere(id, look), actions: ask },
        answered('next', step.comment ? at('comment') : kit.to(step.next)),
        // Who says that it is not solved is not asked for more words, but comes to a person.
        answered('denied', step.comment && question.kind !== 'resolved' ? at('complaint') : kit.to(step.denied)),
        { target: kit.to(step.invalid), guard: ({ context }) => context.invalid >= step.retries },
        {
          target: at('open'),
          reenter: true,
          actions: [change(({ context }) => ({ invalid: context.invalid + 1 })), ...write(kit, step.invalidText)],
        },
      ],
      '*': [{ actions: [waitFor(id)] }],
    },
  };
}

function answer(
  id: string,
  step: SurveyStep,
  score: (look: ChatLook) => number | undefined,
  exit: 'next' | 'denied',
): readonly ChatAction[] {
  const { question, variable } = step;
  const given = (look: ChatLook) => score(look) ?? 0;
  return [
    fact((look) => ({ type: 'input', step: id, by: 'digits', value: String(given(look)), exit })),
    fact((look) => {
      const { positive } = verdictOf(question, given(look));
      return { type: 'survey-answered', step: id, kind: question.kind, score: given(look), positive };
    }),
    ...(variable === undefined
      ? []
      : [change<ChatMemory>((look) => ({ variables: { ...look.context.variables, [variable]: given(look) } }))]),
  ];
}

function commentState(id: string, comment: NonNullable<SurveyStep['comment']>, kit: ChatKit, exit: string): StepState<ChatMemory> {
  const target = kit.to(exit);
  return {
    entry: [saying(buttonsSaying(kit, id, comment.text, [{ id: 'skip', title: comment.skip }])), waitFor(id)],
    on: {
      REPLY: [
        { target, guard: ({ event }) => skipsComment(id, comment.skip, event) },
        // A mark that is tapped once more is no comment.
        { guard: ({ event }) => readWireId(event.buttonId) !== undefined, actions: [waitFor(id)] },
        { target, actions: [fact(() => ({ type: 'survey-commented', step: id }))] },
      ],
      '*': [{ actions: [waitFor(id)] }],
    },
  };
}

const STARS = ['★', '★★', '★★★', '★★★★', '★★★★★'] as const;

function questionSaying(id: string, step: SurveyStep, kit: ChatKit): (look: ChatLook) => ChatSaying {
  const { question, text } = step;
  if (question.kind === 'resolved') {
    return buttonsSaying(kit, id, text, [
      { id: 'yes', title: question.yes },
      { id: 'no', title: question.no },
    ]);
  }
  const words = kit.words(text);
  const render = (look: ChatLook) => words.text(look.context.language, chatView(look));
  if (question.kind === 'nps') return (look) => ({ kind: 'text', text: render(look) });
  return markList(id, question, kit, render);
}

/** The five marks as a list, the best first. */
function markList(
  id: string,
  question: Extract<SurveyQuestion, { kind: 'csat' }>,
  kit: ChatKit,
  render: (look: ChatLook) => string,
): (look: ChatLook) => ChatSaying {
  const button = kit.words(question.button);
  const titles = question.titles?.map((title) => kit.words(title));
  return (look) => {
    const { language } = look.context;
    const view = chatView(look);
    const rows = [5, 4, 3, 2, 1].map((mark) => {
      const words = titles?.[mark - 1]?.text(language, view);
      return { id: `${id}.${mark}`, title: words === undefined ? `${mark} ${STARS[mark - 1]}` : `${mark} ${words}`.slice(0, 24) };
    });
    return { kind: 'list', text: render(look), button: button.text(language, view), sections: [{ rows }] };
  };
}
