import type { CalendarReader } from '../calendar-state.ts';
import { type AnswerCheck, createAnswerCheck } from '../check-answer.ts';
import type { Flow } from '../flow.ts';
import type { TicketField, Tickets, TicketType } from '../schema/tickets.ts';
import { type Classifier, createClassifier } from './classify.ts';
import { createUrgentFilter, type UrgentFilter } from './urgent-words.ts';

/** The tickets of a flow made ready: once per release. */
export interface CompiledTickets {
  readonly settings: Tickets;
  readonly classifier: Classifier;
  readonly isUrgent: UrgentFilter;
  readonly calendar?: CalendarReader;
  typeOf(id: string | undefined): TicketType | undefined;
  checkOf(field: TicketField): AnswerCheck;
}

export function compileTickets({ tickets }: Flow, calendars: Readonly<Record<string, CalendarReader>>): CompiledTickets | undefined {
  if (!tickets) return undefined;
  const byId = new Map(tickets.types.map((type) => [type.id, type]));
  const checks = new Map(
    tickets.types.flatMap(({ fields }) =>
      fields.map((field) => [field, createAnswerCheck(field.as ?? { kind: 'text', max: 1000 })] as const),
    ),
  );
  const { calendar: name } = tickets.promise;
  const calendar = name === undefined ? undefined : calendars[name];
  return {
    settings: tickets,
    classifier: createClassifier(tickets),
    isUrgent: createUrgentFilter(tickets.urgent),
    ...(calendar && { calendar }),
    typeOf: (id) => (id === undefined ? undefined : byId.get(id)),
    checkOf: (field) => checks.get(field) ?? createAnswerCheck({ kind: 'text', max: 1000 }),
  };
}
