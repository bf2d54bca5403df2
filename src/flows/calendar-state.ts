import type { Temporal } from 'temporal-polyfill';
import { dayOf, momentOf, openingAt, type Stretch } from '../base/wall-hours.ts';
import { type Calendar, type CalendarPlan, choosePlan, endsOf, type OwnDay, plansOf, WEEKDAYS } from './calendar.ts';
import { holidayName, nameIn } from './holidays/holiday-names.ts';
import { holidaysOfYear } from './holidays/holidays-of-year.ts';

/** A calendar at a moment. */
export interface CalendarState {
  readonly open: boolean;
  /** Today is a public holiday or an own day; the name is for the language that was asked about. */
  readonly special?: { readonly name?: string };
  /** While it is closed, when it opens next, ms; absent when it does not within a year. */
  readonly opensAtMs?: number;
}

export interface CalendarReader {
  stateAt(nowMs: number, about: { readonly queue?: string | undefined; readonly language: string }): CalendarState;
  /** Until when that stays so at the least, ms: not beyond midnight. */
  unchangedUntil(nowMs: number, about: { readonly queue?: string | undefined; readonly language: string }): number;
}

interface SpecialDay {
  readonly intervals: readonly string[];
  readonly name: (language: string) => string | undefined;
}

/** How far ahead the next opening is looked for, in days. */
const A_YEAR = 366;

/** Reads one calendar; a state is worked out once and then known until something changes. */
export function createCalendarReader(calendar: Calendar, flowZone: string): CalendarReader {
  const timeZone = calendar.timeZone ?? flowZone;
  const readers = plansOf(calendar).map((plan) => createPlanReader(plan, timeZone));
  return {
    stateAt(nowMs, about) {
      const { open, special, opensAtMs } = (readers[choosePlan(calendar, about)] as PlanReader)(nowMs);
      const name = special?.name(about.language);
      return {
        open,
        ...(special && { special: name === undefined ? {} : { name } }),
        ...(opensAtMs !== undefined && { opensAtMs }),
      };
    },
    unchangedUntil: (nowMs, about) => (readers[choosePlan(calendar, about)] as PlanReader)(nowMs).untilMs,
  };
}

interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly open: boolean;
  readonly special: SpecialDay | undefined;
  readonly opensAtMs: number | undefined;
}
type PlanReader = (nowMs: number) => Period;

function createPlanReader(plan: CalendarPlan, timeZone: string): PlanReader {
  const specialOn = createSpecialDays(plan);
  const hours = { timeZone, stretchesOn: (day: Temporal.PlainDate) => stretchesOf(plan, specialOn, day) };
  let last: Period | undefined;
  return (nowMs) => {
    if (last && nowMs >= last.fromMs && nowMs < last.untilMs) return last;
    const today = dayOf(nowMs, timeZone);
    const opening = openingAt(hours, nowMs, A_YEAR);
    const midnight = momentOf(today, '24:00', timeZone);
    const opensAtMs = opening.open ? undefined : opening.opensAtMs;
    const changesAtMs = opening.open ? opening.closesAtMs : opensAtMs;
    last = {
      fromMs: nowMs,
      untilMs: Math.min(midnight, changesAtMs ?? midnight),
      open: opening.open,
      special: specialOn(today),
      opensAtMs,
    };
    return last;
  };
}

/** What makes a day no ordinary one: an own day, or else a public holiday. */
function createSpecialDays({ days = [], holidays = [] }: CalendarPlan): (day: Temporal.PlainDate) => SpecialDay | undefined {
  const years = new Map<number, readonly ReadonlyMap<string, string>[]>();
  const inYear = (year: number) => {
    const known = years.get(year);
    if (known) return known;
    const found = holidays.map(({ country, region }) => holidaysOfYear(country, region, year));
    years.set(year, found);
    return found;
  };
  return (day) => {
    const date = day.toString();
    const own = days.find((each) => isOwnDay(each, date));
    if (own) return { intervals: own.open, name: (language) => nameIn(own.name, language) };
    const id = inYear(day.year)
      .map((found, at) => [found.get(date), holidays[at]?.open ?? []] as const)
      .find(([found, open]) => found !== undefined && !open.includes(found))?.[0];
    return id === undefined ? undefined : { intervals: [], name: (language) => holidayName(id, language) };
  };
}

/** Is `date`, YYYY-MM-DD, this own day, or one of its days in a row? Those of every year may run over the end of the year. */
function isOwnDay({ date: from, until = from }: OwnDay, date: string): boolean {
  const day = date.slice(-from.length);
  return from <= until ? day >= from && day <= until : day >= from || day <= until;
}

/** A special day replaces the whole day; an ordinary one also has what runs in from the day before. */
function stretchesOf(
  { week }: CalendarPlan,
  specialOn: (day: Temporal.PlainDate) => SpecialDay | undefined,
  day: Temporal.PlainDate,
): readonly Stretch[] {
  const special = specialOn(day);
  if (special) return special.intervals.map(untilMidnight);
  const weekOn = (date: Temporal.PlainDate) => week[WEEKDAYS[date.dayOfWeek - 1] as (typeof WEEKDAYS)[number]] ?? [];
  const before = day.subtract({ days: 1 });
  const night = (specialOn(before)?.intervals ?? weekOn(before)).flatMap(afterMidnight);
  return [...night, ...weekOn(day).map(untilMidnight)];
}

function untilMidnight(interval: string): Stretch {
  const [from, to] = endsOf(interval);
  return from < to ? [from, to] : [from, '24:00'];
}

function afterMidnight(interval: string): Stretch[] {
  const [from, to] = endsOf(interval);
  return from < to || to === '00:00' ? [] : [['00:00', to]];
}
