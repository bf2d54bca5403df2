/** The number words of a language, in plain text. */
export interface NumberWords {
  /** Words that are a number of their own, up to 999; `tens` may take a unit after them. */
  readonly values: Readonly<Record<string, number>>;
  /** Words that multiply what was said before: hundred, thousand, million. */
  readonly multipliers: Readonly<Record<string, number>>;
  /** What joins the parts of one number: veinte y cinco. */
  readonly and: readonly string[];
  /** Is it counted by twenties? Then a teen may follow forty. */
  readonly byTwenty?: true;
  /** What a number word may end in without being another. */
  readonly declensions?: RegExp;
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

/** By language, without its country. */
export const NUMBER_WORDS: Readonly<Record<string, NumberWords>> = {
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
    byTwenty: true,
    declensions: /(?:garrena|ean|an|a)$/,
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
export const FILLERS: Readonly<Record<string, readonly string[]>> = {
  es: 'el la los es de del mi numero numeros pues a ver si con opcion tecla pulso marco eh bueno vale por favor gracias ano dia'.split(' '),
  en: 'the a it is its of my number numbers option key press please well um uh s thanks'.split(' '),
  ca: 'el la l els es de del d meu numero opcio tecla premo doncs a veure si us plau gracies any dia'.split(' '),
  gl: 'o a os e do da de meu numero opcion tecla premo pois a ver por favor grazas ano dia'.split(' '),
  eu: 'da nire zenbakia zenbaki aukera tekla mesedez eskerrik asko'.split(' '),
  pt: 'o a os e do da de meu numero opcao tecla por favor obrigado obrigada ano dia'.split(' '),
};

/** Number words that are also articles, ordinals or sounds of thinking. */
export const ARTICLES = new Set([
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
