import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from '../../../messages/language.tsx';
import { MoreTexts } from '../../../messages/more-texts.tsx';
import { tablesEn } from './tables-en.ts';
import { tablesEs } from './tables-es.ts';

const WORDS = { en: tablesEn, es: tablesEs };
type TablesKey = MessageKey | keyof typeof tablesEn;
export type TablesText = (key: TablesKey, values?: Record<string, string | number>) => string;

/** The texts of tables beside those of the page: other pages do not load them. */
export function TablesTexts({ children }: { children: ReactNode }) {
  return <MoreTexts words={WORDS}>{children}</MoreTexts>;
}

/** The text of a key of the page or of these. */
export function useTablesText(): TablesText {
  const intl = useIntl();
  return useMemo(() => (key, values) => String(intl.formatMessage({ id: key }, values)), [intl]);
}
