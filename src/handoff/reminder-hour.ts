import { countryOf } from '../base/phone.ts';
import { CONTACT_HOURS, isContactHour, localMoment, zonesOf } from '../rules/quiet-hours.ts';
import type { ReminderRules } from './handoff.ts';

const QUARTER_MS = 15 * 60_000;
/** Of the countries whose prefixes may tell a zone. */
const CODE_LENGTH: Readonly<Record<string, number>> = { ES: 2, FR: 2, CO: 2, US: 1 };

/** Where the person is to be reminded, and by which clock of ours. */
export interface ReminderPlace {
  /** Canonical E.164. */
  readonly to: string;
  /** Ours that was called, E.164. */
  readonly entryNumber: string;
  readonly rules: ReminderRules;
}

/**
 * The first quarter of an hour from a moment on at which this person may be reminded: inside the hours of the offer where
 * they are, and inside the hours of contact of their country. `late` when none is left before the end; `zone-unknown` when
 * nobody can tell what time it is there. Pure.
 */
export function nextReminderHour(place: ReminderPlace, fromMs: number, untilMs: number): number | 'late' | 'zone-unknown' {
  const zones = zonesOfPerson(place);
  if (!zones) return 'zone-unknown';
  for (let atMs = fromMs; atMs < untilMs; atMs = nextQuarter(atMs)) if (isFine(place, zones, atMs)) return atMs;
  return 'late';
}

/** The zones of the country's table; for the country of our own number that of the flow. */
function zonesOfPerson({ to, entryNumber, rules }: ReminderPlace): readonly string[] | undefined {
  const country = countryOf(to);
  if (country === undefined) return undefined;
  const listed = zonesOf(country, to.slice(1 + (CODE_LENGTH[country] ?? 0)));
  if (listed) return listed;
  return country === countryOf(entryNumber) ? [rules.timeZone] : undefined;
}

function isFine({ to, rules }: ReminderPlace, zones: readonly string[], atMs: number): boolean {
  const country = countryOf(to) ?? '';
  return zones.every((zone) => {
    const moment = localMoment(atMs, zone);
    const inside = moment.minutes >= rules.fromHour * 60 && moment.minutes < rules.toHour * 60;
    return inside && (!Object.hasOwn(CONTACT_HOURS, country) || isContactHour(country, moment) === true);
  });
}

function nextQuarter(atMs: number): number {
  return (Math.floor(atMs / QUARTER_MS) + 1) * QUARTER_MS;
}
