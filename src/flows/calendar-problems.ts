import { type Calendar, type CalendarPlan, endsOf, type OwnDay, WEEKDAYS } from './calendar.ts';
import { HOLIDAY_TABLES } from './holidays/holiday-tables.ts';

/** Why a calendar can't be used: what kind of problem, where in the calendar, and a sentence. */
export interface CalendarProblem {
  readonly kind: 'time-zone' | 'never-open' | 'interval' | 'holidays' | 'day' | 'exception';
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const WEEK_MINUTES = 7 * 24 * 60;

/** Everything that is wrong with a calendar of a flow with these languages. Pure. */
export function calendarProblems(calendar: Calendar, languages: readonly string[]): readonly CalendarProblem[] {
  const { timeZone, week, holidays, days, exceptions = [] } = calendar;
  return [
    ...(timeZone === undefined || isZone(timeZone) ? [] : [{ kind: 'time-zone', path: ['timeZone'], message: noZone(timeZone) } as const]),
    ...planProblems({ week, holidays, days }, []),
    ...exceptions.flatMap((each, at): CalendarProblem[] => {
      const path = ['exceptions', at];
      const strange = each.languages?.find((language) => !languages.includes(language));
      return [
        ...(each.queues?.length || each.languages?.length
          ? []
          : [
              {
                kind: 'exception',
                path,
                message: 'The exception names neither queues nor languages, so that it would count for everybody.',
              } as const,
            ]),
        ...(strange === undefined
          ? []
          : [{ kind: 'exception', path: [...path, 'languages'], message: `The flow does not speak ${strange}.` } as const]),
        ...planProblems({ week: each.week ?? {}, holidays: each.holidays, days: each.days }, path, each.week !== undefined),
      ];
    }),
  ];
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function noZone(timeZone: string): string {
  return `There is no time zone "${timeZone}". Write it as Europe/Madrid.`;
}

function planProblems({ week, holidays, days }: CalendarPlan, path: readonly (string | number)[], ownWeek = true): CalendarProblem[] {
  const open = [...Object.values(week), ...(days ?? []).map((day) => day.open)].some((intervals) => (intervals?.length ?? 0) > 0);
  const never: CalendarProblem = {
    kind: 'never-open',
    path: [...path, 'week'],
    message: 'There is no interval in the whole week: it would never be open.',
  };
  return [
    ...(ownWeek && !open ? [never] : []),
    ...weekProblems(week, [...path, 'week']),
    ...(holidays ?? []).flatMap((each, at) => holidayProblems(each, [...path, 'holidays', at])),
    ...dayProblems(days ?? [], [...path, 'days']),
  ];
}

function weekProblems(week: CalendarPlan['week'], path: readonly (string | number)[]): CalendarProblem[] {
  const all = WEEKDAYS.flatMap((day, at) =>
    (week[day] ?? []).map((interval, index) => ({ ...minutesOf(interval, at * 24 * 60), interval, path: [...path, day, index] })),
  );
  return intervalProblems(all, WEEK_MINUTES);
}

interface Placed {
  readonly from: number;
  readonly to: number;
  readonly interval: string;
  readonly path: readonly (string | number)[];
}

/** In minutes from the start; what runs into the next day ends behind it. */
function minutesOf(interval: string, start: number): { readonly from: number; readonly to: number } {
  const [from, to] = endsOf(interval).map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) as [number, number];
  return { from: start + from, to: start + (to > from ? to : to + 24 * 60) };
}

/** Intervals that say nothing, and those that run into another; `around`: the length after which they begin again. */
function intervalProblems(all: readonly Placed[], around?: number): CalendarProblem[] {
  const twins = around === undefined ? all : all.flatMap((each) => [each, { ...each, from: each.from + around, to: each.to + around }]);
  const sorted = twins.toSorted((a, b) => a.from - b.from);
  const empty = all.filter(({ interval }) => endsOf(interval)[0] === endsOf(interval)[1]);
  const clashes = new Map<readonly (string | number)[], Placed>();
  for (const [at, each] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before && before.to > each.from && before.path !== each.path && !clashes.has(each.path)) clashes.set(each.path, before);
  }
  return [
    ...empty.map(
      ({ interval, path }): CalendarProblem => ({
        kind: 'interval',
        path,
        message: `${interval} ends as it begins. Write 00:00-24:00 for the whole day, or leave it out.`,
      }),
    ),
    ...all.flatMap((each): CalendarProblem[] => {
      const before = clashes.get(each.path);
      return before ? [{ kind: 'interval', path: each.path, message: `${each.interval} overlaps ${before.interval}.` }] : [];
    }),
  ];
}

function holidayProblems(
  { country, region, open = [] }: NonNullable<CalendarPlan['holidays']>[number],
  path: readonly (string | number)[],
): CalendarProblem[] {
  const table = HOLIDAY_TABLES[country];
  const say = (field: string, message: string): CalendarProblem[] => [{ kind: 'holidays', path: [...path, field], message }];
  if (!table)
    return say(
      'country',
      `The holidays of ${country} are not known; there is ${Object.keys(HOLIDAY_TABLES).join(', ')}. Write them as own days.`,
    );
  if (region === undefined && table.regionNeeded)
    return say('country', `${country} has holidays by region only: name one of ${table.regions.join(', ')}.`);
  if (region !== undefined && !table.regions.includes(region)) {
    return say('region', `${country} has no region ${region} with holidays of its own; there is ${table.regions.join(', ') || 'none'}.`);
  }
  const strange = open.find((id) => !table.rules.some((rule) => rule.id === id));
  return strange === undefined
    ? []
    : say('open', `${country} has no holiday "${strange}"; there is ${[...new Set(table.rules.map(({ id }) => id))].join(', ')}.`);
}

function dayProblems(days: readonly OwnDay[], path: readonly (string | number)[]): CalendarProblem[] {
  const seen = new Set<string>();
  return days.flatMap((day, at): CalendarProblem[] => {
    const { date, until } = day;
    const here = [...path, at];
    const wrong = (field: string, message: string): CalendarProblem => ({ kind: 'day', path: [...here, field], message });
    const twice = seen.has(date);
    seen.add(date);
    return [
      ...(
        [
          ['date', date],
          ['until', until],
        ] as const
      ).flatMap(([field, text]) => (text === undefined || exists(text) ? [] : [wrong(field, `There is no day ${text}.`)])),
      ...(until !== undefined && until.length !== date.length
        ? [wrong('until', 'date and until must both name the year, or neither.')]
        : []),
      ...(until?.length === 10 && date.length === 10 && until < date ? [wrong('until', `${until} is before ${date}.`)] : []),
      ...(twice ? [wrong('date', `${date} is there twice; only the first counts.`)] : []),
      ...intervalProblems(day.open.map((interval, index) => ({ ...minutesOf(interval, 0), interval, path: [...here, 'open', index] }))),
    ];
  });
}

/** 02-29 exists: in leap years. */
function exists(day: string): boolean {
  const full = day.length === 5 ? `2028-${day}` : day;
  const parsed = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(full);
}
