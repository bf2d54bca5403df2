/** Endings by language family, the longest first within each; a word is cut to its stem, never below three letters. */

const SPANISH = [
  'aciones',
  'uciones',
  'amientos',
  'imientos',
  'amiento',
  'imiento',
  'iciones',
  'acion',
  'ucion',
  'icion',
  'ciones',
  'aremos',
  'eremos',
  'iremos',
  'abamos',
  'iendo',
  'ieron',
  'aron',
  'ando',
  'adas',
  'ados',
  'idas',
  'idos',
  'amos',
  'emos',
  'imos',
  'aban',
  'cion',
  'aba',
  'ada',
  'ado',
  'ida',
  'ido',
  'ara',
  'aran',
  'era',
  'eran',
  'ian',
  'ia',
  'io',
  'ar',
  'er',
  'ir',
  'an',
  'en',
  'as',
  'es',
  'os',
  'is',
  'a',
  'e',
  'i',
  'o',
  's',
];
/** Pronouns that hang on a verb: cobrarme, pagarlo. */
const CLITICS = /(?<=(?:[aei]r|ndo))(?:me|te|se|nos|lo|la|los|las|le|les|melo|mela|selo|sela)$/;
const ENGLISH = [
  'ations',
  'ation',
  'ments',
  'ment',
  'ings',
  'ing',
  'ies',
  'ied',
  'ions',
  'ion',
  'ers',
  'er',
  'ed',
  'es',
  'ly',
  's',
  'e',
  'y',
];
const OTHERS = ['ak', 'en', 'er', 'es', 'as', 'os', 'a', 'e', 'i', 'o', 's', 'n'];

const LATIN = new Set(['es', 'ca', 'gl', 'pt', 'it']);
const SHORTEST_STEM = 3;

/** The part of a plain word that its inflections share: facturas, facturado and facturación are `factur`. Numbers stay as they are. */
export function stem(word: string, language: string): string {
  if (word.length <= SHORTEST_STEM || /\d/.test(word)) return word;
  const family = language.slice(0, 2);
  if (LATIN.has(family)) return evenSpelling(cut(word.replace(CLITICS, ''), SPANISH));
  if (family === 'en') return undouble(cut(word, ENGLISH));
  return cut(word, OTHERS);
}

function cut(word: string, endings: readonly string[]): string {
  const ending = endings
    .filter((each) => word.endsWith(each) && word.length - each.length >= SHORTEST_STEM)
    .sort((a, b) => b.length - a.length)[0];
  return ending === undefined ? word : word.slice(0, word.length - ending.length);
}

/** The same sound is written in several ways before another vowel: pago and pague, luz and luces, recoger and recojo. */
function evenSpelling(text: string): string {
  return text.replace(/gu$/, 'g').replace(/qu$/, 'c').replace(/z$/, 'c').replace(/j$/, 'g');
}

function undouble(text: string): string {
  return text.length > 4 && /([bdgmnprt])\1$/.test(text) ? text.slice(0, -1) : text;
}
