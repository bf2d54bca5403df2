import { holdsPhrase, plainText } from '../plain-text.ts';
import { bareLanguage } from './spoken-numbers.ts';

interface Answers {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** Plain text; whole phrases outweigh the words in them: "claro que no" is no, "no hay problema" is yes. */
const ANSWERS: Readonly<Record<string, Answers>> = {
  es: {
    yes: [
      'si',
      'vale',
      'claro',
      'claro que si',
      'por supuesto',
      'correcto',
      'eso es',
      'exacto',
      'exactamente',
      'asi es',
      'de acuerdo',
      'esta bien',
      'acepto',
      'perfecto',
      'afirmativo',
      'venga',
      'no hay problema',
      'sin problema',
      'como no',
    ],
    no: [
      'no',
      'claro que no',
      'por supuesto que no',
      'para nada',
      'de ninguna manera',
      'en absoluto',
      'incorrecto',
      'negativo',
      'no es correcto',
      'no esta bien',
      'no es eso',
      'no es asi',
      'no estoy de acuerdo',
      'no acepto',
      'no vale',
      'mal',
      'esta mal',
    ],
  },
  en: {
    yes: [
      'yes',
      'yeah',
      'yep',
      'yup',
      'sure',
      'of course',
      'correct',
      'right',
      'that s right',
      'that is right',
      'ok',
      'okay',
      'absolutely',
      'exactly',
      'indeed',
      'no problem',
      'why not',
      'i do',
      'please do',
    ],
    no: [
      'no',
      'nope',
      'nah',
      'wrong',
      'incorrect',
      'not correct',
      'not right',
      'that s not right',
      'that is not right',
      'of course not',
      'not at all',
      'absolutely not',
      'not really',
      'no it s not right',
      'i don t',
      'not okay',
      'not ok',
    ],
  },
  ca: {
    yes: [
      'si',
      'i tant',
      'es clar',
      'es clar que si',
      'clar',
      'clar que si',
      'd acord',
      'correcte',
      'exacte',
      'exactament',
      'aixo es',
      'aixo mateix',
      'esta be',
      'molt be',
      'accepto',
      'vale',
      'cap problema',
    ],
    no: [
      'no',
      'es clar que no',
      'clar que no',
      'gens',
      'de cap manera',
      'en absolut',
      'incorrecte',
      'no es correcte',
      'no es aixo',
      'no esta be',
      'no accepto',
      'no hi estic d acord',
      'malament',
    ],
  },
  gl: {
    yes: [
      'si',
      'claro',
      'claro que si',
      'por suposto',
      'correcto',
      'exacto',
      'iso e',
      'asi e',
      'de acordo',
      'esta ben',
      'acepto',
      'vale',
      'perfecto',
      'sen problema',
    ],
    no: [
      'non',
      'no',
      'claro que non',
      'por suposto que non',
      'para nada',
      'de ningun xeito',
      'en absoluto',
      'incorrecto',
      'non e correcto',
      'non e iso',
      'non e asi',
      'non esta ben',
      'non acepto',
      'non estou de acordo',
      'mal',
    ],
  },
  eu: {
    yes: [
      'bai',
      'baietz',
      'noski',
      'noski baietz',
      'jakina',
      'zuzena da',
      'zuzen',
      'hori da',
      'ados',
      'ondo',
      'ongi',
      'onartzen dut',
      'vale',
      'bale',
      'arazorik ez',
      'zergatik ez',
    ],
    no: [
      'ez',
      'ezetz',
      'noski ezetz',
      'inola ere ez',
      'oker',
      'okerra da',
      'ez da zuzena',
      'ez da hori',
      'ez dut onartzen',
      'ez nago ados',
      'gaizki',
    ],
  },
  pt: {
    yes: [
      'sim',
      'claro',
      'claro que sim',
      'com certeza',
      'certo',
      'esta certo',
      'correto',
      'correcto',
      'exato',
      'exatamente',
      'isso',
      'isso mesmo',
      'e isso',
      'de acordo',
      'esta bem',
      'tudo bem',
      'aceito',
      'pode ser',
      'ok',
      'sem problema',
      'nao ha problema',
    ],
    no: [
      'nao',
      'claro que nao',
      'com certeza que nao',
      'de modo nenhum',
      'de jeito nenhum',
      'incorreto',
      'incorrecto',
      'errado',
      'esta errado',
      'nao esta certo',
      'nao e isso',
      'nao esta bem',
      'nao aceito',
      'negativo',
    ],
  },
  fr: {
    yes: ['oui', 'd accord', 'bien sur', 'exact', 'c est ca', 'correct'],
    no: ['non', 'bien sur que non', 'pas du tout', 'incorrect', 'ce n est pas ca'],
  },
  de: { yes: ['ja', 'genau', 'richtig', 'stimmt', 'korrekt', 'in ordnung'], no: ['nein', 'falsch', 'nicht richtig', 'stimmt nicht'] },
  it: {
    yes: ['si', 'certo', 'esatto', 'giusto', 'va bene', 'd accordo'],
    no: ['no', 'certo che no', 'per niente', 'sbagliato', 'non e giusto', 'non va bene'],
  },
};

/** Answers that a caller may give in another language than they were asked in; not where they are common words. */
const EVERYWHERE = ['es', 'en', 'ca', 'gl', 'eu', 'pt'];

/** A spoken yes or no: in the language of the question, else in one of those around it. A sentence with both is neither. */
export function spokenYesOrNo(text: string, language: string): 'yes' | 'no' | undefined {
  const plain = plainText(text);
  const own = bareLanguage(language);
  const answers = [...new Set([own, ...EVERYWHERE])].flatMap((each) => ANSWERS[each] ?? []);
  for (const each of answers) {
    const meant = meantIn(plain, each);
    if (meant !== undefined) return meant === 'both' ? undefined : meant;
  }
  return undefined;
}

function meantIn(plain: string, { yes, no }: Answers): 'yes' | 'no' | 'both' | undefined {
  const found = new Set<'yes' | 'no'>();
  let rest = plain;
  const phrases = [...yes.map((phrase) => ({ phrase, as: 'yes' as const })), ...no.map((phrase) => ({ phrase, as: 'no' as const }))];
  for (const { phrase, as } of phrases.sort((a, b) => b.phrase.length - a.phrase.length)) {
    if (!holdsPhrase(rest, phrase)) continue;
    found.add(as);
    rest = ` ${rest} `.replaceAll(` ${phrase} `, ' | ').trim();
  }
  if (found.size === 2) return 'both';
  return found.has('yes') ? 'yes' : found.has('no') ? 'no' : undefined;
}
