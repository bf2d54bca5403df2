import type { VoiceReply } from '../channels/voice.ts';

/** What a caller hears when this service can't decide; one sentence, never silence. */
export const SAFETY_SENTENCES: Readonly<Record<string, string>> = {
  es: 'Un momento, por favor. Le paso con una persona.',
  en: 'One moment, please. I am putting you through to a person.',
  ca: 'Un moment, si us plau. Li passo amb una persona.',
  gl: 'Un momento, por favor. Pásolle cunha persoa.',
  eu: 'Itxaron une batez, mesedez. Pertsona batekin jarriko zaitut.',
  pt: 'Um momento, por favor. Vou passar a uma pessoa.',
};

/** What a queued caller hears meanwhile: inside a queue nobody can be dialled, and the place must not be lost. */
const STAY_SENTENCES: Readonly<Record<string, string>> = {
  es: 'Siga a la espera, por favor. Conserva su turno.',
  en: 'Please stay on the line. You keep your place.',
  ca: 'Esperi, si us plau. Conserva el seu torn.',
  gl: 'Siga á espera, por favor. Conserva a súa quenda.',
  eu: 'Itxaron, mesedez. Zure txandari eusten diozu.',
  pt: 'Aguarde, por favor. Mantém o seu lugar.',
};

export interface SafetySetting {
  readonly language: string;
  readonly voice?: string;
  readonly agentDial: string;
  readonly inQueue: boolean;
}

/** The answer from memory: needs neither store nor archive nor flow. In a queue it keeps the place; elsewhere it dials a person. */
export function answerSafely(setting: SafetySetting): VoiceReply {
  const sentences = setting.inQueue ? STAY_SENTENCES : SAFETY_SENTENCES;
  const base = setting.language.split('-')[0] ?? 'es';
  const text = sentences[base] ?? (sentences.en as string);
  const language = sentences[base] ? setting.language : 'en';
  const say = { kind: 'say' as const, text, language, ...(setting.voice !== undefined && sentences[base] && { voice: setting.voice }) };
  if (setting.inQueue) return { verbs: [say, { kind: 'pause', seconds: 10 }] };
  return { verbs: [say, { kind: 'dial', to: setting.agentDial, timeoutSeconds: 60 }] };
}
