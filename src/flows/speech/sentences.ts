import { keyName } from './spoken-key.ts';
import { bareLanguage } from './spoken-numbers.ts';

/** What the engine says of itself, above all when it has not understood; wordings of the step go before. */
interface Sentences {
  readonly notUnderstood: string;
  /** In a menu: {{heard}} and the {{key}} of the option. */
  readonly didYouSayOption: string;
  /** In a question whose answer is read back: 1 is yes, 2 is no. */
  readonly didYouSay: string;
  readonly optionKey: (label: string, key: string) => string;
  readonly yesOrNoKeys: (yes: string, no: string) => string;
  readonly typeIt: string;
  readonly finishKey: (key: string) => string;
  /** In an offer: nobody can be written to. */
  readonly noNumber: string;
}

const SENTENCES: Readonly<Record<string, Sentences>> = {
  es: {
    notUnderstood: 'No le he entendido.',
    didYouSayOption: '¿Ha dicho {{heard}}? Si es así, diga sí o pulse {{key}}. Si no, diga no.',
    didYouSay: '¿Ha dicho {{heard}}? Diga sí o pulse 1. Si no es así, diga no o pulse 2.',
    optionKey: (label, key) => `Para ${label}, pulse ${key}.`,
    yesOrNoKeys: (yes, no) => `Pulse ${yes} para sí o ${no} para no.`,
    typeIt: 'También puede marcarlo con las teclas.',
    finishKey: (key) => `Para terminar, pulse ${key}.`,
    noNumber: 'Sin un número de móvil no podemos escribirle. Seguimos por teléfono.',
  },
  en: {
    notUnderstood: 'Sorry, I did not understand.',
    didYouSayOption: 'Did you say {{heard}}? If so, say yes or press {{key}}. If not, say no.',
    didYouSay: 'Did you say {{heard}}? Say yes or press 1. If not, say no or press 2.',
    optionKey: (label, key) => `For ${label}, press ${key}.`,
    yesOrNoKeys: (yes, no) => `Press ${yes} for yes or ${no} for no.`,
    typeIt: 'You can also enter it on the keypad.',
    finishKey: (key) => `Press ${key} when you have finished.`,
    noNumber: 'Without a mobile number we can’t write to you. We will carry on by phone.',
  },
  ca: {
    notUnderstood: 'No l’he entès.',
    didYouSayOption: 'Ha dit {{heard}}? Si és així, digui sí o premi {{key}}. Si no, digui no.',
    didYouSay: 'Ha dit {{heard}}? Digui sí o premi 1. Si no és així, digui no o premi 2.',
    optionKey: (label, key) => `Per a ${label}, premi ${key}.`,
    yesOrNoKeys: (yes, no) => `Premi ${yes} per a sí o ${no} per a no.`,
    typeIt: 'També ho pot marcar amb les tecles.',
    finishKey: (key) => `Per acabar, premi ${key}.`,
    noNumber: 'Sense un número de mòbil no li podem escriure. Continuem per telèfon.',
  },
  gl: {
    notUnderstood: 'Non o entendín.',
    didYouSayOption: 'Dixo {{heard}}? Se é así, diga si ou prema {{key}}. Se non, diga non.',
    didYouSay: 'Dixo {{heard}}? Diga si ou prema 1. Se non é así, diga non ou prema 2.',
    optionKey: (label, key) => `Para ${label}, prema ${key}.`,
    yesOrNoKeys: (yes, no) => `Prema ${yes} para si ou ${no} para non.`,
    typeIt: 'Tamén o pode marcar coas teclas.',
    finishKey: (key) => `Para rematar, prema ${key}.`,
    noNumber: 'Sen un número de móbil non podemos escribirlle. Seguimos por teléfono.',
  },
  eu: {
    notUnderstood: 'Ez dizut ulertu.',
    didYouSayOption: '{{heard}} esan duzu? Hala bada, esan bai edo sakatu {{key}}. Bestela, esan ez.',
    didYouSay: '{{heard}} esan duzu? Esan bai edo sakatu 1. Hala ez bada, esan ez edo sakatu 2.',
    optionKey: (label, key) => `${label}: sakatu ${key}.`,
    yesOrNoKeys: (yes, no) => `Bai esateko, sakatu ${yes}; ez esateko, sakatu ${no}.`,
    typeIt: 'Teklekin ere marka dezakezu.',
    finishKey: (key) => `Amaitzeko, sakatu ${key}.`,
    noNumber: 'Mugikorraren zenbakirik gabe ezin dizugu idatzi. Telefonoz jarraituko dugu.',
  },
  pt: {
    notUnderstood: 'Não percebi.',
    didYouSayOption: 'Disse {{heard}}? Se sim, diga sim ou prima {{key}}. Se não, diga não.',
    didYouSay: 'Disse {{heard}}? Diga sim ou prima 1. Se não, diga não ou prima 2.',
    optionKey: (label, key) => `Para ${label}, prima ${key}.`,
    yesOrNoKeys: (yes, no) => `Prima ${yes} para sim ou ${no} para não.`,
    typeIt: 'Também pode marcar com as teclas.',
    finishKey: (key) => `Para terminar, prima ${key}.`,
    noNumber: 'Sem um número de telemóvel não podemos escrever-lhe. Continuamos por telefone.',
  },
  'pt-BR': {
    notUnderstood: 'Não entendi.',
    didYouSayOption: 'Você disse {{heard}}? Se sim, diga sim ou tecle {{key}}. Se não, diga não.',
    didYouSay: 'Você disse {{heard}}? Diga sim ou tecle 1. Se não, diga não ou tecle 2.',
    optionKey: (label, key) => `Para ${label}, tecle ${key}.`,
    yesOrNoKeys: (yes, no) => `Tecle ${yes} para sim ou ${no} para não.`,
    typeIt: 'Você também pode digitar.',
    finishKey: (key) => `Para terminar, tecle ${key}.`,
    noNumber: 'Sem um número de celular não podemos escrever para você. Continuamos por telefone.',
  },
};

function sentencesOf(language: string): Sentences | undefined {
  return SENTENCES[language] ?? SENTENCES[bareLanguage(language)];
}

type Sentence = 'notUnderstood' | 'didYouSayOption' | 'didYouSay' | 'noNumber';

/** A sentence in every language that we have it in, as a wording; `heard` says how {{heard}} is filled in. */
export function sentenceWording(name: Sentence, heard = '{{heard}}'): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(SENTENCES).map(([language, each]) => [language, each[name].replace('{{heard}}', heard)]));
}

/** Which key is which option: "Para pedidos, pulse 1." */
export function optionKeysSentence(language: string, options: readonly { readonly label: string; readonly key: string }[]): string {
  const sentences = sentencesOf(language);
  return sentences ? options.map(({ label, key }) => sentences.optionKey(label, keyName(key, language))).join(' ') : '';
}

export function yesOrNoKeysSentence(language: string, yes: string, no: string): string {
  return sentencesOf(language)?.yesOrNoKeys(keyName(yes, language), keyName(no, language)) ?? '';
}

/** That the answer can be typed, and with which key it ends. */
export function typeItSentence(language: string, finishKey: string): string {
  const sentences = sentencesOf(language);
  if (!sentences) return '';
  return finishKey === '' ? sentences.typeIt : `${sentences.typeIt} ${sentences.finishKey(keyName(finishKey, language))}`;
}
