import { stem } from './stem.ts';

/** A word of a message, as it is compared. */
export interface Token {
  /** Without accents and capitals. */
  readonly word: string;
  readonly stem: string;
  /** Says nothing by itself: articles, prepositions, pronouns. */
  readonly isFiller: boolean;
  readonly isDenial: boolean;
  /** Words since the last "no", "sin", "not" in the same clause, this one included; absent without one. */
  readonly sinceDenial?: number;
  /** It is denied outright: "no hay fuego", "nobody is hurt". */
  readonly isDenied: boolean;
  /** It is said not to be about this: "no es por la factura", "not the bill". */
  readonly isDismissed: boolean;
}

const list = (words: string) => new Set(words.split(' '));

const DENIALS = list('no sin nunca ni nadie ningun ninguna ninguno tampoco jamas not without never nobody none nor');
/** "No sé si …", "I do not know if …": nothing is denied. */
const DOUBTS = list('se sabemos know sure seguro segura solo only');
/** What may stand between "no" and what is denied. */
const LINKS = list(
  'hay es era son hay tengo tenemos tiene veo vemos noto notamos siento ha he han habido esta estan estoy huelo oigo ningun ninguna un una el la los las al is are am was were any a an the one has have had been there s see smell of de',
);
/** "No es", "it is not": the next word of weight is not what it is about. */
const BEFORE_DISMISSED = list('es era son fue por sobre about is was a an the my');
const BOUNDARIES = list('pero sino aunque y e but though however and porque because');
const FILLERS = list(
  [
    'a al ante con de del desde el en entre esa ese eso esta este esto la las le les lo los me mi mis muy nos o para pero por porque que se si sobre su sus te tu tus un una uno unos unas y ya yo ha he han hay es era son soy estoy esta estan como cuando donde cual quien hola buenas buenos dias tardes noches gracias favor quiero quisiera necesito puedo puede pueden hacer algo alguien todo toda todos mas tengo tienes tiene tenemos tienen haya hemos habeis vez mal bien bueno asi',
    'about am an and are as at be been but by can could did do does for from had has have hello hi how i if in is it its m me my of on or our please s so some t that the their them there they this to us was we what when where which who why will with would you your ve ll re want need just thanks thank get got any very well',
  ].join(' '),
);

/** How many words of a message are read, and how far a "no" reaches. */
const MOST_WORDS = 200;
const DENIAL_REACH = 5;

/** The words of a message with what stands before them. Pure. */
export function tokensOf(text: string, language: string): readonly Token[] {
  const tokens: Token[] = [];
  let clause: string[] = [];
  for (const [part] of plain(text).matchAll(/[\p{L}\p{N}]+|[.,;:!?\n]+/gu)) {
    if (!/[\p{L}\p{N}]/u.test(part)) {
      clause = [];
      continue;
    }
    if (tokens.length >= MOST_WORDS) break;
    tokens.push(tokenOf(part, clause, language));
    clause = BOUNDARIES.has(part) ? [] : [...clause, part].slice(-DENIAL_REACH - 1);
  }
  return tokens;
}

function plain(text: string): string {
  return text
    .slice(0, 1_500)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/n['’]t\b/g, ' not')
    .replace(/\bcannot\b/g, 'can not')
    .replace(/\b(dont|doesnt|didnt|isnt|wasnt|wont|cant)\b/g, (word) => `${word.slice(0, -2)} not`);
}

function tokenOf(word: string, before: readonly string[], language: string): Token {
  const denial = before.findLastIndex((each, at) => DENIALS.has(each) && !DOUBTS.has(before[at + 1] ?? word));
  const between = denial < 0 ? [] : before.slice(denial + 1);
  const since = denial < 0 ? undefined : between.length + 1;
  const isFiller = FILLERS.has(word);
  return {
    word,
    stem: stem(word, language),
    isFiller,
    isDenial: DENIALS.has(word),
    ...(since !== undefined && since <= DENIAL_REACH && { sinceDenial: since }),
    isDenied: denial >= 0 && between.every((each) => LINKS.has(each)),
    isDismissed: !isFiller && denial >= 0 && isDismissal(between),
  };
}

/** A "no" followed at once by "es", "about", … and nothing of weight since. */
function isDismissal([first, ...others]: readonly string[]): boolean {
  return first !== undefined && BEFORE_DISMISSED.has(first) && others.every((each) => FILLERS.has(each));
}
