import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from '../../../../messages/language.tsx';
import { MoreTexts } from '../../../../messages/more-texts.tsx';
import { tryEn } from '../../try/try-en.ts';
import { tryEs } from '../../try/try-es.ts';
import { editorEn } from './editor-en.ts';
import { editorEs } from './editor-es.ts';

const WORDS = { en: { ...editorEn, ...tryEn }, es: { ...editorEs, ...tryEs } };
export type EditorTextKey = MessageKey | keyof typeof editorEn | keyof typeof tryEn;

/** The texts of the editor beside those of the page: other pages do not load them. */
export function EditorTexts({ children }: { children: ReactNode }) {
  return <MoreTexts words={WORDS}>{children}</MoreTexts>;
}

type Values = Record<string, string | number>;

/** The text of a key of the page or of the editor. */
export function useEditorText(): (key: EditorTextKey, values?: Values) => string {
  const intl = useIntl();
  return useMemo(() => (key, values) => String(intl.formatMessage({ id: key }, values)), [intl]);
}

/** The text of a key that is built from data, or the fallback where there is none. */
export function useOptionalEditorText(): (key: string, fallback: string) => string {
  const intl = useIntl();
  return useMemo(() => (key, fallback) => (key in intl.messages ? String(intl.formatMessage({ id: key })) : fallback), [intl]);
}
