/**
 * Public holidays as data. `on` is `MM-DD`; `easter+39`; `mon#1 05`, the first Monday of May, `#-1` the last; `wed<11-23`, the
 * last Wednesday before that day; or `YYYY-MM-DD`, once. Holidays of one municipality are not here: they are a calendar's own days.
 */
export interface HolidayRule {
  readonly id: string;
  readonly on: string;
  /** The regions that have it; absent: the whole country. */
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
  readonly since?: number;
}

export interface HolidayCountry {
  /** What its regions are called by ISO 3166-2, without the country. */
  readonly regions: readonly string[];
  /** There is no calendar of the whole country. */
  readonly regionNeeded?: true;
  /** What a holiday on a weekend gives besides. */
  readonly weekend?: 'next-workday' | 'nearest-workday';
  readonly source: string;
  /** Its regions move or change days each year by decree, which no rule tells: those are in the table through this year. */
  readonly publishedThrough?: number;
  readonly rules: readonly HolidayRule[];
}

const MAUNDY_ES = ['AN', 'AR', 'AS', 'CB', 'CE', 'CL', 'CM', 'CN', 'EX', 'GA', 'IB', 'MC', 'MD', 'ML', 'NC', 'PV', 'RI'];

const ES: HolidayCountry = {
  publishedThrough: 2026,
  regions: ['AN', 'AR', 'AS', 'CB', 'CE', 'CL', 'CM', 'CN', 'CT', 'EX', 'GA', 'IB', 'MC', 'MD', 'ML', 'NC', 'PV', 'RI', 'VC'],
  source:
    'Real Decreto 2001/1983, art. 45, and the laws of the communities; 2026 as published in BOE-A-2025-21667. In other years the days that a community moves or changes for that year are not known: see each autumn’s BOE.',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'epiphany', on: '01-06' },
    { id: 'maundy-thursday', on: 'easter-3', in: MAUNDY_ES },
    { id: 'good-friday', on: 'easter-2' },
    { id: 'easter-monday', on: 'easter+1', in: ['CT', 'IB', 'NC', 'PV', 'RI', 'VC'] },
    { id: 'labour-day', on: '05-01' },
    { id: 'assumption', on: '08-15' },
    { id: 'es-national', on: '10-12' },
    { id: 'all-saints', on: '11-01' },
    { id: 'es-constitution', on: '12-06' },
    { id: 'immaculate-conception', on: '12-08' },
    { id: 'christmas', on: '12-25' },
    { id: 'st-stephen', on: '12-26', in: ['CT'] },
    { id: 'corpus-christi', on: 'easter+60', in: ['CM'] },
    { id: 'st-joseph', on: '03-19', in: ['MC', 'VC'] },
    { id: 'st-john', on: '06-24', in: ['CT', 'VC'] },
    { id: 'st-james', on: '07-25', in: ['PV'] },
    { id: 'es-andalusia', on: '02-28', in: ['AN'] },
    { id: 'es-balearics', on: '03-01', in: ['IB'] },
    { id: 'st-george', on: '04-23', in: ['AR'] },
    { id: 'es-castile-leon', on: '04-23', in: ['CL'] },
    { id: 'es-madrid', on: '05-02', in: ['MD'] },
    { id: 'es-galician-letters', on: '05-17', in: ['GA'] },
    { id: 'es-canaries', on: '05-30', in: ['CN'] },
    { id: 'es-castile-mancha', on: '05-31', in: ['CM'] },
    { id: 'es-murcia', on: '06-09', in: ['MC'] },
    { id: 'es-rioja', on: '06-09', in: ['RI'] },
    { id: 'es-anthony', on: '06-13', in: ['CE'] },
    { id: 'es-galicia', on: '07-25', in: ['GA'] },
    { id: 'es-cantabria', on: '07-28', in: ['CB'] },
    { id: 'es-africa', on: '08-05', in: ['CE'] },
    { id: 'es-ceuta', on: '09-02', in: ['CE'] },
    { id: 'es-asturias', on: '09-08', in: ['AS'] },
    { id: 'es-extremadura', on: '09-08', in: ['EX'] },
    { id: 'es-victory', on: '09-08', in: ['ML'] },
    { id: 'es-catalonia', on: '09-11', in: ['CT'] },
    { id: 'es-bien-aparecida', on: '09-15', in: ['CB'] },
    { id: 'es-melilla', on: '09-17', in: ['ML'] },
    { id: 'es-valencia', on: '10-09', in: ['VC'] },
    { id: 'es-xavier', on: '12-03', in: ['NC'] },
    // 2026, BOE-A-2025-21667: what the communities added or moved for that year.
    { id: 'es-balearics', on: '2026-03-02', in: ['IB'] },
    { id: 'st-joseph', on: '2026-03-19', in: ['GA', 'NC', 'PV'] },
    { id: 'eid-fitr', on: '2026-03-20', in: ['ML'] },
    { id: 'easter-monday', on: '2026-04-06', in: ['CM'] },
    { id: 'eid-adha', on: '2026-05-27', in: ['CE', 'ML'] },
    { id: 'st-john', on: '2026-06-24', in: ['GA'] },
    { id: 'all-saints', on: '2026-11-02', in: ['AN', 'AR', 'AS', 'CL', 'CM', 'CN', 'EX', 'MD', 'NC'] },
    { id: 'es-constitution', on: '2026-12-07', in: ['AN', 'AR', 'AS', 'CB', 'CL', 'EX', 'MC', 'MD', 'ML', 'RI'] },
    { id: 'st-stephen', on: '2026-12-26', in: ['IB'] },
  ],
};

