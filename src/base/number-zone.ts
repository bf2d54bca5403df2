import { parsePhone } from './phone.ts';

/**
 * The time zone of countries that have one, by ISO 3166; of countries where one holds for nearly everybody, that one.
 * Countries with several (US, CA, MX, BR, AU, RU, …) are left out: a number does not say where its owner is.
 * Source: IANA time zone database, zone1970.tab.
 */
const ZONES: Readonly<Record<string, string>> = {
  ES: 'Europe/Madrid',
  PT: 'Europe/Lisbon',
  FR: 'Europe/Paris',
  DE: 'Europe/Berlin',
  IT: 'Europe/Rome',
  GB: 'Europe/London',
  IE: 'Europe/Dublin',
  NL: 'Europe/Amsterdam',
  BE: 'Europe/Brussels',
  LU: 'Europe/Luxembourg',
  CH: 'Europe/Zurich',
  AT: 'Europe/Vienna',
  AD: 'Europe/Andorra',
  PL: 'Europe/Warsaw',
  CZ: 'Europe/Prague',
  RO: 'Europe/Bucharest',
  BG: 'Europe/Sofia',
  GR: 'Europe/Athens',
  SE: 'Europe/Stockholm',
  NO: 'Europe/Oslo',
  DK: 'Europe/Copenhagen',
  FI: 'Europe/Helsinki',
  UA: 'Europe/Kyiv',
  MA: 'Africa/Casablanca',
  AR: 'America/Argentina/Buenos_Aires',
  BO: 'America/La_Paz',
  CL: 'America/Santiago',
  CO: 'America/Bogota',
  CR: 'America/Costa_Rica',
  CU: 'America/Havana',
  DO: 'America/Santo_Domingo',
  EC: 'America/Guayaquil',
  GT: 'America/Guatemala',
  HN: 'America/Tegucigalpa',
  NI: 'America/Managua',
  PA: 'America/Panama',
  PE: 'America/Lima',
  PY: 'America/Asuncion',
  SV: 'America/El_Salvador',
  UY: 'America/Montevideo',
  VE: 'America/Caracas',
};

/** Fixed lines that begin so after the country's code have another clock. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ES: { '822': 'Atlantic/Canary', '828': 'Atlantic/Canary', '922': 'Atlantic/Canary', '928': 'Atlantic/Canary' },
  PT: { '291': 'Atlantic/Madeira', '292': 'Atlantic/Azores', '295': 'Atlantic/Azores', '296': 'Atlantic/Azores' },
};

/** The clock that the owner of a number most likely goes by; undefined when the number does not say. */
export function zoneOfNumber(e164: string): string | undefined {
  const phone = parsePhone(e164);
  const country = phone?.country;
  if (country === undefined || !phone) return undefined;
  const apart = Object.entries(ELSEWHERE[country] ?? {}).find(([prefix]) => new RegExp(`^\\+\\d{1,3}${prefix}`).test(phone.canonical));
  return apart?.[1] ?? ZONES[country];
}
