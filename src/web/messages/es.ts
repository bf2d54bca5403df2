import type { en } from './en.ts';
import { accessEs } from './es/access.ts';
import { commonEs } from './es/common.ts';
import { deskEs } from './es/desk.ts';
import { entriesEs } from './es/entries.ts';
import { flowsEs } from './es/flows.ts';
import { overviewEs } from './es/overview.ts';
import { reportsEs } from './es/reports.ts';
import { sandboxEs } from './es/sandbox.ts';
import { settingsEs } from './es/settings.ts';

/** Todos los textos de las páginas en español. */
export const es: Record<keyof typeof en, string> = {
  ...accessEs,
  ...commonEs,
  ...deskEs,
  ...settingsEs,
  ...entriesEs,
  ...reportsEs,
  ...flowsEs,
  ...overviewEs,
  ...sandboxEs,
};
