import { z } from 'zod';

/** A calendar of opening hours: weekly intervals, holidays, own days, exceptions. Written once, named by steps and conditions. */

const Interval = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be two times, such as 09:00-14:00')
  .describe('From when to when: 09:00-14:00. 22:00-06:00 runs into the next day, 00:00-24:00 is the whole day.');
const Intervals = z.array(Interval).max(10);

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const Week = z
  .strictObject(
    Object.fromEntries(WEEKDAYS.map((day) => [day, Intervals.optional()])) as Record<
      (typeof WEEKDAYS)[number],
      z.ZodOptional<typeof Intervals>
    >,
  )
  .meta({ id: 'Week' })
  .describe('The intervals of each day of the week; a day that is left out is closed.');

const Holidays = z
  .array(
    z.strictObject({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .describe('ISO 3166-1: ES, PT, FR, DE, IT, GB, US.'),
      region: z
        .string()
        .regex(/^[A-Z0-9]{1,3}$/)
        .optional()
        .describe('ISO 3166-2 without the country: MD is Madrid, CT Catalonia, BY Bavaria, SCT Scotland.'),
      open: z.array(z.string()).max(30).optional().describe('Holidays, by key, on which the week counts all the same: epiphany.'),
    }),
  )
  .max(5)
  .describe('Whose public holidays are closed all day; where several are named, the holidays of each.');

const DAY = /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const OwnDay = z
  .strictObject({
    date: z
      .string()
      .regex(DAY, 'must be a day, such as 2026-12-24, or 12-24 for every year')
      .describe('2026-12-24, or 12-24 for every year.'),
    until: z
      .string()
      .regex(DAY, 'must be a day, such as 2027-01-02, or 01-02 for every year')
      .optional()
      .describe('The last of several days in a row, this one included.'),
    name: z.record(z.string(), z.string().min(1).max(60)).optional().describe('What the day is called, by language: {{holiday}}.'),
    open: Intervals.default([]).describe('The intervals of that day instead of the week’s; without any it is closed all day.'),
  })
  .meta({ id: 'OwnDay' })
  .describe('A day of the business’s own. It replaces the whole day, from midnight to midnight, and goes before public holidays.');
export type OwnDay = z.infer<typeof OwnDay>;

const Exception = z
  .strictObject({
    queues: z.array(z.string().max(64)).max(20).optional().describe('For these queues only.'),
    languages: z.array(z.string()).max(10).optional().describe('For callers of these languages only.'),
    week: Week.optional().describe('Instead of the calendar’s week.'),
    holidays: Holidays.optional().describe('Instead of the calendar’s holidays; [] for none.'),
    days: z.array(OwnDay).max(200).optional().describe('Instead of the calendar’s own days.'),
  })
  .describe('Other hours for a queue or a language. The first that fits counts.');

export const Calendar = z
  .strictObject({
    $schema: z.string().optional(),
    note: z.string().max(500).optional().describe('A remark for colleagues; no caller hears it.'),
    timeZone: z.string().optional().describe('The zone that the times are in; without it, the flow’s.'),
    week: Week,
    holidays: Holidays.optional(),
    days: z.array(OwnDay).max(200).optional().describe('Own days: closed, or open at other times.'),
    exceptions: z.array(Exception).max(20).optional(),
  })
  .meta({ id: 'Calendar' })
  .describe('When somebody is there.');
export type Calendar = z.infer<typeof Calendar>;

/** What the times of a week, own days and holidays say together; an exception has its own. */
export type CalendarPlan = Pick<Calendar, 'week' | 'holidays' | 'days'>;

/** Every plan that a calendar can come to: its own, then that of each exception. */
export function plansOf(calendar: Calendar): readonly CalendarPlan[] {
  return [calendar, ...(calendar.exceptions ?? []).map((each) => withException(calendar, each))];
}

/** Which of the plans counts for a queue and a language: that of the first exception that fits, else the calendar's own. Pure. */
export function choosePlan(
  { exceptions = [] }: Calendar,
  about: { readonly queue?: string | undefined; readonly language: string },
): number {
  return (
    1 +
    exceptions.findIndex(({ queues, languages }) => {
      if (queues && (about.queue === undefined || !queues.includes(about.queue))) return false;
      return !languages || languages.includes(about.language);
    })
  );
}

function withException(calendar: Calendar, { week, holidays, days }: z.infer<typeof Exception>): CalendarPlan {
  return {
    week: week ?? calendar.week,
    holidays: holidays ?? calendar.holidays,
    days: days ?? calendar.days,
  };
}

/** `09:00-14:00` in two; what runs into the next day ends before it begins. */
export function endsOf(interval: string): readonly [from: string, to: string] {
  return [interval.slice(0, 5), interval.slice(6)];
}
