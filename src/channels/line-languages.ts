/*
 * The languages that the line hears and speaks, and whose voice is whose: tables of the one carrier there is. They stand
 * here because three rooms need them: the linter, the engine (which leaves speech out where nobody would hear it) and the
 * writer of answers.
 */

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
  'es-MX': ['Andres', 'Mia', 'Mía'],
  'es-US': ['Lupe', 'Miguel', 'Pedro', 'Penelope'],
  'fr-FR': ['Celine', 'Lea', 'Léa', 'Mathieu', 'Remi', 'Rémi'],
  'it-IT': ['Adriano', 'Bianca', 'Carla', 'Giorgio'],
  'pt-BR': ['Camila', 'Ricardo', 'Thiago', 'Vitoria'],
  'pt-PT': ['Cristiano', 'Ines'],
  'da-DK': ['Mads', 'Naja', 'Sofie'],
  'nl-NL': ['Laura', 'Lotte', 'Ruben'],
  'pl-PL': ['Ewa', 'Jacek', 'Jan', 'Maja', 'Ola'],
  'ro-RO': ['Carmen'],
  'sv-SE': ['Astrid', 'Elin'],
};

/** What the recogniser listens for, by locale. Source: https://www.twilio.com/docs/voice/twiml/gather and the SDK’s `GatherLanguage`. */
const HEARD = new Set(
  (
    'af-ZA am-ET ar-AE ar-BH ar-DZ ar-EG ar-IL ar-IQ ar-JO ar-KW ar-LB ar-MA ar-OM ar-PS ar-QA ar-SA ar-TN az-AZ bg-BG bn-BD ' +
    'bn-IN ca-ES cs-CZ da-DK de-DE el-GR en-AU en-CA en-GB en-GH en-IE en-IN en-KE en-NG en-NZ en-PH en-SG en-TZ en-US en-ZA ' +
    'es-AR es-BO es-CL es-CO es-CR es-DO es-EC es-ES es-GT es-HN es-MX es-NI es-PA es-PE es-PR es-PY es-SV es-US es-UY es-VE ' +
    'et-EE eu-ES fa-IR fi-FI fil-PH fr-CA fr-FR gl-ES gu-IN he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP jv-ID ka-GE ' +
    'km-KH kn-IN ko-KR lo-LA lt-LT lv-LV mk-MK ml-IN mn-MN mr-IN ms-MY my-MM nar-IQ nb-NO ne-NP nl-BE nl-NL pa-guru-IN pl-PL ' +
    'pt-BR pt-PT ro-RO ru-RU si-LK sk-SK sl-SI sq-AL sr-RS su-ID sv-SE sw-KE sw-TZ ta-IN ta-LK ta-MY ta-SG te-IN th-TH tr-TR ' +
    'uk-UA ur-IN ur-PK uz-UZ vi-VN yue-Hant-HK zh cmn-Hans-CN zh-TW cmn-Hant-TW zu-ZA'
  ).split(' '),
);

/** What is spoken, by locale; of eu-ES and gl-ES there are voices, though the attribute `language` does not take them. */
const SPOKEN = new Set(
  (
    'af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU en-CA en-GB ' +
    'en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US fi-FI fil-PH fr-CA fr-FR fr-BE gu-IN he-IL hi-IN hu-HU id-ID ' +
    'is-IS it-IT ja-JP kn-IN ko-KR lv-LV ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL pa-IN pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sr-RS ' +
    'sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK zh-CN zh-HK zh-TW eu-ES gl-ES'
  ).split(' '),
);

/** Languages that only a voice brings: named as `language` they are refused, or spoken by a voice of another. */
const BY_VOICE_ALONE: Readonly<Record<string, string>> = { 'eu-ES': 'Google.eu-ES-Standard-A', 'gl-ES': 'Google.gl-ES-Standard-A' };
/** Voices for languages that the usual one does not speak. */
const FIRST_VOICES: Readonly<Record<string, string>> = { ...BY_VOICE_ALONE, 'ca-ES': 'Polly.Arlet-Neural' };

const LOCALE_OF_POLLY = new Map(Object.entries(POLLY_VOICES).flatMap(([locale, names]) => names.map((name) => [name, locale] as const)));

/** How a sentence is to be spoken: the locale that is named beside the voice, if any, and the voice, if any. */
export interface Speaking {
  readonly locale?: string;
  readonly voice?: string;
}

/**
 * The locale is the one given, else the voice’s own, else the usual country. It is left out beside a voice that is not
 * known, where the voice alone must bring it, and where the line has never heard of it.
 */
export function speakingOf(language: string, voice: string | undefined): Speaking {
  const wanted = SPOKEN.has(language) ? language : undefined;
  if (voice !== undefined) {
    const locale = wanted ?? localeOfVoice(voice);
    return locale === undefined || BY_VOICE_ALONE[locale] !== undefined ? { voice } : { locale, voice };
  }
  const locale = wanted ?? usualLocale(language, SPOKEN);
  const first = FIRST_VOICES[locale];
  if (first === undefined) return SPOKEN.has(locale) ? { locale } : {};
  return BY_VOICE_ALONE[locale] === undefined ? { locale, voice: first } : { voice: first };
}

/** The locale to listen for: as given, else that of the voice that asks in the same language, else the usual country. */
export function heardLocale(language: string, voice: string | undefined): string {
  if (HEARD.has(language)) return language;
  const own = voice === undefined ? undefined : localeOfVoice(voice);
  return own?.startsWith(`${language.split('-')[0]}-`) && HEARD.has(own) ? own : usualLocale(language, HEARD);
}

/** Is there a recogniser for the language? */
export function isHeard(language: string): boolean {
  return HEARD.has(heardLocale(language, undefined));
}

/** Is there any voice for the language? */
export function isSpoken(language: string): boolean {
  return SPOKEN.has(language) || SPOKEN.has(usualLocale(language, SPOKEN));
}

/** Whose language the voice speaks; undefined for a voice that is not in our tables. */
export function localeOfVoice(voice: string): string | undefined {
  const google = /^Google\.([a-z]{2,3}-[A-Z]{2})-/.exec(voice);
  return google ? google[1] : LOCALE_OF_POLLY.get(/^Polly\.(\p{L}+)/u.exec(voice)?.[1] ?? '');
}

function usualLocale(language: string, among: ReadonlySet<string>): string {
  const bare = language.split('-')[0] as string;
  return LOCALES[bare] ?? [...among].find((locale) => locale.startsWith(`${bare}-`)) ?? language;
}
