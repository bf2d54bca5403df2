import { accessEn } from './en/access.ts';
import { commonEn } from './en/common.ts';
import { deskEn } from './en/desk.ts';
import { entriesEn } from './en/entries.ts';
import { flowsEn } from './en/flows.ts';
import { overviewEn } from './en/overview.ts';
import { reportsEn } from './en/reports.ts';
import { sandboxEn } from './en/sandbox.ts';
import { settingsEn } from './en/settings.ts';

/** Every text of the pages in English; its keys are those of the other languages. */
export const en = {
  ...accessEn,
  ...commonEn,
  ...deskEn,
  ...settingsEn,
  ...entriesEn,
  ...reportsEn,
  ...flowsEn,
  ...overviewEn,
  ...sandboxEn,
};
