import { whenWords } from './when-words.ts';
import { createFormats } from './wording-filters.ts';

/** A promised time as people say it, and short enough for a button; by the clock of whoever is called. */
export interface SlotWords {
  said(atMs: number, nowMs: number, at: { readonly language: string; readonly zone: string }): string;
  title(atMs: number, nowMs: number, at: { readonly language: string; readonly zone: string }): string;
}

/** A button has 20 characters. */
const MOST_TITLE = 20;

export function createSlotWords(): SlotWords {
  const formats = createFormats();
  const said: SlotWords['said'] = (atMs, nowMs, { language, zone }) => whenWords(atMs, { language, timeZone: zone, nowMs, formats });
  return {
    said,
    title: (atMs, nowMs, at) => {
      const words = said(atMs, nowMs, at);
      if (words.length <= MOST_TITLE) return words;
      const options = { weekday: 'short', hour: 'numeric', minute: '2-digit', timeZone: at.zone } as const;
      return formats.date(at.language, options).format(atMs).slice(0, MOST_TITLE);
    },
  };
}
