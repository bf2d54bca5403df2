import { zoneOfNumber } from '../base/number-zone.ts';
import { type LineType, parsePhone } from '../base/phone.ts';
import type { DeskOutlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import { callbackSlots } from './callback-slots.ts';

/** What a flow says of the times it offers. */
export interface TimesWanted {
  readonly slots: { readonly offered: number; readonly apartMinutes: number; readonly leadMinutes: number; readonly days: number };
  readonly callableFrom: string;
  readonly callableTo: string;
}

export interface TimesFacts {
  readonly nowMs: number;
  /** Of whoever asks; absent when withheld. */
  readonly phone?: string;
  /** The flow's own, for numbers that do not say where they are. */
  readonly timeZone: string;
  readonly desk: DeskOutlook;
  readonly contact: Pick<Contact, 'pendingCallback'> | undefined;
}

export interface Times {
  readonly asap: boolean;
  readonly slots: readonly number[];
  readonly zone: string;
  readonly own: boolean;
  readonly pending?: { readonly asap: boolean; readonly atMs: number; readonly zone: string };
}

/** What can be called: any line that rings, so none of the special ones. */
const RINGS: readonly LineType[] = ['mobile', 'landline', 'unknown'];

/** Can a line of this type be called? Undefined: there is no number. Pure. */
export function ringsSomewhere(type: LineType | undefined): boolean {
  return type !== undefined && RINGS.includes(type);
}

/** The times that may be promised to this person, and the call they were promised before. Pure. */
export function callbackTimes(wanted: TimesWanted, { nowMs, phone, timeZone, desk, contact }: TimesFacts): Times {
  const zone = (phone === undefined ? undefined : zoneOfNumber(phone)) ?? timeZone;
  const { asap, slots } = callbackSlots({
    nowMs,
    zone,
    callable: { from: wanted.callableFrom, to: wanted.callableTo },
    hours: desk.hours,
    open: desk.open,
    leadMinutes: wanted.slots.leadMinutes,
    most: wanted.slots.offered,
    apartMinutes: wanted.slots.apartMinutes,
    days: wanted.slots.days,
  });
  const type = phone === undefined ? undefined : parsePhone(phone)?.type;
  const pending = contact?.pendingCallback;
  return {
    asap,
    slots,
    zone,
    own: ringsSomewhere(type),
    ...(pending && { pending: { asap: pending.asap, atMs: pending.atMs, zone: pending.zone } }),
  };
}
