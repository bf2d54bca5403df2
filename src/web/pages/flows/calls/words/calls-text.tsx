import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from '../../../../messages/language.tsx';
import { MoreTexts } from '../../../../messages/more-texts.tsx';
import { callsEn } from './calls-en.ts';
import { callsEs } from './calls-es.ts';

const WORDS = { en: callsEn, es: callsEs };

/** The texts of calls and their replay beside those of the page: other pages do not load them. */
export function CallTexts({ children }: { children: ReactNode }) {
  return <MoreTexts words={WORDS}>{children}</MoreTexts>;
}

/** The text of a key of the page or of these. */
export function useCallText(): (key: MessageKey | keyof typeof callsEn, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useMemo(() => (key, values) => String(intl.formatMessage({ id: key }, values)), [intl]);
}
