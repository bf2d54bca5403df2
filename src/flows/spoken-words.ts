import { asksForPerson } from './human-words.ts';
import { holdsPhrase, plainText } from './plain-text.ts';

const YES: readonly string[] = [
  'si',
  'yes',
  'vale',
  'claro',
  'correcto',
  'de acuerdo',
  'acepto',
  'ok',
  'okay',
  'sure',
  'correct',
  'right',
  'bai',
  'sim',
  'certo',
  'oui',
  'ja',
  'd acord',
];
const NO: readonly string[] = ['no', 'nope', 'incorrecto', 'wrong', 'ez', 'non', 'nao', 'nein'];

/** Below this the carrier is guessing: what it heard counts as not understood. */
const LEAST_CONFIDENCE = 0.3;

/** What a caller said, ready to be compared; empty when the carrier itself doubts it. */
export function spokenText(speech: string | undefined, confidence: number | undefined): string {
  return speech === undefined || (confidence !== undefined && confidence < LEAST_CONFIDENCE) ? '' : plainText(speech);
}

/** A spoken yes or no, in any language we know; a sentence with both is neither. */
export function spokenYesOrNo(text: string): 'yes' | 'no' | undefined {
  const yes = YES.some((word) => holdsPhrase(text, word));
  const no = NO.some((word) => holdsPhrase(text, word));
  return yes === no ? undefined : yes ? 'yes' : 'no';
}

/** Which of the labels was meant: the longest that the text holds, or whose words hold the text. */
export function matchLabel(text: string, labels: readonly (string | undefined)[]): number {
  let best = -1;
  let length = 0;
  labels.forEach((label, index) => {
    if (label === undefined || text === '') return;
    const plain = plainText(label);
    const fits = holdsPhrase(text, plain) || (text.length > 2 && holdsPhrase(plain, text));
    if (!fits || plain.length <= length) return;
    best = index;
    length = plain.length;
  });
  return best;
}

/** Does a caller who speaks ask for a person? */
export function spokenPerson(text: string): boolean {
  return text !== '' && asksForPerson(text);
}
