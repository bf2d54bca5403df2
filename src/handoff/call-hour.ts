import { zoneOfNumber } from '../base/number-zone.ts';
import { classifyCaller, countryOf } from '../base/phone.ts';
import { isListed } from '../rules/blocked-numbers.ts';
import { contactTable } from '../rules/contact-hours.ts';
import { parametersOf, type RuleSettings } from '../rules/settings.ts';
import { nextSuitableHour } from '../rules/suitable-hour.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/** Somebody who is to be called, from a flow of that time zone. */
export interface CallPlace {
  /** Canonical E.164. */
  readonly to: string;
  /** Ours that was called, E.164. */
  readonly entryNumber: string;
  readonly timeZone: string;
}

/**
 * The first moment from one on at which the settings let this person be called: the hours of contact of their country where
 * do-not-disturb is switched on. Undefined: never within a week, or the number is on the block-list. Pure.
 */
export function nextCallHour(rules: RuleSettings, { to, entryNumber, timeZone }: CallPlace, fromMs: number): number | undefined {
  const caller = classifyCaller(to);
  if (caller.kind !== 'number') return undefined;
  if (rules.rules['caller-blocked'].on && isListed(caller, parametersOf(rules, 'caller-blocked').numbers) !== undefined) return undefined;
  if (!rules.rules['do-not-disturb'].on) return fromMs;
  const { countries, elsewhereFrom, elsewhereTo } = parametersOf(rules, 'do-not-disturb');
  const table = contactTable(countries);
  const isListedCountry = Object.hasOwn(table, countryOf(to) ?? '');
  const elsewhere = { fromHour: elsewhereFrom, toHour: elsewhereTo, timeZone: zoneOfNumber(to) ?? timeZone };
  const hours = isListedCountry ? { fromHour: 0, toHour: 24, timeZone } : elsewhere;
  // Without a row nobody knows the zone: that of the number, else that of the flow, as for the offer.
  const place = isListedCountry ? { to, entryNumber } : { to, entryNumber: to };
  const found = nextSuitableHour({ ...place, table, rules: hours }, fromMs, fromMs + WEEK_MS);
  return typeof found === 'number' ? found : undefined;
}
