import { AppError } from '../base/errors.ts';
import { type Progress, type Snapshot, startMachine, stepMachine } from '../base/machine.ts';
import { choicesOf, readWireId } from './chat-choices.ts';
import type { ChatContext, ChatFlowEvent, ChatProgress, ChatSaying, ChatWait } from './chat-outcomes.ts';
import type { CompiledFlow, MachineInput } from './compile-flow.ts';
import { isKnown } from './condition-facts.ts';
import type { Arms } from './experiments.ts';
import type { FlowFact, Scalar, Surroundings, Variables } from './outcomes.ts';
import type { Wording } from './schema/fields.ts';
import { firstVariables, tidyContext } from './sprint-memory.ts';
import { deskValues, stepBug } from './steps/parts.ts';
import { parseWording, variableOf } from './wording.ts';

/** What a chat begins with: what the call already knows. */
export interface ChatStart {
  readonly language?: string;
  readonly intent?: string;
  readonly variables?: Variables;
  /** Arms of experiments that the call has, or that the person is known to have. */
  readonly arms?: Arms;
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
    ...(start.arms && { arms: start.arms }),
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
  const taken = isShortcut(compiled, event) ? { ...event, type: 'SHORTCUT' } : event;
  return sprint(compiled, () => stepMachine(compiled.chat, snapshot, { ...taken, s: surroundings } as never));
}

/** Was something tapped under a message that asked nothing? */
function isShortcut({ flow }: CompiledFlow, event: ChatFlowEvent): boolean {
  const tapped = event.type === 'REPLY' ? readWireId(event.buttonId) : undefined;
  const step = tapped && flow.chat.steps[tapped.step];
  return step?.type === 'send' && choicesOf(step).some(({ id }) => id === tapped?.answer);
}

function withOrigin(surroundings: Surroundings, fromCall: boolean): Surroundings {
  const { caseNumber = '', leftAt } = surroundings.chat ?? {};
  return { ...surroundings, chat: { caseNumber, fromCall, ...(leftAt !== undefined && { leftAt }) } };
}

function sprint(compiled: CompiledFlow, run: () => Progress<ChatContext>): ChatProgress {
  try {
    const { snapshot, effects } = run();
    const sayings = effects.flatMap(({ type, params }) =>
      type === 'saying' && saysSomething(params as ChatSaying) ? [params as ChatSaying] : [],
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

function saysSomething(saying: ChatSaying): boolean {
  return saying.kind === 'media' || saying.kind === 'location' || saying.text.trim() !== '';
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
  return compiled
    .words(wording, 'chat')
    .text(language, { variables, nowMs: surroundings.nowMs, tables: surroundings.tables, extra: values });
}

/** What a first message is about. */
export interface Acknowledged extends ChatStart {
  readonly language: string;
  readonly fromCall: boolean;
}

/**
 * The first message of a chat: after a call with what the call already told, otherwise the honest one of a direct chat.
 * `given` are the values that only the desk knows. Pure.
 */
export function acknowledgeText(
  compiled: CompiledFlow,
  about: Acknowledged,
  surroundings: Surroundings,
  given: Readonly<Record<string, Scalar | undefined>>,
): string {
  const { acknowledge, acknowledgeDirect } = compiled.flow.chat;
  const variables = about.variables ?? {};
  const known = about.fromCall ? knownText(compiled, about, surroundings, given) : '';
  const wording = about.fromCall ? acknowledge : acknowledgeDirect;
  const text = renderText(compiled, wording, about.language, variables, surroundings, { ...given, known });
  // A sentence that has nothing to say leaves a gap.
  return text.replace(/ {2,}/g, ' ').trim();
}

/** What the call told, as the flow words it for the intent; empty when a variable has no value, or is a secret. */
function knownText(
  compiled: CompiledFlow,
  { intent, language, variables = {} }: Acknowledged,
  surroundings: Surroundings,
  given: Readonly<Record<string, Scalar | undefined>>,
): string {
  const { flow, sensitive } = compiled;
  const wordings = flow.chat.known ?? {};
  const wording = intent !== undefined && Object.hasOwn(wordings, intent) ? wordings[intent] : undefined;
  if (!wording) return '';
  const named = Object.values(wording).flatMap((text) =>
    parseWording(text).flatMap((part) => (typeof part === 'string' ? [] : variableOf(part))),
  );
  const lacks = (name: string) => Object.hasOwn(flow.variables, name) && (sensitive.has(name) || !isKnown(variables[name]));
  return named.some(lacks) ? '' : renderText(compiled, wording, language, variables, surroundings, given);
}