const PT: HolidayCountry = {
  regions: ['20', '30'],
  source: 'Código do Trabalho, art. 234; 20 is the Azores, 30 is Madeira.',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'good-friday', on: 'easter-2' },
    { id: 'easter-sunday', on: 'easter+0' },
    { id: 'pt-freedom', on: '04-25' },
    { id: 'labour-day', on: '05-01' },
    { id: 'corpus-christi', on: 'easter+60' },
    { id: 'pt-portugal', on: '06-10' },
    { id: 'assumption', on: '08-15' },
    { id: 'pt-republic', on: '10-05' },
    { id: 'all-saints', on: '11-01' },
    { id: 'pt-independence', on: '12-01' },
    { id: 'immaculate-conception', on: '12-08' },
    { id: 'christmas', on: '12-25' },
    { id: 'pt-azores', on: 'easter+50', in: ['20'] },
    { id: 'pt-madeira', on: '07-01', in: ['30'] },
    { id: 'boxing-day', on: '12-26', in: ['30'] },
  ],
};

const FR: HolidayCountry = {
  regions: ['57', '67', '68', 'GF', 'GP', 'MQ', 'RE', 'YT'],
  source: 'Code du travail, L3133-1, L3134-13 (57, 67, 68: Moselle and Alsace) and L3422-2 (overseas).',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'good-friday', on: 'easter-2', in: ['57', '67', '68'] },
    { id: 'easter-monday', on: 'easter+1' },
    { id: 'labour-day', on: '05-01' },
    { id: 'fr-victory', on: '05-08' },
    { id: 'ascension', on: 'easter+39' },
    { id: 'whit-monday', on: 'easter+50' },
    { id: 'fr-national', on: '07-14' },
    { id: 'assumption', on: '08-15' },
    { id: 'all-saints', on: '11-01' },
    { id: 'fr-armistice', on: '11-11' },
    { id: 'christmas', on: '12-25' },
    { id: 'st-stephen', on: '12-26', in: ['57', '67', '68'] },
    { id: 'fr-abolition', on: '04-27', in: ['YT'] },
    { id: 'fr-abolition', on: '05-22', in: ['MQ'] },
    { id: 'fr-abolition', on: '05-27', in: ['GP'] },
    { id: 'fr-abolition', on: '06-10', in: ['GF'] },
    { id: 'fr-abolition', on: '12-20', in: ['RE'] },
  ],
};

