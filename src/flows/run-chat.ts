import { AppError } from '../base/errors.ts';
import { type Progress, type Snapshot, startMachine, stepMachine } from '../base/machine.ts';
import type { CompiledFlow, MachineInput } from './compile-flow.ts';
import type { Wording } from './flow.ts';
import type {
  ChatContext,
  ChatFlowEvent,
  ChatProgress,
  ChatSaying,
  ChatWait,
  FlowFact,
  Scalar,
  Surroundings,
  Variables,
} from './outcomes.ts';
import { firstVariables, tidyContext } from './sprint-memory.ts';
import { deskValues, stepBug } from './steps/parts.ts';

/** What a chat begins with: what the call already knows. */
export interface ChatStart {
  readonly language?: string;
  readonly intent?: string;
  readonly variables?: Variables;
  /** Told to conditions as `chat.fromCall` through the surroundings; a direct chat knows nothing. */
  readonly fromCall?: boolean;
}

/** The first sprint of a chat, after its acknowledgement. Pure. Throws `step-failed` for a bug in a step. */
export function startChat(compiled: CompiledFlow, start: ChatStart, surroundings: Surroundings): ChatProgress {
  const { flow } = compiled;
  const s = start.fromCall === undefined ? surroundings : withOrigin(surroundings, start.fromCall);
  const input: MachineInput = {
    s,
    language: start.language !== undefined && flow.languages.includes(start.language) ? start.language : (flow.languages[0] ?? 'en'),
    variables: firstVariables(flow, start.variables),
    ...(start.intent !== undefined && { intent: start.intent }),
  };
  return sprint(compiled, () => startMachine<ChatContext>(compiled.chat, input));
}

/** The next sprint of a chat. A person who is asked for is found in every step. Pure. Throws `step-failed`. */
export function resumeChat(
  compiled: CompiledFlow,
  snapshot: Snapshot<ChatContext>,
  event: ChatFlowEvent,
  surroundings: Surroundings,
): ChatProgress {
  return sprint(compiled, () => stepMachine(compiled.chat, snapshot, { ...event, s: surroundings } as never));
}

function withOrigin(surroundings: Surroundings, fromCall: boolean): Surroundings {
  return { ...surroundings, chat: { caseNumber: surroundings.chat?.caseNumber ?? '', fromCall } };
}

function sprint(compiled: CompiledFlow, run: () => Progress<ChatContext>): ChatProgress {
  try {
    const { snapshot, effects } = run();
    const sayings = effects.flatMap(({ type, params }) =>
      type === 'saying' && (params as ChatSaying).text.trim() !== '' ? [params as ChatSaying] : [],
    );
    const facts = effects.flatMap(({ type, params }) => (type === 'fact' && params !== undefined ? [params as FlowFact] : []));
    const wait = effects.findLast(({ type }) => type === 'wait')?.params as ChatWait | undefined;
    const settled = wait ?? (snapshot.done ? ({ kind: 'closed', disposition: 'bot-done' } as const) : undefined);
    if (!settled) throw stepBug('?', 'the chat neither waits nor ends.');
    return { snapshot: { ...snapshot, context: tidyContext(compiled, snapshot.context) }, sayings, wait: settled, facts };
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw stepBug('?', thrown instanceof Error ? thrown.message : 'failed.', thrown);
  }
}

/** A wording of the flow as a message: the acknowledgement of a chat, above all. `extra` wins over the variables. */
export function renderText(
  compiled: CompiledFlow,
  wording: Wording,
  language: string,
  variables: Variables,
  surroundings: Surroundings,
  extra: Readonly<Record<string, Scalar | undefined>> = {},
): string {
  const values = { caseNumber: surroundings.chat?.caseNumber, ...deskValues(surroundings), ...extra };
  return compiled.words(wording, 'chat').text(language, { variables, nowMs: surroundings.nowMs, extra: values });
}
