import { useEffect, useRef } from 'react';
import type { JsonObject } from '../../../../flows/edit/json.ts';
import { wordingPath, wordsOf } from '../../../../flows/edit/step-words.ts';
import { wordingEdit } from '../../../../flows/edit/wording-edit.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import { useFormat } from '../../../ui/format.ts';
import { useEditor } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

interface WordsFieldProps {
  readonly side: FlowSide;
  readonly id: string;
  readonly step: JsonObject;
  readonly language: string;
  readonly className?: string;
}

/** The words of a step, edited where they are read; Escape or leaving the field ends it. */
export function WordsField({ side, id, step, language, className = '' }: WordsFieldProps) {
  const t = useEditorText();
  const format = useFormat();
  const store = useEditor();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // The box may still be measured: it is focused when it stands.
    const frame = requestAnimationFrame(() => {
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const path = wordingPath(side, step) ?? ['text'];
  return (
    <textarea
      ref={field}
      className={`words-field ${className}`}
      aria-label={t('editor.wordsOf', { step: id, language: format.language(language) })}
      value={wordsOf(side, step, language) ?? ''}
      onChange={({ target }) =>
        store.edit(wordingEdit(store.getState().history.flow, [side, 'steps', id, ...path], language, target.value))
      }
      onBlur={() => store.getState().writing !== undefined && store.leaveField()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape' && event.key !== 'F2') return;
        event.preventDefault();
        store.leaveField();
        document.querySelector<HTMLElement>(`.react-flow__node[data-id="${side}/${id}"]`)?.focus({ preventScroll: true });
      }}
    />
  );
}
