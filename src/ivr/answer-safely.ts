import type { Prompt, VoiceReply } from '../channels/voice.ts';

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
  /** Further languages that the sentence is said in, where nothing is known of the caller's. */
  readonly alsoIn?: readonly string[];
  readonly voice?: string;
  readonly agentDial: string;
  readonly inQueue: boolean;
}

/** The answer from memory: needs neither store nor archive nor flow. In a queue it keeps the place; elsewhere it dials a person. */
export function answerSafely(setting: SafetySetting): VoiceReply {
  const say = [sentence(setting, setting.language), ...(setting.alsoIn ?? []).map((language) => sentence(setting, language))];
  if (setting.inQueue) return { verbs: [...say, { kind: 'pause', seconds: 10 }] };
  return { verbs: [...say, { kind: 'dial', to: setting.agentDial, timeoutSeconds: 60 }] };
}

function sentence(setting: SafetySetting, wanted: string): Prompt {
  const sentences = setting.inQueue ? STAY_SENTENCES : SAFETY_SENTENCES;
  const text = sentences[wanted.split('-')[0] ?? ''];
  if (text === undefined) return { kind: 'say', text: sentences.en as string, language: 'en' };
  const hasVoice = setting.voice !== undefined && wanted === setting.language;
  return { kind: 'say', text, language: wanted, ...(hasVoice && { voice: setting.voice }) };
}
