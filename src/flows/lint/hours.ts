import { type CalendarProblem, calendarProblems } from '../calendar-problems.ts';
import { calendarsNamed } from '../calendar-uses.ts';
import { stepsOf } from '../exits.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import type { ProblemCode } from './catalogue.ts';
import { type LintContext, placeIn, reach } from './context.ts';
import { type Problem, problem } from './problem.ts';

const CODES: Readonly<Record<CalendarProblem['kind'], ProblemCode>> = {
  'time-zone': 'F058',
  'never-open': 'F091',
  interval: 'F092',
  holidays: 'F093',
  day: 'F094',
  exception: 'F095',
};

/** Calendars that are not there (F090), that can't be right (F091–F095, F058), that nobody uses (F096); queues that nobody may be in (F097). */
export function* lintHours({ flow, sides }: LintContext): Iterable<Problem> {
  const calendars = flow.calendars ?? {};
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) {
      if (step.type !== 'hours' || Object.hasOwn(calendars, step.calendar)) continue;
      const message = `"${id}" asks the calendar "${step.calendar}", which is not there: neither in the flow nor, good, as flows/calendars/${step.calendar}.calendar.json.`;
      yield problem('F090', placeIn(side, id, ['calendar']), message);
    }
  }
  for (const [name, calendar] of Object.entries(calendars)) {
    for (const each of calendarProblems(calendar, flow.languages)) {
      yield calendarProblem(each, ['calendars', name], name);
    }
  }
  const used = calendarsNamed(flow);
  for (const name of Object.keys(calendars)) {
    if (!used.has(name)) yield problem('F096', { side: 'flow', path: ['calendars', name] }, `Nobody asks the calendar "${name}".`);
  }
  const looksAtHours = (step: VoiceStep | ChatStep | undefined) =>
    step?.type === 'hours' || (step?.type === 'branch' && step.cases.some(({ when }) => /\b(hours|clock)\b/.test(when)));
  const { steps, start } = sides.call;
  for (const id of reach(sides.call, [start], (from, exit) => (looksAtHours(steps.get(from)) ? [] : [exit.to]))) {
    const step = steps.get(id);
    if (step?.type !== 'queue' || step.staffed === 'always') continue;
    yield problem(
      'F097',
      placeIn('call', id),
      `Callers come to the queue "${step.queue}" ("${id}") at any hour, whether or not somebody is there.`,
    );
  }
}

/** A calendar's problem at its place in the file; `base` is where the calendar stands in it. */
export function calendarProblem({ kind, path, message }: CalendarProblem, base: readonly string[], name: string): Problem {
  return problem(CODES[kind], { side: 'flow', path: [...base, ...path] }, `The calendar "${name}": ${message}`);
}
