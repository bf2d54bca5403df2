import type { ChatWait } from '../chat-outcomes.ts';
import type { Flow } from '../flow.ts';

/** The variable that a question of the flow asks for; undefined where nothing is asked that is kept. Pure. */
export function variableAsked({ chat }: Flow, wait: ChatWait | undefined): string | undefined {
  if (wait?.kind !== 'reply') return undefined;
  const step = chat.steps[wait.step];
  return step?.type === 'ask' ? step.variable : undefined;
}
