import type { VoicemailStep } from '../schema/voice-steps.ts';
import { enter, fact, type StepState } from './parts.ts';
import { type CallLook, type CallMemory, FRESH, say, type VoiceKit, waitFor } from './voice-parts.ts';

/** The carrier gives the text of a recording in English alone, and only up to this length; seconds. */
const MOST_TRANSCRIBED = 120;
const EVERY_KEY = '1234567890*#';

/** Voicemail: the prompt, a tone, and what the caller says until silence, a key or the limit. */
export function voicemailState(id: string, step: VoicemailStep, kit: VoiceKit): StepState<CallMemory> {
  const wait = waitFor(({ context: { language } }) => ({
    kind: 'record',
    step: id,
    record: {
      maxSeconds: step.maxSeconds,
      silenceSeconds: step.silenceSeconds,
      finishOnKeys: step.finishKey === 'any' ? EVERY_KEY : step.finishKey,
      ...(step.transcribe && step.maxSeconds <= MOST_TRANSCRIBED && /^en\b/.test(language) && { transcribe: true }),
    },
  }));
  const isMessage = ({ event }: CallLook) => event.outcome === 'recorded' && (event.seconds ?? 0) >= step.minSeconds;
  return {
    entry: [...enter<CallMemory>(id, FRESH), ...say(kit, id, step.prompt), wait],
    on: {
      RECORDED: [
        {
          target: kit.to(step.next),
          guard: isMessage,
          actions: [fact(({ event }) => ({ type: 'voicemail', step: id, seconds: event.seconds ?? 0 }))],
        },
        { target: kit.to(step.failed), guard: ({ event }) => event.outcome === 'failed' },
        { target: kit.to(step.tooShort) },
      ],
      '*': [{ actions: [wait] }],
    },
  };
}
