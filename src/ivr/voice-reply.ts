import type { CallId } from '../base/ids.ts';
import type { Prompt, VoiceAction, VoiceReply, VoiceVerb } from '../channels/voice.ts';
import type { VoiceProgress, VoiceWait } from '../flows/call-outcomes.ts';

/** How long the music or silence of one wait answer lasts before the carrier asks again, in seconds. */
const WAIT_PAUSE_SECONDS = 10;

export interface ReplySetting {
  readonly callId: CallId;
  readonly turn: number;
  readonly agentDial: string;
  /** The answer is played inside the queue: it may neither dial nor queue again. */
  readonly inQueue: boolean;
}

/** What the caller's line is told, from where the flow stopped. Pure. */
export function voiceReply(progress: Pick<VoiceProgress, 'prompts' | 'wait'>, setting: ReplySetting): VoiceReply {
  const { prompts, wait } = progress;
  if (setting.inQueue && wait.kind !== 'queue') return { verbs: [...prompts, { kind: 'leave' }] };
  return { verbs: verbsOf(prompts, wait, setting) };
}

function verbsOf(prompts: readonly Prompt[], wait: VoiceWait, setting: ReplySetting): readonly VoiceVerb[] {
  const action = (kind: VoiceAction['kind']): VoiceAction => ({ kind, callId: setting.callId, turn: setting.turn });
  switch (wait.kind) {
    case 'input':
      return [{ kind: 'gather', prompts, input: wait.input, action: action('input') }];
    case 'hold':
      return [{ kind: 'gather', prompts, input: wait.input, action: action('hold') }];
    case 'queue':
      return setting.inQueue ? queueWaitVerbs(prompts, wait, action('queue-wait')) : enqueueVerbs(prompts, wait, action);
    case 'dial':
      return [
        ...prompts,
        { kind: 'dial', to: wait.to ?? setting.agentDial, timeoutSeconds: wait.timeoutSeconds, result: action('dial-result') },
      ];
    case 'record':
      return [...prompts, { kind: 'record', input: wait.record, action: action('recorded') }];
    case 'end':
      return [...prompts, { kind: 'hangup' }];
    default:
      return [...prompts, { kind: 'redirect', action: action('resume') }];
  }
}

function enqueueVerbs(
  prompts: readonly Prompt[],
  wait: Extract<VoiceWait, { kind: 'queue' }>,
  action: (kind: VoiceAction['kind']) => VoiceAction,
): readonly VoiceVerb[] {
  return [...prompts, { kind: 'enqueue', queue: wait.queue, wait: action('queue-wait'), result: action('queue-result') }];
}

function queueWaitVerbs(
  prompts: readonly Prompt[],
  wait: Extract<VoiceWait, { kind: 'queue' }>,
  action: VoiceAction,
): readonly VoiceVerb[] {
  if (wait.input) return [{ kind: 'gather', prompts, input: wait.input, action }];
  const rest: Prompt = wait.musicUrl
    ? { kind: 'play', url: wait.musicUrl }
    : { kind: 'pause', seconds: wait.pauseSeconds ?? WAIT_PAUSE_SECONDS };
  return [...prompts, rest];
}
