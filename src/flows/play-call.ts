import type { Prompt } from '../channels/voice.ts';
import type { VoiceFlowEvent, VoiceProgress, VoiceWait } from './call-outcomes.ts';
import { chooseTemplate } from './choose-template.ts';
import type { CompiledFlow } from './compile-flow.ts';
import type { FlowFact } from './outcomes.ts';
import type { PlayWorld } from './play-world.ts';
import { resumeCall, startCall } from './run-call.ts';
import type { OfferStep } from './schema/voice-steps.ts';

/** A call that is played by hand or from a case: what would be asked of the world is answered by the played one. */
export interface PlayedCall {
  readonly wait: () => VoiceWait;
  readonly progress: () => VoiceProgress;
  /** Everything since it was last asked for. */
  readonly take: () => { readonly hears: readonly string[]; readonly sends: readonly string[]; readonly facts: readonly FlowFact[] };
  readonly press: (keys: string) => void;
  readonly say: (speech: string, confidence: number) => void;
  readonly silence: () => void;
  /** Time goes by: what looks again does so as often as it would. */
  readonly pass: (seconds: number) => void;
  readonly leaveQueue: (outcome: 'connected' | 'full' | 'failed') => void;
  readonly endDial: (outcome: 'answered' | 'busy' | 'no-answer' | 'failed') => void;
  readonly failRecording: () => void;
  /** Everything that happened so far. */
  readonly walked: () => readonly FlowFact[];
  /** A person answered. */
  readonly answered: () => boolean;
  /** What became of the invite, as far as it is known: `left`: it arrived, or may have; `failed-elsewhere`: to a typed number. */
  readonly invite: () => 'none' | 'left' | 'failed' | 'failed-elsewhere';
}

const LISTEN_SECONDS = 30;
/** About as fast as people speak, characters a second. */
const SPOKEN_PER_SECOND = 14;

