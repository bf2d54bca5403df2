import { autocompletion, type CompletionContext, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from './code-theme.ts';
import { BEFORE_CARET, type KnownNames, type Suggestion, suggestionsFor } from './condition-completion.ts';

interface EditorProps {
  readonly value: string;
  readonly label: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
  readonly readOnly: boolean;
  /** Where something is wrong, and what. */
  readonly mark: { readonly position: number; readonly message: string } | undefined;
  readonly names: KnownNames;
  /** What a suggestion is, in words: its type, what it is for. */
  readonly wordsOf: (suggestion: Suggestion) => { readonly type: string; readonly about: string };
  readonly completionsLabel: string;
  readonly onChange: (value: string) => void;
}

/** The text was changed elsewhere, not typed here. */
const fromOutside = Annotation.define<boolean>();
const ICONS: Readonly<Record<Suggestion['kind'], string>> = {
  group: 'namespace',
  fact: 'property',
  variable: 'variable',
  function: 'function',
  word: 'keyword',
};

/** Up to the end of the name or sign that begins at an offset. */
function endOf(text: string, from: number): number {
  const length = /^(?:\w+|\s*\S)/.exec(text.slice(from))?.[0].length ?? 0;
  return Math.min(text.length, from + Math.max(1, length));
}

/** What a reader of the page is told of the field. */
function attributesOf({ label, describedBy, isWrong, readOnly }: Pick<EditorProps, 'label' | 'describedBy' | 'isWrong' | 'readOnly'>) {
  return [
    EditorView.contentAttributes.of({
      'aria-label': label,
      ...(describedBy !== '' && { 'aria-describedby': describedBy }),
      'aria-multiline': 'false',
      ...(isWrong && { 'aria-invalid': 'true' }),
    }),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
  ];
}

/** One expression, with completion and marks; the Tab key leaves it, Enter writes no line break. */
export default function ConditionEditor(props: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const sent = useRef<string[]>([]);
  const latest = useRef(props);
  latest.current = props;
  const attributes = useRef(new Compartment());
  const first = useRef(attributesOf(props));
  useEffect(() => {
    const complete = (context: CompletionContext) => {
      const before = context.matchBefore(BEFORE_CARET);
      if (!before || (before.from === before.to && !context.explicit)) return null;
      const { names, wordsOf } = latest.current;
      const from = before.from + before.text.lastIndexOf('.') + 1;
      const options = suggestionsFor(before.text, names).map((suggestion) => {
        const { type, about } = wordsOf(suggestion);
        return { label: suggestion.label, type: ICONS[suggestion.kind], ...(type && { detail: type }), ...(about && { info: about }) };
      });
      return { from, options, validFor: /^\w*$/ };
    };
    const editor = new EditorView({
      parent: box.current as HTMLDivElement,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          history(),
          closeBrackets(),
          // Beside the list there is no room in a narrow panel.
          autocompletion({ override: [complete], icons: false, positionInfo: () => ({ style: 'top: 100%; left: 0; right: 0' }) }),
          keymap.of([...completionKeymap, { key: 'Enter', run: () => true }, ...defaultKeymap, ...historyKeymap]),
          EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change)),
          EditorState.phrases.of({ Completions: latest.current.completionsLabel }),
          EditorView.lineWrapping,
          attributes.current.of(first.current),
          codeTheme,
          EditorView.updateListener.of(({ docChanged, transactions, state }) => {
            if (!docChanged || transactions.some((each) => each.annotation(fromOutside))) return;
            const text = state.doc.toString();
            sent.current.push(text);
            latest.current.onChange(text);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  const { value, mark } = props;
  useEffect(() => {
    const editor = view.current;
    const known = sent.current.lastIndexOf(value);
    // What comes back of one's own typing may be older than what stands here now.
    if (known >= 0) sent.current.splice(0, known + 1);
    else if (editor && editor.state.doc.toString() !== value) {
      sent.current = [];
      editor.dispatch({
        changes: { from: 0, to: editor.state.doc.length, insert: value.replaceAll('\n', ' ') },
        annotations: fromOutside.of(true),
      });
    }
  }, [value]);
  const { label, describedBy, isWrong, readOnly } = props;
  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(attributesOf({ label, describedBy, isWrong, readOnly })),
    });
  }, [label, describedBy, isWrong, readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const text = editor.state.doc.toString();
    const from = Math.min(mark?.position ?? 0, Math.max(0, text.length - 1));
    const marks = mark && text !== '' ? [{ from, to: endOf(text, from), severity: 'error' as const, message: mark.message }] : [];
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [mark]);
  return <div ref={box} className="panel-condition" />;
}
