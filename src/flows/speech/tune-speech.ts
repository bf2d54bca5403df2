import type { Flow } from '../flow.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';

/** The flow with its own speech settings in every step that listens; what a step says itself goes before. */
export function tuneSpeech(flow: Flow): Flow {
  if (!flow.speech) return flow;
  const steps = Object.entries(flow.call.steps).map(([id, step]) => [id, tuned(step, flow.speech)] as const);
  return { ...flow, call: { ...flow.call, steps: Object.fromEntries(steps) } };
}

function tuned(step: VoiceStep, speech: Flow['speech']): VoiceStep {
  return 'speech' in step && step.speech ? { ...step, speech: { ...speech, ...step.speech } } : step;
}
