/** How a language says at what time, on which weekday and on which date, and today and tomorrow. */
interface WhenWords {
  readonly today: string;
  readonly tomorrow: string;
  /** `minutes` in two digits; absent on the hour. */
  readonly at: (hour: number, minutes: string | undefined) => string;
  readonly onWeekday: (weekday: string) => string;
  readonly onDate: (date: string) => string;
}

const clock = (hour: number, minutes: string | undefined) => (minutes === undefined ? String(hour) : `${hour}:${minutes}`);
const half = (hour: number, minutes: string | undefined) => `${clock(hour % 12 || 12, minutes)} ${hour < 12 ? 'AM' : 'PM'}`;
const same = (text: string) => text;

const WORDS: Readonly<Record<string, WhenWords>> = {
  es: {
    today: 'hoy',
    tomorrow: 'mañana',
    at: (hour, minutes) => `${hour === 1 ? 'a la' : 'a las'} ${clock(hour, minutes)}`,
    onWeekday: (weekday) => `el ${weekday}`,
    onDate: (date) => `el ${date}`,
  },
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    at: (hour, minutes) => `at ${half(hour, minutes)}`,
    onWeekday: (weekday) => `on ${weekday}`,
    onDate: (date) => `on ${date}`,
  },
  ca: {
    today: 'avui',
    tomorrow: 'demà',
    at: (hour, minutes) => `${hour === 1 ? 'a la' : 'a les'} ${clock(hour, minutes)}`,
    onWeekday: same,
    onDate: (date) => `el ${date}`,
  },
  gl: {
    today: 'hoxe',
    tomorrow: 'mañá',
    at: (hour, minutes) => `${hour === 1 ? 'á' : 'ás'} ${clock(hour, minutes)}`,
    onWeekday: (weekday) => `o ${weekday}`,
    onDate: (date) => `o ${date}`,
  },
  eu: {
    today: 'gaur',
    tomorrow: 'bihar',
    at: (hour, minutes) => `${hour}:${minutes ?? '00'}etan`,
    onWeekday: same,
    onDate: same,
  },
  pt: {
    today: 'hoje',
    tomorrow: 'amanhã',
    at: (hour, minutes) => `${hour === 1 ? 'à' : 'às'} ${hour}h${minutes ?? ''}`,
    onWeekday: (weekday) => (/^(s.bado|domingo)/.test(weekday) ? `no ${weekday}` : `na ${weekday}`),
    onDate: (date) => (/^(s.bado|domingo)/.test(date) ? `no ${date}` : `na ${date}`),
  },
  fr: {
    today: 'aujourd’hui',
    tomorrow: 'demain',
    at: (hour, minutes) => `à ${hour} h${minutes === undefined ? '' : ` ${minutes}`}`,
    onWeekday: same,
    onDate: (date) => `le ${date}`,
  },
  de: {
    today: 'heute',
    tomorrow: 'morgen',
    at: (hour, minutes) => `um ${clock(hour, minutes)} Uhr`,
    onWeekday: (weekday) => `am ${weekday}`,
    onDate: (date) => `am ${date}`,
  },
  it: {
    today: 'oggi',
    tomorrow: 'domani',
    at: (hour, minutes) => `${hour === 1 ? 'all’' : 'alle '}${clock(hour, minutes)}`,
    onWeekday: same,
    onDate: same,
  },
};

interface Scene {
  readonly language: string;
  readonly timeZone: string;
  readonly nowMs: number;
  readonly formats: { date(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat };
}

/** A moment to come as people say it: "hoy a las 9", "mañana a las 9:30", "el lunes a las 9", else with the date. */
export function whenWords(atMs: number, { language, timeZone, nowMs, formats }: Scene): string {
  const dayOf = (ms: number) => Date.parse(formats.date('en-CA', { timeZone }).format(ms));
  const days = Math.round((dayOf(atMs) - dayOf(nowMs)) / 86_400_000);
  const part = (options: Intl.DateTimeFormatOptions) => formats.date(language, { ...options, timeZone }).format(atMs);
  const date = () => part({ weekday: 'long', day: 'numeric', month: 'long' });
  const words = WORDS[language.slice(0, 2)];
  const plain = formats.date('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(atMs);
  if (!words) return days === 0 ? plain : `${date()} ${plain}`;
  const minutes = plain.slice(3);
  const time = words.at(Number(plain.slice(0, 2)), minutes === '00' ? undefined : minutes);
  if (days === 0) return `${words.today} ${time}`;
  if (days === 1) return `${words.tomorrow} ${time}`;
  return days > 1 && days < 7 ? `${words.onWeekday(part({ weekday: 'long' }))} ${time}` : `${words.onDate(date())} ${time}`;
}
