import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import type { SilentPlace } from './branch-state.ts';
import { change, enter, fact, type Look, type Memory, type StepState, surroundingsIn } from './parts.ts';

type SplitStep = Extract<VoiceStep | ChatStep, { type: 'split' }>;

/** Split: the arm the journey already has, else the one that is drawn for the person; that is noted, once. */
export function splitState<M extends Memory>(step: SplitStep, place: SilentPlace<M>): StepState<M> {
  const { experiment, arms } = step;
  const armIn = ({ context }: Look<M>) => {
    const known = context.arms?.[experiment];
    return arms.some(({ id }) => id === known) ? known : undefined;
  };
  return {
    entry: [
      ...enter<M>(place.id, place.fresh),
      fact((look) => (armIn(look) === undefined ? { type: 'assigned', step: place.id, experiment, arm: drawn(step, look) } : undefined)),
      change((look) => {
        const arm = armIn(look) ?? drawn(step, look);
        return { pick: arms.findIndex(({ id }) => id === arm), arms: { ...look.context.arms, [experiment]: arm } } as Partial<M>;
      }),
    ],
    always: arms.map(({ to }, at) => ({ target: place.to(to), guard: ({ context }) => context.pick === at })),
  };
}

/** Where nobody draws, as in a played conversation, the first arm that takes anybody. */
function drawn<M extends Memory>({ experiment, arms }: SplitStep, look: Look<M>): string {
  const choose = surroundingsIn(look).chooseArm;
  const arm = choose?.(experiment, arms);
  const found = arms.find(({ id }) => id === arm) ?? arms.find(({ weight }) => weight > 0) ?? arms[0];
  return found?.id ?? '';
}
