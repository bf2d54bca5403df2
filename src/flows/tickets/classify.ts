import type { Tickets, TicketType } from '../schema/tickets.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What speaks for each type: the words and sentences of the flow that were found, with how strongly each does, 0 to 1. */
export type Evidence = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Candidate {
  readonly type: string;
  /** 0 to 1. */
  readonly score: number;
}

/** `unsure` is an answer: nothing, too little, or as much for one type as for another. */
export type Verdict =
  | { readonly kind: 'typed'; readonly type: string; readonly score: number; readonly words: readonly string[] }
  | { readonly kind: 'unsure'; readonly candidates: readonly Candidate[] };

export interface Classifier {
  /** The evidence before, with what a text adds to it and takes away. */
  hear(before: Evidence, text: string, language: string): Evidence;
  /** With an intent of the call or the chat. */
  hearIntent(before: Evidence, intent: string): Evidence;
  judge(evidence: Evidence): Verdict;
}

/** A word that an administrator wrote alone, a sentence found whole, an intent. */
const WORD_ALONE = 0.6;
const WHOLE_SENTENCE = 0.75;
const INTENT = 0.6;
/** A word that stands inside sentences only, at the most. */
const WORD_INSIDE = 0.6;
/** So much surer than the second must the first be. */
const LEAD = 0.15;
const LEAST_STRENGTH = 0.08;
/** Reasons kept by type. */
const MOST_REASONS = 6;
/** Other words that may stand between those of a sentence. */
const SPREAD = 4;

interface Sentence {
  readonly label: string;
  readonly type: string;
  readonly stems: readonly string[];
  readonly denies: boolean;
}

interface WordWeight {
  readonly type: string;
  readonly label: string;
  readonly strength: number;
}

interface Lexicon {
  readonly words: ReadonlyMap<string, readonly WordWeight[]>;
  readonly sentences: readonly Sentence[];
  readonly stems: readonly string[];
}

/**
 * Gives tickets their type by the words of the flow: no model, no network, the same text always the same answer, and the
 * reasons are words that an administrator wrote. Pure.
 */
export function createClassifier({ types, sureFrom }: Pick<Tickets, 'types' | 'sureFrom'>): Classifier {
  const languages = [...new Set(types.flatMap(({ phrases }) => Object.keys(phrases ?? {})))];
  const lexicons = new Map(languages.map((language) => [language, lexiconOf(types, language)]));
  return {
    hear(before, text, language) {
      const own = [...lexicons.keys()].filter((each) => each.slice(0, 2) === language.slice(0, 2));
      const others = languages.filter((each) => !own.includes(each));
      const inOwn = own.reduce((evidence, each) => add(evidence, text, each, lexicons.get(each)), before);
      // Who writes in another language than the chat's is understood as well.
      return inOwn === before ? others.reduce((evidence, each) => add(evidence, text, each, lexicons.get(each)), before) : inOwn;
    },
    hearIntent: (before, intent) =>
      types.reduce(
        (evidence, { id, intents }) => (intents.includes(intent) ? merge(evidence, [[id, `intent ${intent}`, INTENT]]) : evidence),
        before,
      ),
    judge: (evidence) => judge(evidence, types, sureFrom),
  };
}

function judge(evidence: Evidence, types: readonly TicketType[], sureFrom: number): Verdict {
  const ranked = types
    .flatMap(({ id }) => (evidence[id] ? [{ type: id, score: scoreOf(evidence[id]) }] : []))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  if (!first || first.score < sureFrom || first.score - (second?.score ?? 0) < LEAD)
    return { kind: 'unsure', candidates: ranked.filter(({ score }) => score >= 0.2).slice(0, 3) };
  return { kind: 'typed', ...first, words: Object.keys(evidence[first.type] ?? {}) };
}

/** Each reason leaves less room for doubt; none alone makes it certain. */
function scoreOf(reasons: Readonly<Record<string, number>>): number {
  const doubt = Object.values(reasons).reduce((left, strength) => left * (1 - strength), 1);
  return Math.round((1 - doubt) * 100) / 100;
}

