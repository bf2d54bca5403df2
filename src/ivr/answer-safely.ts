import type { Prompt, SafetyDialEnded, VoiceReply } from '../channels/voice.ts';
import { safetySentences } from './safety-sentences.ts';

export interface SafetySetting {
  readonly language: string;
  /** Further languages that the sentences are said in, where nothing is known of the caller's. */
  readonly alsoIn?: readonly string[];
  readonly voice?: string;
  readonly agentDial: string;
}

/** How long the phone of a person rings, in seconds. */
const RINGS_SECONDS = 60;
/** Between two tries: who was busy may have hung up. Seconds. */
const AGAIN_AFTER_SECONDS = 15;
const MOST_TRIES = 2;

/** The answer from memory: needs neither store nor archive nor flow. One sentence, and a person is dialled. */
export function answerSafely(setting: SafetySetting): VoiceReply {
  return { verbs: [...say(setting, ({ connecting }) => connecting), dial(setting, 1)] };
}

/** The answer from memory inside a queue: nobody can be dialled there, and the place must not be lost. */
export function staySafely(setting: SafetySetting): VoiceReply {
  return { verbs: [...say(setting, ({ stay }) => stay), { kind: 'pause', seconds: 10 }] };
}

/** Who opens when, as far as it is known without asking anybody. */
export interface NextOpening {
  readonly atMs: number;
  readonly timeZone: string;
}

/**
 * What follows when the person who was dialled from memory did not answer: a sentence and one more try after a pause; then
 * an honest goodbye that says when to call again. Pure.
 */
export function afterSafetyDial(setting: SafetySetting, ended: SafetyDialEnded, opening?: NextOpening): VoiceReply {
  if (ended.outcome === 'answered') return { verbs: [{ kind: 'hangup' }] };
  const { tried } = ended.safety;
  if (tried < MOST_TRIES) {
    return { verbs: [...say(setting, ({ again }) => again), { kind: 'pause', seconds: AGAIN_AFTER_SECONDS }, dial(setting, tried + 1)] };
  }
  const goodbye = say(setting, ({ callLater, callWhenOpen }, language) =>
    opening ? callWhenOpen.replace('{{when}}', momentText(opening, language)) : callLater,
  );
  return { verbs: [...goodbye, { kind: 'hangup' }] };
}

/** Did nobody answer, as often as it is tried? */
export function isLastSafetyDial(ended: SafetyDialEnded): boolean {
  return ended.outcome !== 'answered' && ended.safety.tried >= MOST_TRIES;
}

function dial(setting: SafetySetting, tried: number): VoiceReply['verbs'][number] {
  const languages = [setting.language, ...(setting.alsoIn ?? [])] as const;
  return { kind: 'dial', to: setting.agentDial, timeoutSeconds: RINGS_SECONDS, result: { kind: 'safety', tried, languages } };
}

type Choose = (texts: ReturnType<typeof safetySentences>['texts'], language: string) => string;

function say(setting: SafetySetting, choose: Choose): readonly Prompt[] {
  return [setting.language, ...(setting.alsoIn ?? [])].map((wanted): Prompt => {
    const { language, texts } = safetySentences(wanted);
    const hasVoice = setting.voice !== undefined && language === setting.language;
    return { kind: 'say', text: choose(texts, language), language, ...(hasVoice && { voice: setting.voice }) };
  });
}

/** `el lunes, 9:00`: weekday and time, in the zone of the business. */
function momentText({ atMs, timeZone }: NextOpening, language: string): string {
  const text = new Intl.DateTimeFormat(language, { weekday: 'long', hour: 'numeric', minute: '2-digit', timeZone }).format(atMs);
  return /^(es|ca|gl)/.test(language) ? `el ${text}` : /^en/.test(language) ? `on ${text}` : text;
}
