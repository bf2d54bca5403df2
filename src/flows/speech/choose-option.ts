import { holdsPhrase, plainText } from '../plain-text.ts';

/** What was meant among options: one of them, several alike, or none. */
export type Choice =
  /** `exact`: nothing but the words of the option was said. `doubtful`: it only sounds like it. */
  | { readonly kind: 'one'; readonly index: number; readonly exact: boolean; readonly doubtful: boolean }
  | { readonly kind: 'several' }
  | { readonly kind: 'none' };

/** Options by the phrases that choose them. */
export interface SpokenOptions {
  readonly choose: (text: string) => Choice;
}

/** Words that carry no meaning of their own in a menu, in the languages around; plain text. */
const STOP_WORDS = new Set(
  (
    'a al algo an and are as at con da das de del dei do dos e el els em en eta et for from hi i in is it la las le les lo los m me ' +
    'mas mi mis my na no non nos nire nuestro o of on os ou our para per pel por pour que quero quiero quisiera queria qu sa se ' +
    'sobre su sus te the to tu tus un una unas unha uno unos uma um us vull voldria want was with would like y you your yo zure ' +
    'hablar falar parlar talk speak saber consultar consulta ver about something algo tengo tinc teno have need necesito preciso favor'
  ).split(' '),
);

const NONE: Choice = { kind: 'none' };
/** How much of an option's words must have been said where its phrase was not. */
const ENOUGH = 0.5;
/** The next best must be this much worse. */
const CLEARLY = 0.75;

interface Phrase {
  readonly text: string;
  readonly words: readonly string[];
}

/** Makes options ready to be chosen by voice; `phrases` has one list for each option, empty where it can't be said. */
export function createSpokenOptions(phrases: readonly (readonly string[])[]): SpokenOptions {
  const options = phrases.map((list) => list.map(phraseOf).filter(({ text }) => text !== ''));
  const shared = new Map<string, number>();
  for (const list of options) for (const word of new Set(list.flatMap(({ words }) => words))) shared.set(word, (shared.get(word) ?? 0) + 1);
  return {
    choose: (text) => {
      const plain = plainText(text);
      if (plain === '') return NONE;
      const weight = (word: string) => 1 / (shared.get(word) ?? 1);
      return byPhrase(plain, options) ?? byWords(plain, options, weight, sharesStem) ?? byWords(plain, options, weight, soundsLike) ?? NONE;
    },
  };
}

function phraseOf(label: string): Phrase {
  const text = plainText(label);
  return { text, words: meaningful(text) };
}

function meaningful(plain: string): readonly string[] {
  return [...new Set(plain.split(' ').filter((word) => word.length > 1 && !STOP_WORDS.has(word)))];
}

/** The option whose phrase was said; of phrases within phrases the longest counts. Two that do not hold each other are two wishes. */
function byPhrase(plain: string, options: readonly (readonly Phrase[])[]): Choice | undefined {
  const said = options.flatMap((list, index) => list.filter(({ text }) => holdsPhrase(plain, text)).map(({ text }) => ({ index, text })));
  const exact = said.find(({ text }) => text === plain);
  const twice = exact && said.some(({ index, text }) => text === plain && index !== exact.index);
  if (exact) return twice ? { kind: 'several' } : { kind: 'one', index: exact.index, exact: true, doubtful: false };
  const [longest] = said.sort((a, b) => b.text.length - a.text.length);
  if (!longest) return undefined;
  const other = said.some(({ index, text }) => index !== longest.index && !holdsPhrase(longest.text, text));
  return other ? { kind: 'several' } : { kind: 'one', index: longest.index, exact: false, doubtful: false };
}

type Alike = (said: string, word: string) => boolean;

/** The option most of whose words were said; words that several options have count for less. */
function byWords(
  plain: string,
  options: readonly (readonly Phrase[])[],
  weight: (word: string) => number,
  alike: Alike,
): Choice | undefined {
  const said = meaningful(plain);
  const scores = options.map((list) => Math.max(0, ...list.map((phrase) => score(said, phrase, weight, alike))));
  const best = Math.max(0, ...scores);
  if (best < ENOUGH) return undefined;
  if (scores.filter((each) => each >= best * CLEARLY).length > 1) return { kind: 'several' };
  return { kind: 'one', index: scores.indexOf(best), exact: false, doubtful: alike === soundsLike };
}

function score(said: readonly string[], { words }: Phrase, weight: (word: string) => number, alike: Alike): number {
  const met = words.filter((word) => said.some((each) => alike(each, word)));
  if (met.length === 0) return 0;
  const sum = (list: readonly string[]) => list.reduce((total, word) => total + weight(word), 0);
  // Everything that was said belongs to the option, though the option has more words: "factura" for "pagar una factura".
  const within = said.every((each) => words.some((word) => alike(each, word)));
  return Math.max(sum(met) / sum(words), within ? sum(met) / met.length : 0);
}

/** The same word, its plural or another ending. */
function sharesStem(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(short) && long.length - short.length <= 3) return true;
  const stem = short.slice(0, -1);
  return stem.length >= 4 && long.startsWith(stem) && long.length - stem.length <= 3;
}

/** One letter off in a longer word: as a recogniser mishears it. */
function soundsLike(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return sharesStem(a, b) || (short.length >= 6 && isOneOff(short, long));
}

/** One letter more, less or other. */
function isOneOff(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
