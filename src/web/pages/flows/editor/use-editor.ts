import { createContext, use, useSyncExternalStore } from 'react';
import type { EditorState, EditorStore } from './editor-store.ts';

export const EditorContext = createContext<EditorStore | undefined>(undefined);

export function useEditor(): EditorStore {
  const store = use(EditorContext);
  if (!store) throw new Error('useEditor outside the editor');
  return store;
}

/** A part of what the editor holds. `pick` gives the very same value as long as nothing of it changed. */
export function useEditorState<T>(pick: (state: EditorState) => T): T {
  const store = useEditor();
  return useSyncExternalStore(store.subscribe, () => pick(store.getState()));
}
