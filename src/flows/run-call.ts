import { AppError } from '../base/errors.ts';
import { type Effect, type Progress, type Snapshot, startMachine, stepMachine } from '../base/machine.ts';
import type { Prompt } from '../channels/voice.ts';
import type { CallContext, VoiceFlowEvent, VoiceProgress, VoiceWait } from './call-outcomes.ts';
import type { CompiledFlow, MachineInput } from './compile-flow.ts';
import type { FlowFact, Surroundings, Variables } from './outcomes.ts';
import { firstVariables, tidyContext } from './sprint-memory.ts';
import { stepBug } from './steps/parts.ts';
import { keyEvent } from './steps/voice-parts.ts';

/** What a call begins with. */
export interface CallStart {
  readonly language?: string;
  readonly variables?: Variables;
}

/** The first sprint of a call: from the flow's start to its first wait. Pure. Throws `step-failed` for a bug in a step. */
export function startCall(compiled: CompiledFlow, start: CallStart, surroundings: Surroundings): VoiceProgress {
  const { flow } = compiled;
  const input: MachineInput = {
    s: surroundings,
    language: start.language !== undefined && flow.languages.includes(start.language) ? start.language : (flow.languages[0] ?? 'en'),
    variables: firstVariables(flow, start.variables),
  };
  return sprint(compiled, flow.call.start, () => startMachine<CallContext>(compiled.call, input));
}

/** The next sprint of a call: from an event to the next wait. Pure. Throws `step-failed` for a bug in a step. */
export function resumeCall(
  compiled: CompiledFlow,
  snapshot: Snapshot<CallContext>,
  event: VoiceFlowEvent,
  surroundings: Surroundings,
): VoiceProgress {
  const machineEvent = { ...event, type: machineEventType(event), s: surroundings };
  return sprint(compiled, stepOf(snapshot.value), () => stepMachine(compiled.call, snapshot, machineEvent));
}

function sprint(compiled: CompiledFlow, step: string, run: () => Progress<CallContext>): VoiceProgress {
  try {
    const { snapshot, effects } = run();
    const prompts: Prompt[] = [];
    const facts: FlowFact[] = [];
    const wait = sort(effects, prompts, facts) ?? (snapshot.done ? ({ kind: 'end' } as const) : undefined);
    if (!wait) throw stepBug(step, 'it neither waits nor ends.');
    return { snapshot: { ...snapshot, context: tidyContext(compiled, snapshot.context) }, prompts, wait, facts };
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw stepBug(step, thrown instanceof Error ? thrown.message : 'failed.', thrown);
  }
}

/** Prompts and facts in their order; the last wait is the one that counts. */
function sort(effects: readonly Effect[], prompts: Prompt[], facts: FlowFact[]): VoiceWait | undefined {
  let wait: VoiceWait | undefined;
  for (const { type, params } of effects) {
    if (type === 'heard') prompts.push(...(params as readonly Prompt[]));
    else if (type === 'wait') wait = params as VoiceWait;
    else if (type === 'fact' && params !== undefined) facts.push(params as FlowFact);
  }
  return wait;
}

/** What the machine calls an event: single keys have their own, so that a menu finds its option at once. */
function machineEventType(event: VoiceFlowEvent): string {
  if (event.type !== 'INPUT' && event.type !== 'TICK') return event.type;
  const { digits } = event;
  if (digits !== undefined && digits !== '') return /^[0-9*#]$/.test(digits) ? keyEvent(digits) : 'DIGITS';
  if (event.speech !== undefined && event.speech.trim() !== '') return 'SPEECH';
  return event.type === 'TICK' ? 'TICK' : 'SILENCE';
}

function stepOf(value: unknown): string {
  const inner = typeof value === 'object' && value !== null && 's' in value ? value.s : value;
  return typeof inner === 'string' ? inner : (Object.keys((inner ?? {}) as object)[0] ?? '?');
}
