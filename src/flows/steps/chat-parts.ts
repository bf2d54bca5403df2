import type { CalendarReader } from '../calendar-state.ts';
import type { ChatContext, ChatSaying, ChatWait } from '../chat-outcomes.ts';
import type { AnswerCheck } from '../check-answer.ts';
import type { Flow } from '../flow.ts';
import type { Scalar } from '../outcomes.ts';
import type { Validator, Wording } from '../schema/fields.ts';
import type { CompiledWording, WordingView } from '../wording.ts';
import { hoursValues } from './hours-state.ts';
import { type Action, deskValues, type Look, type Memory, type Move, surroundingsIn, type Usable } from './parts.ts';

/** The chat side's memory during a sprint. */
export type ChatMemory = ChatContext & Memory;
export type ChatLook = Look<ChatMemory>;
export type ChatAction = Action<ChatMemory>;
export type ChatMove = Move<ChatMemory>;

/** What the steps of the chat side are compiled with. */
export interface ChatKit {
  readonly flow: Flow;
  readonly words: (wording: Wording) => CompiledWording;
  readonly condition: (source: string, expected?: 'bool' | 'any') => Usable;
  readonly answerCheck: (as: Validator) => AnswerCheck;
  readonly calendar: (name: string) => CalendarReader;
  readonly to: (step: string) => string;
}

export const FRESH_CHAT: Partial<ChatMemory> = { invalid: 0 };

/** The values that wording may use in a chat. */
export function chatView(look: ChatLook, extra?: Readonly<Record<string, Scalar | undefined>>): WordingView {
  const s = surroundingsIn(look);
  return {
    variables: look.context.variables,
    nowMs: s.nowMs,
    tables: s.tables,
    extra: { caseNumber: s.chat?.caseNumber, ...deskValues(s), ...hoursValues(look.context), ...extra },
  };
}

/** Something is written; no wording, nothing written. */
export function write(kit: ChatKit, wording: Wording | undefined): readonly ChatAction[] {
  if (wording === undefined) return [];
  const words = kit.words(wording);
  return [saying((look) => ({ kind: 'text', text: words.text(look.context.language, chatView(look)) }))];
}

/** A message to the customer. */
export function saying(make: (look: ChatLook) => ChatSaying): ChatAction {
  return { type: 'saying', params: make };
}

/** The sprint stops here. */
export function chatWait(wait: (look: ChatLook) => ChatWait): ChatAction {
  return { type: 'wait', params: wait };
}
