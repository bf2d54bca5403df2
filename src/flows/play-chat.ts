import type { CompiledFlow } from './compile-flow.ts';
import { asksForPerson } from './human-words.ts';
import type { ChatFlowEvent, ChatProgress, ChatSaying, ChatWait, FlowFact } from './outcomes.ts';
import { CASE_NUMBER, type PlayWorld } from './play-world.ts';
import { acknowledgeText, type ChatStart, resumeChat, startChat } from './run-chat.ts';

/** A chat that is played by hand or from a case. */
export interface PlayedChat {
  readonly wait: () => ChatWait;
  /** Everything since it was last asked for. */
  readonly take: () => { readonly reads: readonly string[]; readonly facts: readonly FlowFact[] };
  readonly write: (text: string) => void;
  readonly tap: (buttonId: string) => void;
  readonly agentDone: () => void;
}

/** Stands where the desk's own promise will stand. */
const EXPECTATION = '[when somebody answers]';

/** A message as it is read: its buttons in brackets. */
export function readOf(saying: ChatSaying): string {
  return saying.kind === 'buttons' ? `${saying.text} [${saying.buttons.map(({ title }) => title).join(' | ')}]` : saying.text;
}

export function playChat(compiled: CompiledFlow, world: PlayWorld, start: ChatStart & { readonly fromCall: boolean }): PlayedChat {
  const { flow } = compiled;
  const surroundings = () => world.surroundings(start.fromCall);
  const reads: string[] = [];
  const facts: FlowFact[] = [];
  const language = start.language ?? (flow.languages[0] as string);
  const given = { caseNumber: CASE_NUMBER, expectation: EXPECTATION };
  reads.push(acknowledgeText(compiled, { ...start, language }, surroundings(), given));
  let progress = settle(startChat(compiled, start, surroundings()));

  function settle(from: ChatProgress): ChatProgress {
    let next = note(from);
    while (next.wait.kind === 'request') {
      const outcome = world.lookUp(flow, 'chat', next.wait.step);
      next = note(resumeChat(compiled, next.snapshot, { type: 'REQUEST_DONE', outcome }, surroundings()));
    }
    return next;
  }

  function note(next: ChatProgress): ChatProgress {
    reads.push(...next.sayings.map(readOf));
    facts.push(...next.facts);
    return next;
  }

  function resume(event: ChatFlowEvent): void {
    progress = settle(resumeChat(compiled, progress.snapshot, event, surroundings()));
  }

  return {
    wait: () => progress.wait,
    take: () => ({ reads: reads.splice(0), facts: facts.splice(0) }),
    write: (text) => {
      const words = Object.values(flow.humanWords ?? {}).flat();
      resume(asksForPerson(text, words) ? { type: 'PERSON_ASKED' } : { type: 'REPLY', text });
    },
    tap: (buttonId) => resume({ type: 'REPLY', text: '', buttonId }),
    agentDone: () => resume({ type: 'AGENT_DONE' }),
  };
}
