import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import { useLanguage } from '../../../../messages/language.tsx';
import { MoreTexts } from '../../../../messages/more-texts.tsx';
import type { Field } from '../step-shape.ts';
import { choiceKey, labelKey, type PanelKey, type PanelText } from './field-names.ts';
import { helpEs } from './help-es.ts';
import { panelEn } from './panel-en.ts';
import { panelEs } from './panel-es.ts';

const WORDS = { en: panelEn, es: panelEs };

/** The texts of the panel beside those of the page. */
export function PanelTexts({ children }: { children: ReactNode }) {
  return <MoreTexts words={WORDS}>{children}</MoreTexts>;
}

export function usePanelText(): PanelText {
  const intl = useIntl();
  const { language } = useLanguage();
  return useMemo(() => {
    const text = (key: PanelKey, values?: Record<string, string | number>) => String(intl.formatMessage({ id: key }, values));
    return Object.assign(text, {
      label: (type: string, { path }: Pick<Field, 'path'>) => {
        const key = labelKey(type, path);
        return key ? text(key) : path;
      },
      help: (english: string | undefined) => (english !== undefined && language === 'es' ? (helpEs[english] ?? english) : english),
      choice: (value: string) => {
        const key = choiceKey(value);
        return key ? text(key) : value;
      },
    });
  }, [intl, language]);
}
