import type { DeskOutlook } from '../channels/outlook.ts';
import { customerText } from './fixed-texts.ts';

/**
 * What may truthfully be said about when a human answers: minutes when they are known, the opening when nobody is there,
 * nothing when nothing is known. Minutes are rounded up. Pure.
 */
export function expectationText(desk: DeskOutlook, language: string, timeZone: string): string {
  if (desk.open) {
    if (desk.waitSeconds === undefined) return '';
    return customerText(language, 'waitMinutes', { wait: minutesText(desk.waitSeconds, language) });
  }
  if (desk.opensAtMs === undefined) return customerText(language, 'nobodyThere');
  return customerText(language, 'opensAt', { when: momentText(desk.opensAtMs, language, timeZone) });
}

function minutesText(seconds: number, language: string): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);
}

/** `el lunes, 9:00`: weekday and time, in the zone of the business. */
function momentText(atMs: number, language: string, timeZone: string): string {
  const text = new Intl.DateTimeFormat(language, { weekday: 'long', hour: 'numeric', minute: '2-digit', timeZone }).format(atMs);
  return /^(es|ca|gl)/.test(language) ? `el ${text}` : /^en/.test(language) ? `on ${text}` : text;
}
