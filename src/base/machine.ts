import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';

/** What is kept of a machine between two events: plain JSON. */
export interface Snapshot<C = unknown> {
  readonly value: unknown;
  readonly context: C;
  readonly done: boolean;
}

/** What a machine wants done: a type and its settings, never a function. */
export interface Effect {
  readonly type: string;
  readonly params?: unknown;
}

export interface Progress<C> {
  readonly snapshot: Snapshot<C>;
  readonly effects: readonly Effect[];
}

/** Where a machine runs in XState's pure functions: nowhere. Nothing is executed, only noted down. */
function inertScope(effects: Effect[]): AnyActorScope {
  const nothing = () => {};
  return {
    id: '',
    sessionId: '',
    self: undefined,
    system: { _sendInspectionEvent: nothing },
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: ({ type, params }: Effect) => void effects.push(params === undefined ? { type } : { type, params }),
  } as unknown as AnyActorScope;
}

function progressOf<C>(snapshot: AnyMachineSnapshot, effects: readonly Effect[]): Progress<C> {
  if (snapshot.status === 'error') throw snapshot.error;
  return { snapshot: { value: snapshot.value, context: snapshot.context as C, done: snapshot.status !== 'active' }, effects };
}

/** The first snapshot of a machine and what it wants done at once. Pure: no actor runs, no timer starts. */
export function startMachine<C>(machine: AnyStateMachine, input: unknown): Progress<C> {
  const effects: Effect[] = [];
  return progressOf<C>(machine.getInitialSnapshot(inertScope(effects), input as never), effects);
}

/**
 * The snapshot after an event and what the machine wants done. Pure. A finished machine stays as it is. XState's own
 * `transition` makes an actor for each call, which begins the machine anew only to throw that away.
 */
export function stepMachine<C>(machine: AnyStateMachine, snapshot: Snapshot<C>, event: EventObject): Progress<C> {
  if (snapshot.done) return { snapshot, effects: [] };
  const resolved = machine.resolveState({ value: snapshot.value as never, context: snapshot.context as never });
  const effects: Effect[] = [];
  return progressOf<C>(machine.transition(resolved, event as never, inertScope(effects)), effects);
}
