/** When people of a country may be written to, and on which ground. Times are minutes after midnight, in the person's zone. */
export interface ContactHours {
  readonly zones: readonly string[];
  /** Zones of numbers that begin like this after the country's code; the longest fits first. */
  readonly zoneOfPrefix?: Readonly<Record<string, string>>;
  /** By weekday, 1 (Monday) to 7: spans in which messages are fine. Absent: the same as on Monday. */
  readonly days: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, readonly (readonly [from: number, to: number])[]>>>;
  readonly source: string;
}

const h = (hours: number, minutes = 0) => hours * 60 + minutes;
const weekdays = (...spans: readonly (readonly [number, number])[]) => ({ 1: spans, 2: spans, 3: spans, 4: spans, 5: spans });

/**
 * Hours of the laws on commercial contact. They were made for calls nobody asked for; an invite that the caller asked for
 * with a key falls under none of them, so the rule is off unless an administrator wants to be strict. Public holidays are
 * not looked at. Only what was read in the law itself stands here; other countries, and other hours, are rows that an
 * administrator writes (contact-hours.ts). A country in neither has the hours of the settings.
 */
export const CONTACT_HOURS: Readonly<Record<string, ContactHours>> = {
  ES: {
    zones: ['Europe/Madrid'],
    zoneOfPrefix: { '822': 'Atlantic/Canary', '828': 'Atlantic/Canary', '922': 'Atlantic/Canary', '928': 'Atlantic/Canary' },
    days: { ...weekdays([h(9), h(21)]), 6: [], 7: [] },
    source:
      'RDL 1/2007 (TRLGDCU) art. 96.2: not before 9, after 21, at weekends or on holidays. https://www.boe.es/buscar/act.php?id=BOE-A-2007-20555',
  },
  FR: {
    zones: ['Europe/Paris'],
    days: { ...weekdays([h(10), h(13)], [h(14), h(20)]), 6: [], 7: [] },
    source:
      'Décret 2022-1313, Code de la consommation D223-9: Monday to Friday, 10 to 13 and 14 to 20, in the consumer’s zone. https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000046414209',
  },
  CO: {
    zones: ['America/Bogota'],
    days: { ...weekdays([h(7), h(19)]), 6: [[h(8), h(15)]], 7: [] },
    source: 'Ley 2300 de 2023 art. 3: Monday to Friday 7 to 19, Saturday 8 to 15, never on Sundays and holidays; messages too.',
  },
  US: {
    zones: ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'],
    days: { 1: [[h(8), h(21)]] },
    source:
      '47 CFR 64.1200(c)(1): 8 to 21, local time of the called party; the zone of a number is not certain, so it must fit in all four.',
  },
};

/** The zone or zones in which the person may be, the most cautious reading of the number. Pure. */
export function zonesOf(
  country: string,
  national: string,
  table: Readonly<Record<string, ContactHours>> = CONTACT_HOURS,
): readonly string[] | undefined {
  const hours = table[country];
  if (!hours) return undefined;
  const prefix = Object.keys(hours.zoneOfPrefix ?? {}).find((each) => national.startsWith(each));
  const zone = prefix === undefined ? undefined : hours.zoneOfPrefix?.[prefix];
  return zone === undefined ? hours.zones : [zone];
}

const clocks = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export interface LocalMoment {
  /** 1 (Monday) to 7. */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** Minutes after midnight. */
  readonly minutes: number;
  /** `Sat 22:05`. */
  readonly text: string;
}

/** What the clock shows there. Throws on a zone that nobody knows. */
export function localMoment(nowMs: number, zone: string): LocalMoment {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(zone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const weekday = WEEKDAYS.indexOf(parts.weekday ?? '') as LocalMoment['weekday'];
  const text = `${parts.weekday} ${parts.hour}:${parts.minute}`;
  return { weekday, minutes: Number(parts.hour) * 60 + Number(parts.minute), text };
}

/** Is it an hour at which people of this country may be written to? Undefined: the country has no row. Pure. */
export function isContactHour(
  country: string,
  moment: Pick<LocalMoment, 'weekday' | 'minutes'>,
  table: Readonly<Record<string, ContactHours>> = CONTACT_HOURS,
): boolean | undefined {
  const hours = table[country];
  if (!hours) return undefined;
  const spans = hours.days[moment.weekday] ?? hours.days[1] ?? [];
  return spans.some(([from, to]) => moment.minutes >= from && moment.minutes < to);
}