/** What a prompt says, without markup. */
export function heardOf(prompt: Prompt): string {
  if (prompt.kind === 'play') return `[recording ${prompt.url}]`;
  if (prompt.kind === 'pause') return `[pause ${prompt.seconds} s]`;
  return prompt.text
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

export function playCall(compiled: CompiledFlow, world: PlayWorld, start: { readonly language?: string } = {}): PlayedCall {
  const hears: string[] = [];
  const sends: string[] = [];
  const facts: FlowFact[] = [];
  const walked: FlowFact[] = [];
  let sentAtMs: number | undefined;
  let sentElsewhere = false;
  let answered = false;
  let progress = settle(startCall(compiled, start, world.surroundings()));

  function note(next: VoiceProgress): VoiceProgress {
    hears.push(...next.prompts.map(heardOf).filter((text) => text !== ''));
    facts.push(...next.facts);
    walked.push(...next.facts);
    return next;
  }

  /** Answers what the runner would answer at once. */
  function settle(first: VoiceProgress): VoiceProgress {
    let next = note(first);
    for (let event = answerTo(next); event !== undefined; event = answerTo(next)) {
      next = note(resumeCall(compiled, next.snapshot, event, world.surroundings()));
    }
    return next;
  }

  function answerTo({ wait, snapshot }: VoiceProgress): VoiceFlowEvent | undefined {
    if (wait.kind === 'request') return { type: 'REQUEST_DONE', outcome: world.lookUp(compiled.flow, 'call', wait.step) };
    if (wait.kind === 'callback-times' || wait.kind === 'callback' || wait.kind === 'callback-cancel') {
      const times = world.callBack(wait);
      return times ? { type: 'CALLBACK_TIMES', times } : { type: 'CALLBACK_DONE' };
    }
    if (wait.kind === 'eligibility') {
      const may = world.mayOffer(compiled.flow.call.steps[wait.step] as OfferStep);
      return 'reasons' in may ? { type: 'OFFER_WITHHELD', reasons: may.reasons } : { type: 'OFFER_ALLOWED', number: may.number };
    }
    if (wait.kind !== 'handoff') return undefined;
    const { intent } = snapshot.context;
    const typed = wait.typedNumber;
    const about = { ...(intent !== undefined && { intent }), ...(typed !== undefined && { typedNumber: typed }) };
    sends.push(`${chooseTemplate(compiled.flow.call.steps[wait.step] as OfferStep, about)} to ${typed ?? 'the caller'}`);
    sentAtMs = world.nowMs;
    sentElsewhere = typed !== undefined;
    return { type: 'HANDED_OFF', handoffId: 'h_00_CASE0001' };
  }

  function delivery() {
    const { becomes = 'delivered', afterSeconds = 3, fallback = 'none' } = world.settings.message ?? {};
    if (sentAtMs === undefined) return {};
    if (becomes === 'pending' || world.nowMs - sentAtMs < afterSeconds * 1000) return { delivery: 'pending' as const };
    return becomes === 'failed' ? { delivery: 'failed' as const, fallback } : { delivery: 'delivered' as const };
  }

  function resume(event: VoiceFlowEvent): void {
    progress = settle(resumeCall(compiled, progress.snapshot, event, world.surroundings()));
  }

  /** A look of the carrier: at the held line or from the queue; keys and words come with it. */
  function tick(entered: { readonly digits?: string; readonly speech?: string; readonly confidence?: number } = {}): void {
    const queuedAtMs = progress.snapshot.context.queuedAtMs ?? world.nowMs;
    const queue = { position: 1, waitedSeconds: Math.floor((world.nowMs - queuedAtMs) / 1000) };
    resume({ type: 'TICK', ...delivery(), ...entered, ...(progress.wait.kind === 'queue' && { queue }) });
  }

  function secondsToNextLook(wait: VoiceWait): number | undefined {
    if (wait.kind === 'hold' || wait.kind === 'input') return wait.input.timeoutSeconds;
    if (wait.kind === 'record') return wait.record.silenceSeconds;
    if (wait.kind !== 'queue') return undefined;
    return wait.input?.timeoutSeconds ?? wait.pauseSeconds ?? LISTEN_SECONDS;
  }

  /** A message is as long as it takes to say; a key that does not end it counts for nothing. */
  function record(said: string, key?: string): void {
    const { wait } = progress;
    if (wait.kind !== 'record' || (key !== undefined && !wait.record.finishOnKeys.includes(key))) return;
    const seconds = Math.min(wait.record.maxSeconds, Math.ceil(said.length / SPOKEN_PER_SECOND));
    resume({ type: 'RECORDED', ...(said === '' ? { outcome: 'silent' } : { outcome: 'recorded', seconds }) });
  }

  function look(): void {
    if (progress.wait.kind === 'record') record('');
    else if (progress.wait.kind === 'input') resume({ type: 'INPUT' });
    else tick();
  }

  return {
    wait: () => progress.wait,
    progress: () => progress,
    take: () => ({ hears: hears.splice(0), sends: sends.splice(0), facts: facts.splice(0) }),
    press: (keys) => {
      const { wait } = progress;
      if (wait.kind === 'record') return record('', keys.slice(-1));
      const ended = 'input' in wait && wait.input && wait.input.finishOnKey !== '' && keys.endsWith(wait.input.finishOnKey);
      const digits = ended ? keys.slice(0, -1) : keys;
      if (wait.kind === 'hold' || wait.kind === 'queue') tick({ digits });
      else if (wait.kind === 'input') resume({ type: 'INPUT', digits });
    },
    say: (speech, confidence) => {
      if (progress.wait.kind === 'queue') tick({ speech, confidence });
      else if (progress.wait.kind === 'input') resume({ type: 'INPUT', speech, confidence });
      else if (progress.wait.kind === 'record') record(speech);
    },
    failRecording: () => resume({ type: 'RECORDED', outcome: 'failed' }),
    silence: () => {
      world.nowMs += (secondsToNextLook(progress.wait) ?? 0) * 1000;
      look();
    },
    pass: (seconds) => {
      const untilMs = world.nowMs + seconds * 1000;
      for (let next = secondsToNextLook(progress.wait); next !== undefined; next = secondsToNextLook(progress.wait)) {
        if (world.nowMs + next * 1000 > untilMs) break;
        world.nowMs += next * 1000;
        look();
      }
      world.nowMs = Math.max(world.nowMs, untilMs);
    },
    leaveQueue: (outcome) => {
      answered ||= outcome === 'connected';
      resume({ type: 'QUEUE_LEFT', outcome });
    },
    endDial: (outcome) => {
      answered ||= outcome === 'answered';
      resume({ type: 'DIAL_ENDED', outcome });
    },
    walked: () => walked,
    answered: () => answered,
    invite: () => {
      if (sentAtMs === undefined) return 'none';
      const { becomes, fallback } = world.settings.message ?? {};
      if (becomes !== 'failed' || fallback === 'sms') return 'left';
      return sentElsewhere ? 'failed-elsewhere' : 'failed';
    },
  };
}
