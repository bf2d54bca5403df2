import type { ChatStep } from '../schema/chat-steps.ts';
import { sendSayings } from './chat-messages.ts';
import { type ChatKit, type ChatLook, type ChatMemory, chatView, chatWait, FRESH_CHAT, saying, write } from './chat-parts.ts';
import { enter, type StepState, surroundingsIn } from './parts.ts';

type Step<T> = Extract<ChatStep, { type: T }>;

/** The states in which a chat is closed, and in which a person is found for a flow that names none. */
export const CLOSED = '#chat.closed';
export const PERSON = '#chat.person';

/** What a chat ends with when the agent hands it back and the flow has nothing more to do. */
export const AGENT_CLOSED = { kind: 'closed', disposition: 'agent-done' } as const;

/** Send: writes something and goes on. */
export function sendState(id: string, step: Step<'send'>, kit: ChatKit): StepState<ChatMemory> {
  return { entry: [...enter<ChatMemory>(id, FRESH_CHAT), ...sendSayings(id, step, kit)], always: [{ target: kit.to(step.next) }] };
}

/** Assign: hands the chat to a human, with words that are true. What is written meanwhile is the human's to read. */
export function assignState(id: string, step: Step<'assign'>, kit: ChatKit): StepState<ChatMemory> {
  const { team, skills, priority, text, textClosed } = step;
  const open = text && kit.words(text);
  // Of a flow with tickets, the ticket says what can be promised.
  const closed = kit.flow.tickets ? undefined : textClosed && kit.words(textClosed);
  const isSilent = (look: ChatLook) => kit.flow.tickets !== undefined && !surroundingsIn(look).desk.open;
  const wait = chatWait(() => ({ kind: 'assign', step: id, team, skills, priority }));
  const words =
    open || closed
      ? [
          saying((look) => {
            if (isSilent(look)) return { kind: 'text', text: '' };
            const chosen = surroundingsIn(look).desk.open ? (open ?? closed) : (closed ?? open);
            return { kind: 'text', text: chosen?.text(look.context.language, chatView(look)) ?? '' };
          }),
        ]
      : [];
  return {
    entry: [...enter<ChatMemory>(id, FRESH_CHAT), ...words, wait],
    on: {
      AGENT_DONE: [step.next === undefined ? { target: CLOSED, actions: [chatWait(() => AGENT_CLOSED)] } : { target: kit.to(step.next) }],
      PERSON_ASKED: [{ actions: [wait] }],
      '*': [{ actions: [wait] }],
    },
  };
}

/** Close: ends the chat. */
export function closeState(id: string, step: Step<'close'>, kit: ChatKit): StepState<ChatMemory> {
  const { disposition } = step;
  return {
    entry: [...enter<ChatMemory>(id, FRESH_CHAT), ...write(kit, step.text), chatWait(() => ({ kind: 'closed', disposition }))],
    always: [{ target: CLOSED }],
  };
}
