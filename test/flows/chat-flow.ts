import type { ChatFlowEvent, ChatProgress } from '../../src/flows/chat-outcomes.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import type { Surroundings } from '../../src/flows/outcomes.ts';
import { type ChatStart, resumeChat, startChat } from '../../src/flows/run-chat.ts';
import { flowOf, SURROUNDINGS, w } from './engine-flow.ts';

export const CHAT: Surroundings = { ...SURROUNDINGS, chat: { caseNumber: '7K3Q-X9TB', fromCall: true } };

const VARIABLES = {
  code: { type: 'string' },
  count: { type: 'integer' },
  lat: { type: 'number' },
  long: { type: 'number' },
  place: { type: 'string' },
  spot: { type: 'string' },
  address: { type: 'string' },
  file: { type: 'string' },
  score: { type: 'integer' },
};

/** A flow whose chat side has these steps, a person and an end. */
export function chatFlow(steps: Record<string, unknown>, chat: Record<string, unknown> = {}) {
  return flowOf(
    { start: { type: 'hangup' } },
    { variables: VARIABLES },
    {
      start: 'start',
      acknowledge: w('hola'),
      acknowledgeDirect: w('hola'),
      ...chat,
      steps: { human: { type: 'assign' }, done: { type: 'close', text: w('hasta luego'), disposition: 'solved' }, ...steps },
    },
  );
}

/** A chat under way. Every event goes through a snapshot that was written and read as JSON. */
export function chatOf(steps: Record<string, unknown>, chat: Record<string, unknown> = {}, start: ChatStart = {}) {
  const compiled = compileFlow(chatFlow(steps, chat));
  const self = {
    surroundings: CHAT,
    progress: startChat(compiled, start, CHAT),
    send(event: ChatFlowEvent): ChatProgress {
      const snapshot = JSON.parse(JSON.stringify(self.progress.snapshot)) as ChatProgress['snapshot'];
      self.progress = resumeChat(compiled, snapshot, event, self.surroundings);
      return self.progress;
    },
    say: (text: string) => self.send({ type: 'REPLY', text }),
    tap: (buttonId: string) => self.send({ type: 'REPLY', text: '', buttonId }),
    file: (fileType: string, text = '') => self.send({ type: 'REPLY', text, fileType }),
    texts: () => self.progress.sayings.map(({ text }) => text),
    values: () => self.progress.snapshot.context.variables,
    at: () => ('step' in self.progress.wait ? `${self.progress.wait.kind} ${self.progress.wait.step}` : self.progress.wait.kind),
  };
  return self;
}