function lexiconOf(types: readonly TicketType[], language: string): Lexicon {
  const sentences: Sentence[] = [];
  const labels = new Map<string, string>();
  const alone = new Map<string, Set<string>>();
  const inside = new Map<string, Map<string, number>>();
  for (const { id, phrases } of types) {
    for (const phrase of phrases?.[language] ?? []) {
      const tokens = tokensOf(phrase, language);
      const weighty = tokens.filter(({ isFiller, isDenial }) => !isFiller && !isDenial);
      const said = tokens.filter(({ isDenial }) => !isDenial);
      const [only] = said;
      if (!only) continue;
      for (const { stem, word } of weighty) if (!labels.has(stem)) labels.set(stem, word);
      if (tokens.length === 1) {
        alone.set(only.stem, (alone.get(only.stem) ?? new Set()).add(id));
        labels.set(only.stem, phrase);
      }
      // Of a sentence with one word of weight, such as "in my name", the small words count as well.
      else
        sentences.push({
          label: phrase,
          type: id,
          stems: stemsOf(weighty.length > 1 ? weighty : said),
          denies: said.length < tokens.length,
        });
      for (const each of stemsOf(weighty)) {
        const counts = inside.get(each) ?? new Map<string, number>();
        inside.set(each, counts.set(id, (counts.get(id) ?? 0) + 1));
      }
    }
  }
  const words = new Map([...inside].map(([stem, counts]) => [stem, weightsOf(labels.get(stem) ?? stem, counts, alone.get(stem))]));
  return { words, sentences, stems: [...words.keys()] };
}

function stemsOf(tokens: readonly Token[]): readonly string[] {
  return [...new Set(tokens.map(({ stem }) => stem))];
}

/** The more a word is found with one type alone, and the oftener, the more it says. */
function weightsOf(label: string, counts: ReadonlyMap<string, number>, alone: ReadonlySet<string> = new Set()): readonly WordWeight[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].flatMap(([type, count]): WordWeight[] => {
    const purity = count / total;
    const strength = alone.has(type) ? WORD_ALONE / alone.size : WORD_INSIDE * purity ** 2 * (count / (count + 1));
    return strength < LEAST_STRENGTH ? [] : [{ type, label, strength: Math.round(strength * 100) / 100 }];
  });
}

type Reason = readonly [type: string, label: string, strength: number];

function add(before: Evidence, text: string, language: string, lexicon: Lexicon | undefined): Evidence {
  if (!lexicon) return before;
  const tokens = tokensOf(text, language).map((token) => ({ ...token, stem: knownStem(token, lexicon) }));
  const whole = lexicon.sentences.filter((sentence) => holds(tokens, sentence));
  const reasons: Reason[] = whole.map(({ type, label }) => [type, label, WHOLE_SENTENCE]);
  const dismissed = new Set<string>();
  for (const token of tokens) {
    const weights = token.isFiller ? [] : (lexicon.words.get(token.stem) ?? []);
    if (token.isDismissed) for (const { type } of weights) dismissed.add(type);
    else reasons.push(...weights.map(({ type, label, strength }): Reason => [type, label, strength]));
  }
  const left = dismissed.size === 0 ? before : without(before, dismissed);
  return merge(left, reasons);
}

/** "No es por la factura": what spoke for that type before does so no more. */
function without(evidence: Evidence, types: ReadonlySet<string>): Evidence {
  return Object.fromEntries(Object.entries(evidence).filter(([type]) => !types.has(type)));
}

function merge(before: Evidence, reasons: readonly Reason[]): Evidence {
  if (reasons.length === 0) return before;
  const next: Record<string, Record<string, number>> = Object.fromEntries(
    Object.entries(before).map(([type, found]) => [type, { ...found }]),
  );
  for (const [type, label, strength] of reasons) {
    const found = next[type] ?? {};
    next[type] = { ...found, [label]: Math.max(found[label] ?? 0, strength) };
  }
  return Object.fromEntries(Object.entries(next).map(([type, found]) => [type, strongest(found)]));
}

function strongest(found: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(found)
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_REASONS),
  );
}

/** Are all the words of a sentence there, near each other, with its "no" where it has one? */
function holds(tokens: readonly Token[], { stems, denies }: Sentence): boolean {
  const places = stems.map((stem) => tokens.flatMap((token, at) => (token.stem === stem ? [at] : [])));
  const reach = stems.length + SPREAD;
  return (places[0] ?? []).some((at) => {
    const near = places.map((each) => each.find((other) => Math.abs(other - at) <= reach));
    if (near.some((each) => each === undefined)) return false;
    const found = near.map((each) => tokens[each as number] as Token);
    if (denies) return found.some(({ sinceDenial }) => sinceDenial !== undefined);
    return !found.some(({ isDismissed }) => isDismissed);
  });
}

const LONG_ENOUGH_FOR_A_SLIP = 6;
const SHORTEST_WITH_A_SLIP = 5;

/** The stem as the lexicon has it: one slip of the finger is forgiven in a long word. */
function knownStem({ stem, word, isFiller }: Token, { words, stems }: Lexicon): string {
  if (isFiller || words.has(stem) || word.length < LONG_ENOUGH_FOR_A_SLIP) return stem;
  const close = stems.filter((each) => each.length >= SHORTEST_WITH_A_SLIP && each[0] === stem[0] && isOneSlip(each, stem));
  return close.length === 1 ? (close[0] as string) : stem;
}

/** Do two words differ by one letter that is wrong, missing, too many, or by two that changed places? */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
