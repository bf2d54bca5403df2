import { type AnyStateMachine, createMachine } from 'xstate';
import { AppError } from '../base/errors.ts';
import { createCalendarReader } from './calendar-state.ts';
import type { ChatContext } from './chat-outcomes.ts';
import { createAnswerCheck } from './check-answer.ts';
import { compileCondition, createConditionEnvironment } from './conditions.ts';
import type { Arms } from './experiments.ts';
import type { Flow } from './flow.ts';
import { flowProblems } from './flow-problems.ts';
import { nextQueues } from './next-queue.ts';
import type { Surroundings, Variables } from './outcomes.ts';
import { composeFlow } from './parts/compose-flow.ts';
import { personStep } from './person-step.ts';
import type { Wording } from './schema/fields.ts';
import { tuneSpeech } from './speech/tune-speech.ts';
import { chatStates } from './steps/chat-side.ts';
import { stepBug, type Usable } from './steps/parts.ts';
import { voiceStates } from './steps/voice-side.ts';
import { type CompiledTickets, compileTickets } from './tickets/compile-tickets.ts';
import { type CompiledWording, compileWording } from './wording.ts';
import { createFormats } from './wording-filters.ts';

/** A flow made ready to run: compiled once per release, used by every call and chat of it. */
export interface CompiledFlow {
  /** As it runs: its parts are put in. */
  readonly flow: Flow;
  readonly call: AnyStateMachine;
  readonly chat: AnyStateMachine;
  /** Names of the variables that are never kept. */
  readonly sensitive: ReadonlySet<string>;
  /** The wording of one side, made ready; the same wording is made ready once. */
  readonly words: (wording: Wording, side: 'call' | 'chat') => CompiledWording;
  /** Absent where the flow says nothing of tickets. */
  readonly tickets?: CompiledTickets;
}

/** What a machine begins with. */
export interface MachineInput {
  readonly s: Surroundings;
  readonly language: string;
  readonly intent?: string;
  readonly variables: Variables;
  /** Arms that the journey already has. */
  readonly arms?: Arms;
}

/** Turns a flow into two machines. Throws `flow-invalid` with every problem in its details. */
export function compileFlow(written: Flow): CompiledFlow {
  refuseProblems(written);
  const flow = composeFlow(written);
  const calendars = Object.fromEntries(
    Object.entries(flow.calendars ?? {}).map(([name, calendar]) => [name, createCalendarReader(calendar, flow.timeZone)]),
  );
  const environment = createConditionEnvironment(flow, calendars);
  const condition = (source: string, expected: 'bool' | 'any' = 'bool'): Usable => {
    const compiled = compileCondition(source, environment, expected);
    if (!compiled.ok) throw stepBug('?', `the expression “${source}” ${compiled.problem.message}`);
    return compiled;
  };
  const words = createWordingStore(flow);
  const queues = nextQueues(flow);
  const calendar = (name: string) => {
    const found = calendars[name];
    if (!found) throw stepBug('?', `there is no calendar ${name}.`);
    return found;
  };
  const shared = { flow: tuneSpeech(flow), condition, calendar, answerCheck: createAnswerCheck };
  const voice = voiceStates({
    ...shared,
    words: (wording) => words(wording, 'call'),
    to: (step) => `#call.s.${step}`,
    queueOf: (step) => queues.get(step),
    person: personStep(flow),
  });
  const chat = chatStates({ ...shared, words: (wording) => words(wording, 'chat'), to: (step) => `#chat.s.${step}` });
  const tickets = compileTickets(flow, calendars);
  return {
    flow,
    words,
    ...(tickets && { tickets }),
    sensitive: new Set(Object.entries(flow.variables).flatMap(([name, { sensitive }]) => (sensitive ? [name] : []))),
    call: createSideMachine({ id: 'call', start: flow.call.start, side: voice, context: callContext }),
    chat: createSideMachine({ id: 'chat', start: flow.chat.start, side: chat, context: chatContext }),
  };
}

function refuseProblems(flow: Flow): void {
  const problems = flowProblems(flow);
  if (problems.length === 0) return;
  const list = problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
  throw new AppError('flow-invalid', `The flow ${flow.id} can’t run:\n${list}`, { details: problems });
}

interface SideMachine {
  readonly id: 'call' | 'chat';
  readonly start: string;
  readonly side: ReturnType<typeof voiceStates> | ReturnType<typeof chatStates>;
  readonly context: (at: { readonly input: MachineInput }) => unknown;
}

/**
 * The steps stand one level below the root, beside the end: what XState looks through on every transition are the
 * children of the root, so that a flow of two hundred steps costs no more to run than one of ten.
 */
function createSideMachine({ id, start, side, context }: SideMachine): AnyStateMachine {
  const states = { s: { initial: start, states: side.steps }, ...side.beside };
  return createMachine({ id, context, initial: 's', states } as never) as AnyStateMachine;
}

function callContext({ input: { language, intent, variables, arms } }: { input: MachineInput }) {
  const known = { ...(intent !== undefined && { intent }), ...(arms && { arms }) };
  return { language, ...known, variables, invalid: 0, silent: 0, trail: [], queueOffers: 0 };
}

function chatContext({ input: { language, intent, variables, arms } }: { input: MachineInput }): ChatContext {
  return { language, ...(intent !== undefined && { intent }), ...(arms && { arms }), variables, invalid: 0 };
}

function createWordingStore(flow: Flow): CompiledFlow['words'] {
  const formats = createFormats();
  const ready = { call: new WeakMap<Wording, CompiledWording>(), chat: new WeakMap<Wording, CompiledWording>() };
  return (wording, side) => {
    const known = ready[side].get(wording);
    if (known) return known;
    const compiled = compileWording(wording, flow, side, formats);
    ready[side].set(wording, compiled);
    return compiled;
  };
}
