import type { EditorStore } from './editor-store.ts';

const KEY = 'relevo.words-language';

/** The language in which words are shown at first: the one chosen last, else the flow’s own. */
export function languageOf(languages: readonly string[]): string {
  const last = localStorage.getItem(KEY);
  return languages.find((language) => language === last) ?? languages[0] ?? '';
}

export function chooseLanguage(store: EditorStore, language: string): void {
  localStorage.setItem(KEY, language);
  store.set({ language });
}
