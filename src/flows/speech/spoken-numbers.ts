import { plainText } from '../plain-text.ts';
import { ARTICLES, FILLERS, NUMBER_WORDS, type NumberWords } from './number-words.ts';

/** How much is drawn together into one number: 600 11 as 611, hundreds apart, or every word apart. */
export type Joining = 'all' | 'hundreds-apart' | 'apart';

/** Numbers as they were said, one after the other. */
export interface SpokenNumbers {
  /** As digits, zeros in front kept: "cero uno" is 0 and 1. */
  readonly groups: readonly string[];
  /** Words that are no number and no filler. */
  readonly others: readonly string[];
  /** The only numbers are articles, as in "un momento": most likely none was meant. */
  readonly articlesOnly: boolean;
}

/** The language without its country. */
export function bareLanguage(language: string): string {
  return language.split('-')[0] as string;
}

/** Reads the numbers of a sentence; of a language without number words only what is written in digits. */
export function readSpokenNumbers(text: string, language: string, joining: Joining = 'all'): SpokenNumbers {
  const words = NUMBER_WORDS[bareLanguage(language)];
  const fillers = FILLERS[bareLanguage(language)] ?? [];
  const reader = createReader(words, joining);
  const others: string[] = [];
  let articles = 0;
  let numbers = 0;
  for (const word of plainText(text).split(' ')) {
    if (word === '' || words?.and.includes(word)) {
      reader.join();
    } else if (reader.take(word)) {
      numbers += 1;
      if (ARTICLES.has(word)) articles += 1;
    } else {
      reader.close();
      if (!fillers.includes(word)) others.push(word);
    }
  }
  return { groups: reader.end(), others, articlesOnly: numbers > 0 && articles === numbers };
}

interface Reader {
  /** True when the word belongs to a number. */
  take(word: string): boolean;
  /** A word such as "y": what follows may belong to the number before. */
  join(): void;
  close(): void;
  end(): readonly string[];
}

function createReader(words: NumberWords | undefined, joining: Joining): Reader {
  const groups: string[] = [];
  /** What is being said: what stands before a multiplier that was taken, and what comes after it. */
  let whole = 0;
  let current: number | undefined;
  let joined = false;
  let repeat = 1;

  function close(): void {
    if (current !== undefined || whole > 0) push(String(whole + (current ?? 0)));
    whole = 0;
    current = undefined;
    joined = false;
  }

  function push(digits: string): void {
    groups.push(digits.length === 1 ? digits.repeat(repeat) : digits);
    repeat = 1;
  }

  /** May the value be drawn into the number that is being said? */
  function fits(value: number): boolean {
    if (value === 0) return false;
    if (current === undefined) return whole > 0 && joining === 'all';
    const isHundreds = current % 100 === 0 && current > 0;
    if (isHundreds && value < 100) return joining === 'all';
    const room =
      current % 100 >= 20 && current % 10 === 0 && (value < 10 || (current % 20 === 0 && value < 20 && words?.byTwenty === true));
    return room && (joined || (words?.bareTens === true && joining !== 'apart'));
  }

  function takeValue(value: number): void {
    if (repeat > 1 || !fits(value)) close();
    current = (current ?? 0) + value;
    joined = false;
    if (value === 0 || repeat > 1) close();
  }

  function takeMultiplier(times: number): void {
    if (times === 100) {
      current = (current ?? 1) * 100;
      return;
    }
    const before = current;
    current = undefined;
    // Two thousand, two thousand: the second is a number of its own.
    if (whole % (times * 1000) !== 0) close();
    whole += (before ?? 1) * times;
  }

  function takeDigits(word: string): boolean {
    const bare = words ? word.replace(words.endings, '') : word;
    if (!/^\d+$/.test(bare)) return false;
    close();
    if (repeat === 1 && /^[1-9]\d{0,2}$/.test(bare)) current = Number(bare);
    else push(bare);
    return true;
  }

  function valueIn(word: string): number | undefined {
    const value = words && Object.hasOwn(words.values, word) ? words.values[word] : undefined;
    if (value !== undefined || !words?.declensions) return value;
    const stem = word.replace(words.declensions, '');
    return stem !== word && Object.hasOwn(words.values, stem) ? words.values[stem] : undefined;
  }

  return {
    close,
    join: () => {
      joined = true;
    },
    end: () => {
      close();
      return groups;
    },
    take: (word) => {
      if (takeDigits(word)) return true;
      if (!words) return false;
      const value = valueIn(word);
      if (value !== undefined) {
        takeValue(value);
        return true;
      }
      const times = Object.hasOwn(words.multipliers, word) ? words.multipliers[word] : undefined;
      if (times !== undefined) {
        takeMultiplier(times);
        return true;
      }
      if (!Object.hasOwn(words.repeats, word)) return false;
      close();
      repeat = words.repeats[word] ?? 1;
      return true;
    },
  };
}
