import type { CalendarReader } from './calendar-state.ts';
import type { Scalar, Surroundings, Variables } from './outcomes.ts';

/** What conditions may look at beside the variables; the type of each field, for the linter and the reference page. */
export const CONDITION_FACTS = {
  caller: { known: 'bool', lineType: 'string', country: 'string', earlierCalls: 'int', lastDigits: 'string' },
  queue: { waitSeconds: 'int', waitKnown: 'bool', size: 'int' },
  desk: { open: 'bool', waitSeconds: 'int', waitKnown: 'bool', waiting: 'int' },
  clock: { hour: 'int', minute: 'int', weekday: 'int', day: 'int', month: 'int', date: 'string', time: 'string' },
  call: { language: 'string', intent: 'string', entryNumber: 'string' },
  chat: { fromCall: 'bool', recovered: 'bool', leftAt: 'string' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, 'bool' | 'int' | 'string'>>>>;

/** What each calendar of the flow says now, as `hours.<calendar>.open`. */
export const HOURS_FACTS = { open: 'bool', holiday: 'bool' } as const;

/** What the clock on the wall and the calendars of a flow say. */
export interface FlowClock {
  readonly read: (nowMs: number) => Readonly<Record<string, unknown>>;
  readonly calendars: Readonly<Record<string, CalendarReader>>;
}

/** Names that no variable of a flow may have: `queues` is the waits by queue name, `tables` the rows that administrators keep, `known` tells which variables have a value. */
export const RESERVED_NAMES: readonly string[] = [
  ...Object.keys(CONDITION_FACTS),
  'queues',
  'tables',
  'tablekeys',
  'hours',
  'known',
  'business',
  'heard',
  'number',
];

/** What one evaluation looks at. */
export interface ConditionView {
  readonly variables: Variables;
  readonly language: string;
  readonly intent?: string;
  readonly surroundings: Surroundings;
  /** The queue that `queue` means: the one the flow would reach next. */
  readonly queue?: string;
}

type FactReader = (view: ConditionView, clock: FlowClock) => unknown;

/** A whole number as the expression language has it; undefined for anything else, which makes it unknown. */
export function toInteger(value: unknown): bigint | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

function waits(outlook: { readonly waitSeconds?: number; readonly size?: number } | undefined) {
  const seconds = outlook?.waitSeconds === undefined ? undefined : toInteger(Math.ceil(outlook.waitSeconds));
  return { waitSeconds: seconds, waitKnown: seconds !== undefined, size: toInteger(outlook?.size) };
}

function hoursOf(calendar: CalendarReader, { surroundings, language, queue }: ConditionView) {
  const { open, special } = calendar.stateAt(surroundings.nowMs, { queue, language });
  return { open, holiday: special !== undefined };
}

/** How each fact is read; a field that comes out undefined is unknown. */
export const FACT_READERS: Readonly<Record<string, FactReader>> = {
  caller: ({ surroundings: { caller } }) => ({ ...caller, earlierCalls: toInteger(caller.earlierCalls) }),
  queue: ({ surroundings, queue }) => waits(queue === undefined ? undefined : surroundings.queues[queue]),
  queues: ({ surroundings }) => Object.fromEntries(Object.entries(surroundings.queues).map(([name, outlook]) => [name, waits(outlook)])),
  desk: ({ surroundings: { desk } }) => ({ ...waits(desk), open: desk.open, waiting: toInteger(desk.waiting) }),
  clock: ({ surroundings }, clock) => clock.read(surroundings.nowMs),
  hours: (view, { calendars }) => Object.fromEntries(Object.entries(calendars).map(([name, calendar]) => [name, hoursOf(calendar, view)])),
  call: ({ language, intent, surroundings }) => ({ language, intent: intent ?? '', entryNumber: surroundings.entryNumber }),
  chat: ({ surroundings: { chat } }) => ({
    fromCall: chat?.fromCall ?? false,
    recovered: chat?.leftAt !== undefined,
    leftAt: chat?.leftAt ?? '',
  }),
};

/** Has the variable a value? Blank text is none. */
export function isKnown(value: Scalar | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Reads a moment as the clock on the wall of a time zone; `weekday` is 1 for Monday to 7 for Sunday. */
export function createClockReader(timeZone: string): (nowMs: number) => Readonly<Record<string, unknown>> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (nowMs) => {
    const part = Object.fromEntries(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
    const date = `${part.year}-${part.month}-${part.day}`;
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    return {
      hour: BigInt(part.hour ?? 0),
      minute: BigInt(part.minute ?? 0),
      weekday: BigInt(weekday),
      day: BigInt(part.day ?? 0),
      month: BigInt(part.month ?? 0),
      date,
      time: `${part.hour}:${part.minute}`,
    };
  };
}
