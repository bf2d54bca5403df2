import type { Tickets } from '../schema/tickets.ts';
import { type Token, tokensOf } from './tokens.ts';

/**
 * What tells of danger to people, by language. "Urgente" is not among them: it is written of bills as well, and who writes
 * it would pass everybody else.
 */
export const URGENT_WORDS: Readonly<Record<string, readonly string[]>> = {
  es: [
    'emergencia',
    'huele a gas',
    'olor a gas',
    'fuga de gas',
    'escape de gas',
    'incendio',
    'fuego',
    'hay humo',
    'sale humo',
    'echa humo',
    'echan chispas',
    'chispazos',
    'explosión',
    'explotado',
    'electrocutado',
    'descarga eléctrica',
    'me ha dado un calambre',
    'calambrazo',
    'cable caído',
    'cables caídos',
    'inundación',
    'inundando',
    'inundado',
    'herido',
    'heridos',
    'sangrando',
    'inconsciente',
    'desmayado',
    'infarto',
    'no respira',
    'no puede respirar',
    'no puedo respirar',
    'intoxicado',
    'monóxido',
    'en peligro',
    'corre peligro',
    'peligro de muerte',
    'respirador',
    'usa oxígeno',
    'máquina de oxígeno',
    'suicidio',
    'suicidarme',
    'me están agrediendo',
    'atrapado',
    'ascensor parado con gente',
  ],
  en: [
    'emergency',
    'smell gas',
    'smells of gas',
    'smell of gas',
    'gas leak',
    'fire',
    'on fire',
    'smoke is coming',
    'there is smoke',
    'smoking meter',
    'sparks',
    'sparking',
    'explosion',
    'exploded',
    'electrocuted',
    'electric shock',
    'line is down',
    'cable is down',
    'flood',
    'flooding',
    'flooded',
    'injured',
    'is hurt',
    'bleeding',
    'unconscious',
    'collapsed',
    'heart attack',
    'not breathing',
    'can not breathe',
    'carbon monoxide',
    'in danger',
    'life threatening',
    'ventilator',
    'oxygen machine',
    'uses oxygen',
    'suicide',
    'kill myself',
    'being attacked',
    'trapped',
  ],
};
/** After these, a word of danger names a thing that is sold or a place: smoke detector, fire alarm. */
const HARMLESS_NEAR: Readonly<Record<string, ReadonlySet<string>>> = {
  es: new Set(['detector', 'detectores', 'extintor', 'seguro', 'artificiales', 'parque']),
  en: new Set(['alarm', 'alarms', 'detector', 'detectors', 'extinguisher', 'insurance', 'station', 'place', 'fireplace', 'exit']),
};

interface UrgentPhrase {
  readonly label: string;
  readonly stems: readonly string[];
  readonly denies: boolean;
}

/** The words of a text that make it urgent, as the flow or the built-in list writes them; none for an ordinary text. Pure. */
export type UrgentFilter = (text: string, language: string) => readonly string[];

export function createUrgentFilter({ words = {}, builtIn }: Tickets['urgent']): UrgentFilter {
  const languages = [...new Set([...Object.keys(words), ...(builtIn ? Object.keys(URGENT_WORDS) : [])])];
  const lists = new Map(
    languages.map((language) => {
      const phrases = [...(words[language] ?? []), ...(builtIn ? (URGENT_WORDS[language] ?? []) : [])];
      return [language, phrases.map((label) => phraseOf(label, language))];
    }),
  );
  return (text) => {
    const found = [...lists].flatMap(([language, phrases]) => {
      const tokens = tokensOf(text, language);
      return phrases.filter((phrase) => isSaid(tokens, phrase, language)).map(({ label }) => label);
    });
    return [...new Set(found)].slice(0, 4);
  };
}

function phraseOf(label: string, language: string): UrgentPhrase {
  const tokens = tokensOf(label, language);
  const weighty = tokens.filter(({ isFiller, isDenial }) => !isFiller && !isDenial);
  return { label, stems: (weighty.length > 0 ? weighty : tokens).map(({ stem }) => stem), denies: tokens.some(({ isDenial }) => isDenial) };
}

/** Other words that may stand between those of a phrase. */
const GAP = 3;

/** The words in their order, close together; not denied, and no name of a thing. */
function isSaid(tokens: readonly Token[], { stems, denies }: UrgentPhrase, language: string): boolean {
  return tokens.some((first, at) => {
    if (first.stem !== stems[0]) return false;
    let last = at;
    for (const stem of stems.slice(1)) {
      const next = tokens.findIndex((token, place) => place > last && place <= last + 1 + GAP && token.stem === stem);
      if (next < 0) return false;
      last = next;
    }
    if (denies) return first.sinceDenial !== undefined;
    const near = tokens.slice(Math.max(0, at - 2), last + 3).some(({ word }) => HARMLESS_NEAR[language]?.has(word));
    return !first.isDenied && !near;
  });
}