const DE: HolidayCountry = {
  regions: ['BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH'],
  source:
    'Einigungsvertrag, art. 2, and the Feiertagsgesetze of the Länder. What holds in a part of a Land only (Assumption in Bavaria, Corpus Christi in Saxony and Thuringia) is not here.',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'epiphany', on: '01-06', in: ['BW', 'BY', 'ST'] },
    { id: 'womens-day', on: '03-08', in: ['BE', 'MV'] },
    { id: 'good-friday', on: 'easter-2' },
    { id: 'easter-sunday', on: 'easter+0', in: ['BB'] },
    { id: 'easter-monday', on: 'easter+1' },
    { id: 'labour-day', on: '05-01' },
    { id: 'ascension', on: 'easter+39' },
    { id: 'whit-sunday', on: 'easter+49', in: ['BB'] },
    { id: 'whit-monday', on: 'easter+50' },
    { id: 'corpus-christi', on: 'easter+60', in: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'] },
    { id: 'assumption', on: '08-15', in: ['SL'] },
    { id: 'de-uprising', on: '2028-06-17', in: ['BE'] },
    { id: 'de-children', on: '09-20', in: ['TH'] },
    { id: 'de-unity', on: '10-03' },
    { id: 'de-reformation', on: '10-31', in: ['BB', 'HB', 'HH', 'MV', 'NI', 'SH', 'SN', 'ST', 'TH'] },
    { id: 'all-saints', on: '11-01', in: ['BW', 'BY', 'NW', 'RP', 'SL'] },
    { id: 'de-repentance', on: 'wed<11-23', in: ['SN'] },
    { id: 'christmas', on: '12-25' },
    { id: 'boxing-day', on: '12-26' },
  ],
};

const IT: HolidayCountry = {
  regions: ['BZ'],
  source: 'Legge 260/1949 with its changes; Legge 151/2025 (4 October, since 2026). BZ is South Tyrol.',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'epiphany', on: '01-06' },
    { id: 'easter-sunday', on: 'easter+0' },
    { id: 'easter-monday', on: 'easter+1' },
    { id: 'it-liberation', on: '04-25' },
    { id: 'labour-day', on: '05-01' },
    { id: 'whit-monday', on: 'easter+50', in: ['BZ'] },
    { id: 'it-republic', on: '06-02' },
    { id: 'assumption', on: '08-15' },
    { id: 'it-francis', on: '10-04', since: 2026 },
    { id: 'all-saints', on: '11-01' },
    { id: 'immaculate-conception', on: '12-08' },
    { id: 'christmas', on: '12-25' },
    { id: 'st-stephen', on: '12-26' },
  ],
};

const GB: HolidayCountry = {
  regions: ['ENG', 'NIR', 'SCT', 'WLS'],
  regionNeeded: true,
  weekend: 'next-workday',
  source: 'Banking and Financial Dealings Act 1971; gov.uk/bank-holidays.',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'gb-second', on: '01-02', in: ['SCT'] },
    { id: 'gb-patrick', on: '03-17', in: ['NIR'] },
    { id: 'good-friday', on: 'easter-2' },
    { id: 'easter-monday', on: 'easter+1', notIn: ['SCT'] },
    { id: 'gb-may', on: 'mon#1 05' },
    { id: 'gb-spring', on: 'mon#-1 05' },
    { id: 'gb-world-cup', on: '2026-06-15', in: ['SCT'] },
    { id: 'gb-boyne', on: '07-12', in: ['NIR'] },
    { id: 'gb-summer', on: 'mon#1 08', in: ['SCT'] },
    { id: 'gb-summer', on: 'mon#-1 08', notIn: ['SCT'] },
    { id: 'gb-andrew', on: '11-30', in: ['SCT'] },
    { id: 'christmas', on: '12-25' },
    { id: 'boxing-day', on: '12-26' },
  ],
};

const US: HolidayCountry = {
  regions: [],
  weekend: 'nearest-workday',
  source: '5 U.S.C. 6103, the federal holidays; those of the states are not here.',
  rules: [
    { id: 'new-year', on: '01-01' },
    { id: 'us-king', on: 'mon#3 01' },
    { id: 'us-presidents', on: 'mon#3 02' },
    { id: 'us-memorial', on: 'mon#-1 05' },
    { id: 'us-juneteenth', on: '06-19' },
    { id: 'us-independence', on: '07-04' },
    { id: 'us-labor', on: 'mon#1 09' },
    { id: 'us-columbus', on: 'mon#2 10' },
    { id: 'us-veterans', on: '11-11' },
    { id: 'us-thanksgiving', on: 'thu#4 11' },
    { id: 'christmas', on: '12-25' },
  ],
};

/** By ISO 3166-1. Where the years matter, the source says which were published. */
export const HOLIDAY_TABLES: Readonly<Record<string, HolidayCountry>> = { DE, ES, FR, GB, IT, PT, US };
