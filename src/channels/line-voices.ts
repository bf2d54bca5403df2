/**
 * The carrier's voices for a language, the usual one first, as it writes them. Generative ones understand fewer marks of SSML.
 * Source: https://www.twilio.com/docs/voice/twiml/say/text-speech and the SDK’s `SayVoice`.
 */
const POLLY: Readonly<Record<string, string>> = {
  'ca-ES': 'Arlet-Neural',
  'da-DK': 'Sofie-Neural Naja Mads',
  'de-DE': 'Vicki-Neural Vicki-Generative Daniel-Neural Daniel-Generative Vicki Marlene Hans',
  'en-AU': 'Olivia-Neural Olivia-Generative Nicole Russell',
  'en-GB': 'Amy-Neural Amy-Generative Emma-Neural Brian-Neural Arthur-Neural Amy Emma Brian',
  'en-US': 'Joanna-Neural Joanna-Generative Matthew-Neural Matthew-Generative Danielle-Neural Ruth-Neural Gregory-Neural Stephen-Neural',
  'es-ES': 'Lucia-Neural Lucia-Generative Sergio-Neural Sergio-Generative Lucia Conchita Enrique',
  'es-MX': 'Mia-Neural Andres-Neural Andres-Generative Mia',
  'es-US': 'Lupe-Neural Lupe-Generative Pedro-Neural Pedro-Generative Lupe Penelope Miguel',
  'fr-FR': 'Lea-Neural Lea-Generative Remi-Neural Lea Celine Mathieu',
  'it-IT': 'Bianca-Neural Bianca-Generative Adriano-Neural Bianca Carla Giorgio',
  'nl-NL': 'Laura-Neural Lotte Ruben',
  'pl-PL': 'Ola-Neural Ewa Maja Jacek Jan',
  'pt-BR': 'Camila-Neural Vitoria-Neural Thiago-Neural Camila Vitoria Ricardo',
  'pt-PT': 'Ines-Neural Ines Cristiano',
  'ro-RO': 'Carmen',
  'sv-SE': 'Elin-Neural Astrid',
};
const GOOGLE: Readonly<Record<string, string>> = {
  'ca-ES': 'Standard-A Standard-B',
  'cs-CZ': 'Wavenet-A Standard-A',
  'de-DE': 'Neural2-A Neural2-B',
  'el-GR': 'Wavenet-A Standard-A',
  'en-GB': 'Neural2-A Neural2-B',
  'en-US': 'Neural2-A Neural2-C',
  'es-ES': 'Neural2-A Neural2-B',
  'es-US': 'Neural2-A Neural2-B',
  'eu-ES': 'Standard-A Standard-B',
  'fi-FI': 'Wavenet-A Standard-A',
  'fr-FR': 'Neural2-A Neural2-B',
  'gl-ES': 'Standard-A Standard-B',
  'hu-HU': 'Wavenet-A Standard-A',
  'it-IT': 'Neural2-A Neural2-C',
  'nl-NL': 'Wavenet-A Wavenet-B',
  'pl-PL': 'Wavenet-A Wavenet-B',
  'pt-BR': 'Neural2-A Neural2-B',
  'pt-PT': 'Wavenet-A Wavenet-B',
  'ro-RO': 'Wavenet-A Standard-A',
  'ru-RU': 'Wavenet-A Wavenet-B',
  'sv-SE': 'Wavenet-A Wavenet-B',
  'tr-TR': 'Wavenet-A Wavenet-B',
  'uk-UA': 'Wavenet-A Standard-A',
};
/** The country that a language without one means first, where it is not the first of the table. */
const HOME: Readonly<Record<string, string>> = { en: 'en-GB', pt: 'pt-PT' };

const ALL: readonly (readonly [locale: string, voices: readonly string[]])[] = [
  ...new Set([...Object.keys(POLLY), ...Object.keys(GOOGLE)]),
].map((locale) => [
  locale,
  [...words(POLLY[locale]).map((name) => `Polly.${name}`), ...words(GOOGLE[locale]).map((name) => `Google.${locale}-${name}`)],
]);

function words(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(' ');
}

/** Voices that speak a language: those of its country first, where one is named, then those of other countries. None: there is none in our tables. */
export function voicesFor(language: string): readonly string[] {
  const bare = language.split('-')[0] as string;
  const home = language.includes('-') ? language : (HOME[bare] ?? `${bare}-${bare.toUpperCase()}`);
  const fitting = ALL.filter(([locale]) => locale.split('-')[0] === bare);
  return [...fitting.filter(([locale]) => locale === home), ...fitting.filter(([locale]) => locale !== home)].flatMap(
    ([, voices]) => voices,
  );
}

/** Languages that the line speaks with a voice of our tables. */
export const VOICED_LANGUAGES: readonly string[] = [...new Set(ALL.map(([locale]) => locale.split('-')[0] as string))].sort();
