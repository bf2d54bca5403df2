import { Temporal } from 'temporal-polyfill';
import { dayOf, momentOf, openingAt } from '../base/wall-hours.ts';
import type { DeskHours } from '../channels/outlook.ts';
import { type CallableHours, isCallable } from './callable-hours.ts';

/** What times may be offered for a call, and to whom. */
export interface SlotQuestion {
  readonly nowMs: number;
  /** The clock of the person who is called. */
  readonly zone: string;
  readonly callable: CallableHours;
  /** When the team is there; undefined until somebody sets it: then whenever people may be called, Monday to Friday. */
  readonly hours: DeskHours | undefined;
  /** Is somebody there now? */
  readonly open: boolean;
  /** A time is offered at least so long before it. */
  readonly leadMinutes: number;
  /** So many times, each at least so far from the one before, within so many days. */
  readonly most: number;
  readonly apartMinutes: number;
  readonly days: number;
}

export interface SlotAnswer {
  /** As soon as somebody is free: only while the team is there and the person may be called. */
  readonly asap: boolean;
  /** ms, the earliest first. */
  readonly slots: readonly number[];
}

const MINUTE_MS = 60_000;
const STEP_MINUTES = 30;

/**
 * The times that may be offered: on the half hour by the person's own clock, when they may be called and the team is
 * there for half an hour from then. Both clocks may change meanwhile (summer time). Pure.
 */
export function callbackSlots(question: SlotQuestion): SlotAnswer {
  const { nowMs, zone, callable, most, apartMinutes, leadMinutes } = question;
  const slots: number[] = [];
  for (const atMs of halfHours(question)) {
    if (slots.length >= most) break;
    const last = slots.at(-1);
    if (atMs < nowMs + leadMinutes * MINUTE_MS || (last !== undefined && atMs < last + apartMinutes * MINUTE_MS)) continue;
    if (isCallable(callable, zone, atMs) && isStaffed(question, atMs)) slots.push(atMs);
  }
  return { asap: question.open && isCallable(callable, zone, nowMs), slots };
}

function* halfHours({ nowMs, zone, days }: SlotQuestion): Generator<number> {
  const today = dayOf(nowMs, zone);
  for (let ahead = 0; ahead <= days; ahead += 1) {
    const day = today.add({ days: ahead });
    for (let minute = 0; minute < 24 * 60; minute += STEP_MINUTES) {
      yield momentOf(day, Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 }).toString(), zone);
    }
  }
}

const WEEKDAYS: DeskHours['days'] = Object.fromEntries(['1', '2', '3', '4', '5'].map((day) => [day, [['00:00', '24:00']]]));

function isStaffed({ hours, zone }: SlotQuestion, atMs: number): boolean {
  const { timeZone, days } = hours ?? { timeZone: zone, days: WEEKDAYS };
  const opening = openingAt({ timeZone, stretchesOn: (day) => days[String(day.dayOfWeek)] ?? [] }, atMs, 1);
  return opening.open && (opening.closesAtMs === undefined || opening.closesAtMs >= atMs + STEP_MINUTES * MINUTE_MS);
}
