import { plainText } from '../plain-text.ts';

/** The number words of a language, in plain text. */
interface NumberWords {
  /** Words that are a number of their own, up to 999; `tens` may take a unit after them. */
  readonly values: Readonly<Record<string, number>>;
  /** Words that multiply what was said before: hundred, thousand, million. */
  readonly multipliers: Readonly<Record<string, number>>;
  /** What joins the parts of one number: veinte y cinco. */
  readonly and: readonly string[];
  /** Is thirty-five said without a word between? Where it is not, "treinta cinco" is 30 and 5. */
  readonly bareTens: boolean;
  /** Words that say the next digit twice or three times. */
  readonly repeats: Readonly<Record<string, number>>;
  /** Endings of digits: 15th, 2026ko. */
  readonly endings: RegExp;
}

function listed(words: string, from = 0, by = 1): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [index, same] of words.split(' ').entries()) for (const word of same.split('/')) found[word] = from + index * by;
  return found;
}

const NO_ENDING = /(?!)/;

const WORDS: Readonly<Record<string, NumberWords>> = {
  es: {
    values: {
      ...listed(
        'cero un/uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve',
      ),
      ...listed(
        'veinte veintiun/veintiuno/veintiuna veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve',
        20,
      ),
      ...listed('treinta cuarenta cincuenta sesenta setenta ochenta noventa', 30, 10),
      ...listed(
        'cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas',
        100,
        100,
      ),
      primero: 1,
      primer: 1,
    },
    multipliers: { mil: 1000, millon: 1_000_000, millones: 1_000_000 },
    and: ['y'],
    bareTens: false,
    repeats: { doble: 2, triple: 3 },
    endings: NO_ENDING,
  },
  en: {
    values: {
      ...listed(
        'zero/oh/o/nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
      ),
      ...listed(
        'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
        1,
      ),
      ...listed('twenty/twentieth thirty/thirtieth forty fifty sixty seventy eighty ninety', 20, 10),
    },
    multipliers: { hundred: 100, thousand: 1000, million: 1_000_000 },
    and: ['and'],
    bareTens: true,
    repeats: { double: 2, triple: 3 },
    endings: /(?:st|nd|rd|th)$/,
  },
  ca: {
    values: {
      ...listed(
        'zero u/un/una dos/dues tres quatre cinc sis set vuit/huit nou deu onze dotze tretze catorze quinze setze disset/desset divuit/devuit/dihuit dinou/denou',
      ),
      ...listed('vint trenta quaranta cinquanta seixanta setanta vuitanta/huitanta noranta', 20, 10),
      cent: 100,
      primer: 1,
    },
    multipliers: { cents: 100, centes: 100, mil: 1000, milio: 1_000_000, milions: 1_000_000 },
    and: ['i'],
    bareTens: true,
    repeats: { doble: 2, triple: 3 },
    endings: NO_ENDING,
  },
  gl: {
    values: {
      ...listed(
        'cero un/uno/unha dous/dos/duas tres catro cinco seis sete oito nove dez once doce trece catorce quince dezaseis dezasete dezaoito dezanove',
      ),
      ...listed('vinte trinta corenta cincuenta sesenta setenta oitenta noventa', 20, 10),
      ...listed(
        'cen/cento douscentos/duascentas trescentos/trescentas catrocentos/catrocentas cincocentos/cincocentas/quinentos/quinentas seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas novecentos/novecentas',
        100,
        100,
      ),
      primeiro: 1,
    },
    multipliers: { mil: 1000, millon: 1_000_000, millons: 1_000_000 },
    and: ['e'],
    bareTens: false,
    repeats: { dobre: 2, triple: 3 },
    endings: NO_ENDING,
  },
  eu: {
    values: {
      ...listed(
        'zero/huts bat bi hiru lau bost sei zazpi zortzi bederatzi hamar hamaika hamabi hamahiru hamalau hamabost hamasei hamazazpi hemezortzi hemeretzi',
      ),
      ...listed('hogei/hogeita berrogei/berrogeita hirurogei/hirurogeita laurogei/laurogeita', 20, 20),
      ...listed('ehun berrehun hirurehun laurehun bostehun seiehun zazpiehun zortziehun bederatziehun', 100, 100),
    },
    multipliers: { mila: 1000, milioi: 1_000_000 },
    and: ['eta', 'ta'],
    bareTens: true,
    repeats: {},
    endings: /(?:ko|an|ean|a)$/,
  },
  pt: {
    values: {
      ...listed(
        'zero um/uma dois/duas tres quatro cinco seis/meia sete oito nove dez onze doze treze catorze/quatorze quinze dezasseis/dezesseis dezassete/dezessete dezoito dezanove/dezenove',
      ),
      ...listed('vinte trinta quarenta cinquenta sessenta setenta oitenta noventa', 20, 10),
      ...listed(
        'cem/cento duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas novecentos/novecentas',
        100,
        100,
      ),
      primeiro: 1,
    },
    multipliers: { mil: 1000, milhao: 1_000_000, milhoes: 1_000_000 },
    and: ['e'],
    bareTens: false,
    repeats: { duplo: 2, triplo: 3 },
    endings: NO_ENDING,
  },
};

/** Said around numbers and not meant: "es el …", "my number is …". */
const FILLERS: Readonly<Record<string, readonly string[]>> = {
  es: 'el la los es de del mi numero numeros pues a ver si con opcion tecla pulso marco eh bueno vale por favor gracias ano dia'.split(' '),
  en: 'the a it is its of my number numbers option key press please well um uh s thanks'.split(' '),
  ca: 'el la l els es de del d meu numero opcio tecla premo doncs a veure si us plau gracies any dia'.split(' '),
  gl: 'o a os e do da de meu numero opcion tecla premo pois a ver por favor grazas ano dia'.split(' '),
  eu: 'da nire zenbakia zenbaki aukera tekla mesedez eskerrik asko'.split(' '),
  pt: 'o a os e do da de meu numero opcao tecla por favor obrigado obrigada ano dia'.split(' '),
};

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

const ARTICLES = new Set([
  'un',
  'una',
  'unha',
  'u',
  'a',
  'um',
  'uma',
  'bat',
  'o',
  'oh',
  'first',
  'second',
  'primero',
  'primer',
  'primeiro',
]);

/** The language without its country. */
export function bareLanguage(language: string): string {
  return language.split('-')[0] as string;
}

/** Reads the numbers of a sentence; of a language without number words only what is written in digits. */
export function readSpokenNumbers(text: string, language: string, joining: Joining = 'all'): SpokenNumbers {
  const words = WORDS[bareLanguage(language)];
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
    const room = current % 100 >= 20 && current % 10 === 0 && (value < 10 || (current % 20 === 0 && value < 20 && words === WORDS.eu));
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
    if (value !== undefined || words !== WORDS.eu) return value;
    const stem = word.replace(/(?:garrena|ean|an|a)$/, '');
    return stem !== word && Object.hasOwn(WORDS.eu?.values ?? {}, stem) ? WORDS.eu?.values[stem] : undefined;
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
