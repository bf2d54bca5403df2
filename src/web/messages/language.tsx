import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { en } from './en.ts';
import { es } from './es.ts';

const MESSAGES = { es, en };
export type Language = keyof typeof MESSAGES;
export type MessageKey = keyof typeof en;
export const LANGUAGES: readonly Language[] = ['es', 'en'];

const STORED = 'relevo.language';

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return LANGUAGES.find((language) => language === wanted.find((tag) => tag === 'es' || tag === 'en')) ?? 'en';
}

const LanguageContext = createContext<{ language: Language; choose(language: Language): void }>({ language: 'en', choose: () => {} });

/** The language of the pages: the one chosen here before, else the browser's. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        localStorage.setItem(STORED, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return (
    <LanguageContext value={value}>
      <IntlProvider locale={language} messages={MESSAGES[language]} defaultLocale="en">
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}

export function useLanguage() {
  return use(LanguageContext);
}

export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** The text of a key in the language of the page. */
export function useText(): Translate {
  const intl = useIntl();
  return useMemo(() => (key, values) => String(intl.formatMessage({ id: key }, values)), [intl]);
}

/** The text of a key that is built from data, or the fallback where there is none. */
export function useOptionalText(): (key: string, fallback: string, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useMemo(() => (key, fallback, values) => (key in en ? String(intl.formatMessage({ id: key }, values)) : fallback), [intl]);
}
