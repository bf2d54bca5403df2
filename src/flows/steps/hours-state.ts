import type { CalendarReader } from '../calendar-state.ts';
import type { ClosedHours, Scalar } from '../outcomes.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import type { SilentPlace } from './branch-state.ts';
import { change, enter, type Memory, type StepState, surroundingsIn } from './parts.ts';

type HoursStep = Extract<VoiceStep | ChatStep, { type: 'hours' }>;

const EXITS = ['open', 'closed', 'holiday'] as const;

/** Hours: by the calendar; what it says of a closed time is remembered for the wordings that follow. */
export function hoursState<M extends Memory>(step: HoursStep, place: SilentPlace<M>, calendar: CalendarReader): StepState<M> {
  const targets = { open: step.open, closed: step.closed, holiday: step.holiday ?? step.closed };
  return {
    entry: [
      ...enter<M>(place.id, place.fresh),
      change((look) => {
        const about = { queue: step.queue ?? place.queue, language: look.context.language };
        const { open, special, opensAtMs } = calendar.stateAt(surroundingsIn(look).nowMs, about);
        const closed: ClosedHours = {
          ...(opensAtMs !== undefined && { opensAtMs }),
          ...(special?.name !== undefined && { day: special.name }),
        };
        return { pick: EXITS.indexOf(open ? 'open' : special ? 'holiday' : 'closed'), closed: open ? undefined : closed } as Partial<M>;
      }),
    ],
    always: EXITS.map((exit, at) => ({ target: place.to(targets[exit]), guard: ({ context }) => context.pick === at })),
  };
}

/** What wordings may say of the hours, once a step found them closed. */
export function hoursValues({ closed }: Pick<Memory, 'closed'>): Readonly<Record<string, Scalar | undefined>> {
  if (!closed) return {};
  return { opensAt: closed.opensAtMs, holiday: closed.day };
}
