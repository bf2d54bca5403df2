import { type ReactNode, useMemo } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { type Language, useLanguage } from './language.tsx';

interface MoreTextsProps {
  /** By language; the same object at every time. */
  readonly words: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  readonly children: ReactNode;
}

/** Texts of one part of the pages, beside those that are there: other parts do not load them. */
export function MoreTexts({ words, children }: MoreTextsProps) {
  const { locale, messages } = useIntl();
  const { language } = useLanguage();
  const all = useMemo(() => ({ ...(messages as Record<string, string>), ...words[language] }), [messages, words, language]);
  return (
    <IntlProvider locale={locale} messages={all} defaultLocale="en">
      {children}
    </IntlProvider>
  );
}
