import { useMemo } from 'react';
import type { ExitSlot } from '../../../../flows/edit/exit-slots.ts';
import { isObject, type JsonObject, valueAt } from '../../../../flows/edit/json.ts';
import { useOptionalEditorText } from './words/editor-text.tsx';

export type ExitWords = (step: JsonObject, slot: Pick<ExitSlot, 'name' | 'path'>, language: string) => string;

function inLanguage(value: unknown, language: string): string | undefined {
  if (!isObject(value)) return undefined;
  const words = value[language] ?? Object.values(value)[0];
  return typeof words === 'string' && words !== '' ? words : undefined;
}

/** What an exit is called on the pages: its words in the flow where it has some, the name of its kind elsewhere. */
export function useExitWords(): ExitWords {
  const optional = useOptionalEditorText();
  return useMemo(
    () => (step, slot, language) => {
      const item = slot.path.at(-1) === 'to' ? valueAt(step, slot.path.slice(0, -1)) : undefined;
      if (!isObject(item)) return optional(`exit.${slot.name}`, slot.name);
      const said = inLanguage(item.label ?? item.title, language);
      if (typeof item.key === 'string') return said === undefined ? item.key : `${item.key} · ${said}`;
      if (typeof item.when === 'string') return item.when;
      if (typeof item.weight === 'number') return `${String(item.id)} (${item.weight})`;
      return said ?? slot.name;
    },
    [optional],
  );
}
