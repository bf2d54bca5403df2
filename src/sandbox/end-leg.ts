import type { Call } from './call.ts';
import { note } from './line-listening.ts';
import type { World } from './world.ts';

/** How a walk ended. `hungUp`: a document said so; otherwise nothing more was to be done. */
export interface Ending {
  readonly by: NonNullable<Call['endedBy']>;
  readonly status?: Call['status'];
  readonly hungUp?: true;
}

/** The leg is over: whoever was to be joined to it is told. */
export function finishCall(world: World, call: Call, ending: Ending): void {
  const unanswered = call.answeredAtMs === undefined;
  call.status = ending.status ?? (unanswered && ending.by === 'caller' ? 'no-answer' : 'completed');
  call.state = 'ended';
  call.endedAtMs = world.scheduler.nowMs();
  call.endedBy = ending.by;
  const late = call.line.take((signal) => signal.kind === 'bridge');
  if (late?.kind === 'bridge') late.bridge.end('caller');
  note(world, call, { kind: 'note', text: `the call has ended (${call.status}, by the ${ending.by})` });
}

/** How long the leg lasted, whole seconds. */
export function secondsOf(call: Call): number {
  const endedAtMs = call.endedAtMs ?? 0;
  return Math.round((endedAtMs - (call.answeredAtMs ?? endedAtMs)) / 1000);
}
