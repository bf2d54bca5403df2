import { assign } from 'xstate';
import { AppError } from '../../base/errors.ts';
import type { FileOutcome, SharedPlace } from '../chat-outcomes.ts';
import type { ConditionView } from '../condition-facts.ts';
import type { CompiledCondition } from '../conditions.ts';
import type { Arms } from '../experiments.ts';
import type { CallbackTimes, ClosedHours, FlowFact, RequestOutcome, Scalar, Surroundings, Variables } from '../outcomes.ts';

/** What both sides of a flow remember while a sprint runs. The last three live inside one sprint only. */
export interface Memory {
  readonly language: string;
  readonly intent?: string;
  readonly variables: Variables;
  readonly invalid: number;
  readonly closed?: ClosedHours;
  readonly arms?: Arms;
  readonly hops?: number;
  /** The way that a branch, an hours or a split step chose. */
  readonly pick?: number;
  readonly fault?: FlowFact;
}

/** An event of the engine, with the surroundings that it happened in. */
export interface SprintEvent {
  readonly type: string;
  readonly s?: Surroundings;
  /** On the first event of a machine, where XState puts its input. */
  readonly input?: { readonly s: Surroundings };
  readonly digits?: string;
  readonly speech?: string;
  readonly confidence?: number;
  readonly outcome?: RequestOutcome | string;
  readonly number?: 'caller' | 'ask';
  readonly reasons?: readonly string[];
  /** The exit of an offer that is not made. */
  readonly to?: 'withheld' | 'person';
  readonly handoffId?: string;
  readonly delivery?: 'pending' | 'delivered' | 'failed';
  readonly fallback?: 'sms' | 'none';
  readonly queue?: { readonly position: number; readonly waitedSeconds: number };
  readonly seconds?: number;
  readonly times?: CallbackTimes;
  readonly text?: string;
  readonly buttonId?: string;
  readonly place?: SharedPlace;
  readonly fileType?: string;
  readonly file?: FileOutcome;
}

/** What a guard or an action looks at. */
export interface Look<M extends Memory = Memory> {
  readonly context: M;
  readonly event: SprintEvent;
}

export type Action<M extends Memory> =
  | { readonly type: string; readonly params: (look: Look<M>) => unknown }
  | ReturnType<typeof assign<M, SprintEvent, undefined, SprintEvent, never>>;

export interface Move<M extends Memory> {
  readonly target?: string;
  /** The state is left and entered anew, although it is the one we are in. */
  readonly reenter?: boolean;
  readonly guard?: (look: Look<M>) => boolean;
  readonly actions?: readonly Action<M>[];
}

/** A state of the machine, in the words of XState's configuration. */
export interface StepState<M extends Memory> {
  readonly entry?: readonly Action<M>[];
  readonly always?: readonly Move<M>[];
  readonly on?: Readonly<Record<string, readonly Move<M>[]>>;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, StepState<M>>>;
  readonly type?: 'final';
}

/** Where an exit of a step leads back to the step itself, it is entered anew: XState would stay in it, and say and ask nothing. */
export function enteringAnew<M extends Memory>(state: StepState<M>, self: string): StepState<M> {
  const anew = (moves: readonly Move<M>[]) => moves.map((move) => (move.target === self ? { ...move, reenter: true } : move));
  const { always, on, states } = state;
  return {
    ...state,
    ...(always && { always: anew(always) }),
    ...(on && { on: Object.fromEntries(Object.entries(on).map(([type, moves]) => [type, anew(moves)])) }),
    ...(states && { states: Object.fromEntries(Object.entries(states).map(([name, inner]) => [name, enteringAnew(inner, self)])) }),
  };
}

/** A loop of steps that never wait is a bug of the flow; this many steps in one sprint are taken for one. */
export const MAX_STEPS_PER_SPRINT = 100;

/** The surroundings of the event that is being handled. */
export function surroundingsIn<M extends Memory>({ event }: Look<M>): Surroundings {
  const found = event.s ?? event.input?.s;
  if (!found) throw stepBug('?', `The event ${event.type} came without its surroundings.`);
  return found;
}

/** A bug in a step: the runner says one sentence and puts the caller through to a person. */
export function stepBug(step: string, message: string, cause?: unknown): AppError {
  return new AppError('step-failed', `Step ${step}: ${message}`, { details: { step }, ...(cause !== undefined && { cause }) });
}

/** Changes the memory. */
export function change<M extends Memory>(next: (look: Look<M>) => Partial<M>): Action<M> {
  return assign(next as never) as Action<M>;
}

/** Notes what happened; undefined notes nothing. */
export function fact<M extends Memory>(tell: (look: Look<M>) => FlowFact | undefined): Action<M> {
  return { type: 'fact', params: tell };
}

/** A step is entered: fresh retries, one step further. */
export function enter<M extends Memory>(step: string, fresh: Partial<M>): readonly Action<M>[] {
  const entered: FlowFact = { type: 'step', step };
  return [
    change(({ context }) => {
      const hops = (context.hops ?? 0) + 1;
      if (hops > MAX_STEPS_PER_SPRINT)
        throw stepBug(step, `more than ${MAX_STEPS_PER_SPRINT} steps without a wait: the flow goes round in circles.`);
      return { ...fresh, hops };
    }),
    fact(() => entered),
  ];
}

/** The state, taking further events wherever it waits: before its own "anything else", which would swallow them. */
export function takingEverywhere<M extends Memory>(state: StepState<M>, on: NonNullable<StepState<M>['on']>): StepState<M> {
  const states = state.states && Object.fromEntries(Object.entries(state.states).map(([key, child]) => [key, takingEverywhere(child, on)]));
  return { ...state, ...(state.on && { on: { ...on, ...state.on } }), ...(states && { states }) };
}

/** What conditions see. */
export function conditionView<M extends Memory>(look: Look<M>, queue: string | undefined): ConditionView {
  const { language, intent, variables } = look.context;
  return {
    language,
    variables,
    surroundings: surroundingsIn(look),
    ...(intent !== undefined && { intent }),
    ...(queue !== undefined && { queue }),
  };
}

/** A condition's yes or no, and the fact to note when it could not be worked out. Unknown is no. */
export function decide(condition: Usable, view: ConditionView, step: string): { readonly yes: boolean; readonly fault?: FlowFact } {
  const result = condition.evaluate(view);
  if (result.kind === 'value') return { yes: result.value === true };
  if (result.kind === 'unknown') return { yes: false };
  return { yes: false, fault: { type: 'condition-failed', step, source: condition.source, message: result.message } };
}

export type Usable = Extract<CompiledCondition, { ok: true }>;

/** Waits as wording may use them: only what is known. */
export function deskValues({ desk }: Surroundings): { chatWait: Scalar | undefined; opensAt: Scalar | undefined } {
  return { chatWait: desk.open ? desk.waitSeconds : undefined, opensAt: desk.open ? undefined : desk.opensAtMs };
}
