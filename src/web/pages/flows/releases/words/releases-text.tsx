import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from '../../../../messages/language.tsx';
import { MoreTexts } from '../../../../messages/more-texts.tsx';
import { approvalEn } from './approval-en.ts';
import { approvalEs } from './approval-es.ts';
import { releasesEn } from './releases-en.ts';
import { releasesEs } from './releases-es.ts';

const WORDS = { en: { ...releasesEn, ...approvalEn }, es: { ...releasesEs, ...approvalEs } };

/** The texts of flows and their releases beside those of the page: other pages do not load them. */
export function ReleaseTexts({ children }: { children: ReactNode }) {
  return <MoreTexts words={WORDS}>{children}</MoreTexts>;
}

/** The text of a key of the page or of these. */
export function useReleaseText(): (key: MessageKey | keyof typeof WORDS.en, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useMemo(() => (key, values) => String(intl.formatMessage({ id: key }, values)), [intl]);
}
