import { openingAt } from '../base/wall-hours.ts';

/** When people may be called, by the clock where they are: `HH:MM`, every day alike. */
export interface CallableHours {
  readonly from: string;
  readonly to: string;
}

/** Is it an hour at which this person may be called? Pure. */
export function isCallable(hours: CallableHours, zone: string, atMs: number): boolean {
  return openingOf(hours, zone, atMs).open;
}

/** The first moment, at or after this one, at which this person may be called. Pure. */
export function nextCallable(hours: CallableHours, zone: string, atMs: number): number {
  const opening = openingOf(hours, zone, atMs);
  return opening.open ? atMs : (opening.opensAtMs ?? atMs);
}

function openingOf({ from, to }: CallableHours, timeZone: string, atMs: number) {
  return openingAt({ timeZone, stretchesOn: () => [[from, to]] }, atMs, 2);
}
