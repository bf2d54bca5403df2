/** Where a language is named without a country; the carrier wants both. */
const LOCALES: Readonly<Record<string, string>> = {
  ca: 'ca-ES',
  de: 'de-DE',
  en: 'en-GB',
  es: 'es-ES',
  eu: 'eu-ES',
  fr: 'fr-FR',
  gl: 'gl-ES',
  it: 'it-IT',
  nl: 'nl-NL',
  pl: 'pl-PL',
  pt: 'pt-PT',
  ro: 'ro-RO',
};

/** Whose voice it is, by locale. Source: https://www.twilio.com/docs/voice/twiml/say/text-speech */
const POLLY_VOICES: Readonly<Record<string, readonly string[]>> = {
  'ca-ES': ['Arlet'],
  'de-DE': ['Daniel', 'Hans', 'Marlene', 'Vicki'],
  'en-AU': ['Nicole', 'Olivia', 'Russell'],
  'en-GB': ['Amy', 'Arthur', 'Brian', 'Emma'],
  'en-US': ['Danielle', 'Gregory', 'Ivy', 'Joanna', 'Joey', 'Justin', 'Kendra', 'Kevin', 'Kimberly', 'Matthew', 'Ruth', 'Salli', 'Stephen'],
  'es-ES': ['Conchita', 'Enrique', 'Lucia', 'Sergio'],
  'es-MX': ['Andres', 'Mia'],
  'es-US': ['Lupe', 'Miguel', 'Pedro', 'Penelope'],
  'fr-FR': ['Celine', 'Lea', 'Mathieu', 'Remi'],
  'it-IT': ['Adriano', 'Bianca', 'Carla', 'Giorgio'],
  'pt-BR': ['Camila', 'Ricardo', 'Thiago', 'Vitoria'],
  'pt-PT': ['Cristiano', 'Ines'],
};

const LOCALE_OF_POLLY = new Map(Object.entries(POLLY_VOICES).flatMap(([locale, names]) => names.map((name) => [name, locale] as const)));

/** The locale to speak in: as given, else the voice's own; without a known voice the usual country, undefined beside an unknown voice. */
export function spokenLocale(language: string, voice: string | undefined): string | undefined {
  if (language.includes('-')) return language;
  if (voice === undefined) return LOCALES[language] ?? language;
  return localeOfVoice(voice);
}

/** The locale to listen for: as given, else that of the voice that asks in the same language, else the usual country. */
export function heardLocale(language: string, voice: string | undefined): string {
  if (language.includes('-')) return language;
  const own = voice === undefined ? undefined : localeOfVoice(voice);
  return own?.startsWith(`${language}-`) ? own : (LOCALES[language] ?? language);
}

function localeOfVoice(voice: string): string | undefined {
  const google = /^Google\.([a-z]{2,3}-[A-Z]{2})-/.exec(voice);
  return google ? google[1] : LOCALE_OF_POLLY.get(/^Polly\.([A-Za-z]+)/.exec(voice)?.[1] ?? '');
}
