import { type AnyMachineSnapshot, type AnyStateMachine, type EventObject, initialTransition, transition } from 'xstate';

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

function progressOf<C>(snapshot: AnyMachineSnapshot, actions: readonly { type: string; params?: unknown }[]): Progress<C> {
  if (snapshot.status === 'error') throw snapshot.error;
  return {
    snapshot: { value: snapshot.value, context: snapshot.context as C, done: snapshot.status !== 'active' },
    effects: actions.map(({ type, params }) => (params === undefined ? { type } : { type, params })),
  };
}

/** The first snapshot of a machine and what it wants done at once. Pure: no actor runs, no timer starts. */
export function startMachine<C>(machine: AnyStateMachine, input: unknown): Progress<C> {
  const [snapshot, actions] = initialTransition(machine, input as never);
  return progressOf<C>(snapshot as AnyMachineSnapshot, actions);
}

/** The snapshot after an event and what the machine wants done. Pure. A finished machine stays as it is. */
export function stepMachine<C>(machine: AnyStateMachine, snapshot: Snapshot<C>, event: EventObject): Progress<C> {
  if (snapshot.done) return { snapshot, effects: [] };
  const resolved = machine.resolveState({ value: snapshot.value as never, context: snapshot.context as never });
  const [next, actions] = transition(machine, resolved, event as never);
  return progressOf<C>(next as AnyMachineSnapshot, actions);
}
