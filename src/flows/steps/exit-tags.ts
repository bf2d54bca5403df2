import { exitsOf } from '../exits.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { type Action, fact, type Memory, type Move, type StepState } from './parts.ts';

/** Between a step and the exit that leads to it; no name holds it. */
const MARK = '\u0000';

type Holder = Readonly<Record<string | number, unknown>>;

function withTarget(holder: Holder | readonly unknown[], [first = '', ...rest]: readonly (string | number)[], to: string): unknown {
  const copy = (Array.isArray(holder) ? [...holder] : { ...holder }) as Record<string | number, unknown>;
  copy[first] = rest.length === 0 ? to : withTarget(copy[first] as Holder, rest, to);
  return copy;
}

/** The step with the name of each exit beside the step that it leads to, so that its moves can tell by which exit they leave. Wordings stay the same objects. */
export function tagExits<S extends VoiceStep | ChatStep>(step: S): S {
  return exitsOf(step).reduce<unknown>(
    (tagged, { name, to, path }) => withTarget(tagged as Holder, path, `${to}${MARK}${name}`),
    step,
  ) as S;
}

/** The step that an exit leads to, without its tag. */
export function targetOf(to: string): string {
  const at = to.indexOf(MARK);
  return at < 0 ? to : to.slice(0, at);
}

function noting<M extends Memory>(move: Move<M>, step: string): Move<M> {
  const at = move.target?.indexOf(MARK) ?? -1;
  if (move.target === undefined || at < 0) return move;
  const exit = move.target.slice(at + MARK.length);
  const taken: Action<M> = fact(() => ({ type: 'exit', step, exit }));
  return { ...move, target: move.target.slice(0, at), actions: [...(move.actions ?? []), taken] };
}

/** The state of a tagged step: what leaves by an exit notes which. */
export function notingExits<M extends Memory>(state: StepState<M>, step: string): StepState<M> {
  const all = (moves: readonly Move<M>[]) => moves.map((move) => noting(move, step));
  const { always, on, states } = state;
  return {
    ...state,
    ...(always && { always: all(always) }),
    ...(on && { on: Object.fromEntries(Object.entries(on).map(([type, moves]) => [type, all(moves)])) }),
    ...(states && { states: Object.fromEntries(Object.entries(states).map(([name, inner]) => [name, notingExits(inner, step)])) }),
  };
}
