import type { VoiceStep } from '../schema/voice-steps.ts';
import { enter, type StepState } from './parts.ts';
import { type CallMemory, FRESH, say, type VoiceKit, waitFor } from './voice-parts.ts';

type Step<T> = Extract<VoiceStep, { type: T }>;

/** The state in which a call has ended. */
export const END = '#call.end';

/** Say: says something and goes on. */
export function sayState(id: string, step: Step<'say'>, kit: VoiceKit): StepState<CallMemory> {
  return { entry: [...enter<CallMemory>(id, FRESH), ...say(kit, id, step.text)], always: [{ target: kit.to(step.next) }] };
}

/** Dial: puts the caller through; the flow goes on when the conversation is over or did not come about. */
export function dialState(id: string, step: Step<'dial'>, kit: VoiceKit): StepState<CallMemory> {
  const { to, timeoutSeconds } = step;
  const wait = waitFor(() => ({ kind: 'dial', step: id, ...(to !== undefined && { to }), timeoutSeconds }));
  const ended = (...outcomes: string[]) => ({
    guard: ({ event }: { event: { outcome?: unknown } }) => outcomes.includes(String(event.outcome)),
  });
  return {
    entry: [...enter<CallMemory>(id, FRESH), ...say(kit, id, step.text), wait],
    on: {
      DIAL_ENDED: [
        { target: kit.to(step.answered), ...ended('answered') },
        { target: kit.to(step.noAnswer), ...ended('no-answer', 'busy') },
        { target: kit.to(step.failed) },
      ],
      '*': [{ actions: [wait] }],
    },
  };
}

/** Hangup: says something, if it is to, and ends the call. */
export function hangupState(id: string, step: Step<'hangup'>, kit: VoiceKit): StepState<CallMemory> {
  return { entry: [...enter<CallMemory>(id, FRESH), ...say(kit, id, step.text)], always: [{ target: END }] };
}
