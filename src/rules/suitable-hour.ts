import { countryOf } from '../base/phone.ts';
import type { ContactTable } from './contact-hours.ts';
import { CONTACT_HOURS, isContactHour, localMoment, zonesOf } from './quiet-hours.ts';

const QUARTER_MS = 15 * 60_000;
/** Of the countries whose prefixes may tell a zone. */
const CODE_LENGTH: Readonly<Record<string, number>> = { ES: 2, FR: 2, CO: 2, US: 1 };

/** Where the person is who is to be written to without having asked at this moment, and by which clock of ours. */
export interface WritingPlace {
  /** Canonical E.164. */
  readonly to: string;
  /** Ours that was called, E.164. */
  readonly entryNumber: string;
  /** The hours of contact as the settings have them; absent: as they come with the service. */
  readonly table?: ContactTable;
  readonly rules: {
    /** Hours of the day where the person is. */
    readonly fromHour: number;
    readonly toHour: number;
    /** Of the flow: that of people in the country of the number that was called. */
    readonly timeZone: string;
    /** The hours of contact of the country are left out: they are for messages that nobody asked for. */
    readonly ownHoursOnly?: boolean;
  };
}

/**
 * The first quarter of an hour from a moment on at which this person may be written to: inside the hours of the flow where
 * they are, and, unless they are left out, inside the hours of contact of their country. `late` when none is left before the end; `zone-unknown` when
 * nobody can tell what time it is there. Pure.
 */
export function nextSuitableHour(place: WritingPlace, fromMs: number, untilMs: number): number | 'late' | 'zone-unknown' {
  const zones = zonesOfPerson(place);
  if (!zones) return 'zone-unknown';
  for (let atMs = fromMs; atMs < untilMs; atMs = nextQuarter(atMs)) if (isFine(place, zones, atMs)) return atMs;
  return 'late';
}

/** The zones of the country's table; for the country of our own number that of the flow. */
function zonesOfPerson({ to, entryNumber, rules, table }: WritingPlace): readonly string[] | undefined {
  const country = countryOf(to);
  if (country === undefined) return undefined;
  const listed = zonesOf(country, to.slice(1 + (CODE_LENGTH[country] ?? 0)), table);
  if (listed) return listed;
  return country === countryOf(entryNumber) ? [rules.timeZone] : undefined;
}

function isFine({ to, rules, table = CONTACT_HOURS }: WritingPlace, zones: readonly string[], atMs: number): boolean {
  const country = countryOf(to) ?? '';
  return zones.every((zone) => {
    const moment = localMoment(atMs, zone);
    const inside = moment.minutes >= rules.fromHour * 60 && moment.minutes < rules.toHour * 60;
    return inside && (rules.ownHoursOnly || !Object.hasOwn(table, country) || isContactHour(country, moment, table) === true);
  });
}

function nextQuarter(atMs: number): number {
  return (Math.floor(atMs / QUARTER_MS) + 1) * QUARTER_MS;
}

/** Until when that stays so, counted in quarters of an hour from a moment that suits; at most until `mostMs`. Pure. */
export function suitableUntil(place: WritingPlace, fromMs: number, mostMs: number): number {
  const zones = zonesOfPerson(place) ?? [];
  let atMs = nextQuarter(fromMs);
  while (atMs < mostMs && isFine(place, zones, atMs)) atMs = nextQuarter(atMs);
  return Math.min(atMs, mostMs);
}
