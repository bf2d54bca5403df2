import { plainText } from '../plain-text.ts';
import { bareLanguage, readSpokenNumbers } from './spoken-numbers.ts';

/** How the two signs of the keypad are called, the usual name first. */
const SIGNS: Readonly<Record<string, Readonly<Record<'*' | '#', readonly string[]>>>> = {
  es: { '*': ['asterisco', 'estrella'], '#': ['almohadilla', 'numeral'] },
  en: { '*': ['star', 'asterisk'], '#': ['hash', 'pound'] },
  ca: { '*': ['asterisc'], '#': ['coixinet'] },
  gl: { '*': ['asterisco'], '#': ['cancelo'] },
  eu: { '*': ['izartxoa', 'izartxo'], '#': ['traola'] },
  pt: { '*': ['asterisco', 'estrela'], '#': ['cardinal', 'jogo da velha'] },
};

/** A key by its name, where the caller says what they were asked to press: "uno", "la opción dos", "asterisco". */
export function readSpokenKey(text: string, language: string): string | undefined {
  const plain = plainText(text);
  const { groups, others } = readSpokenNumbers(plain, language, 'apart');
  if (others.length === 0) return groups.length === 1 && /^\d$/.test(groups[0] ?? '') ? groups[0] : undefined;
  const signs = SIGNS[bareLanguage(language)];
  if (!signs || groups.length > 0) return undefined;
  return (['*', '#'] as const).find((sign) => signs[sign].includes(others.join(' ')));
}

/** A key as it is said in a sentence: digits by themselves, signs by their name. */
export function keyName(key: string, language: string): string {
  if (key !== '*' && key !== '#') return key;
  return SIGNS[bareLanguage(language)]?.[key][0] ?? key;
}
