import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { Button, Group, Text } from '@mantine/core';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { useEffect, useRef, useState } from 'react';
import { isObject, type JsonObject, type JsonPath } from '../../../../../flows/edit/json.ts';
import { mergeDrafts } from '../../../../../flows/edit/merge-drafts.ts';
import { readJson } from '../../../../../flows/json-position.ts';
import { writeJson } from '../../../../../flows/write-json.ts';
import { codeTheme } from '../code-theme.ts';
import { usePanelText } from '../words/panel-text.tsx';
import { type JsonSchema, jsonSuggestions } from './json-suggestions.ts';

/** What is wrong at a place inside the value. */
export interface PlacedProblem {
  readonly path: JsonPath;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

interface EditorProps {
  readonly label: string;
  readonly value: JsonObject;
  readonly schema: JsonSchema;
  readonly steps: readonly string[];
  readonly problems: readonly PlacedProblem[];
  readonly readOnly: boolean;
  /** Under which name text that can’t be read yet is kept while the window is open. */
  readonly keptAs: string;
  /** The value after a pause in typing, when the text can be read; what others changed meanwhile is in it. */
  readonly onChange: (value: JsonObject) => void;
}

/** How long somebody stops typing before what stands there is taken over, ms. */
const PAUSE_MS = 600;
const fromOutside = Annotation.define<boolean>();

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0b5e8a, #8cc8f0)' },
  { tag: tags.string, color: 'light-dark(#0b6e64, #6fd3c0)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#8a5300, #f2c063)' },
]);

type State = { readonly kind: 'in-step' } | { readonly kind: 'wrong'; readonly line: number; readonly message: string };

/** A part of a flow as JSON. Text that can’t be read stays as it is and is marked; nothing of it is lost. */
export default function JsonEditor(props: EditorProps) {
  const t = usePanelText();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  /** The value that the text was made from, or that was made from the text. */
  const base = useRef(props.value);
  const isDirty = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [state, setState] = useState<State>({ kind: 'in-step' });
  const { value, problems, label } = props;

  const replaceText = useRef((editor: EditorView, text: string) => {
    const before = editor.state.doc.toString();
    if (before === text) return;
    // Only what differs, so that the caret stays where it is.
    let from = 0;
    while (from < Math.min(before.length, text.length) && before[from] === text[from]) from += 1;
    let tail = 0;
    while (tail < Math.min(before.length, text.length) - from && before.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    editor.dispatch({
      changes: { from, to: before.length - tail, insert: text.slice(from, text.length - tail) },
      annotations: fromOutside.of(true),
    });
  });

  const takeOver = useRef(() => {
    clearTimeout(timer.current);
    const editor = view.current;
    if (!editor || !isDirty.current) return;
    const text = editor.state.doc.toString();
    const read = readJson(text);
    if (!read.ok || !isObject(read.json)) {
      const { line, message } = read.ok ? { line: 1, message: '' } : read;
      setState({ kind: 'wrong', line, message });
      sessionStorage.setItem(latest.current.keptAs, text);
      const at = editor.state.doc.line(Math.min(line, editor.state.doc.lines));
      editor.dispatch(
        setDiagnostics(editor.state, [
          { from: at.from, to: Math.max(at.to, at.from), severity: 'error', message: message || text.slice(0, 20) },
        ]),
      );
      return;
    }
    const { value: current, onChange } = latest.current;
    const mine = read.json;
    isDirty.current = false;
    sessionStorage.removeItem(latest.current.keptAs);
    setState({ kind: 'in-step' });
    // Blanks alone are no change of the flow.
    if (JSON.stringify(mine) === JSON.stringify(base.current)) return;
    const joined = current === base.current ? mine : mergeDrafts(base.current, mine, current).flow;
    base.current = joined;
    onChange(joined);
    if (joined !== mine) replaceText.current(editor, writeJson(joined));
  });

  useEffect(() => {
    const complete = (context: CompletionContext) => {
      const { schema, steps } = latest.current;
      const typed = context.matchBefore(/["\w-]+/);
      if (!typed && !context.explicit) return null;
      const found = jsonSuggestions(context.state.doc.toString(), context.pos, schema, steps);
      if (!found || found.options.length === 0) return null;
      return {
        from: found.from,
        to: found.to,
        filter: false,
        options: found.options
          .filter(({ label: each }) => each.toLowerCase().includes((typed?.text ?? '').replaceAll('"', '').toLowerCase()))
          .map(({ label: each, insert, about }) => ({
            label: each,
            ...(about && { info: about }),
            apply: (editor: EditorView, _: unknown, from: number, to: number) =>
              editor.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.complete' }),
          })),
      };
    };
    const kept = sessionStorage.getItem(latest.current.keptAs);
    const editor = new EditorView({
      parent: box.current as HTMLDivElement,
      state: EditorState.create({
        doc: kept ?? writeJson(base.current),
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          json(),
          bracketMatching(),
          indentOnInput(),
          syntaxHighlighting(colours),
          // Beside the list there is no room in a narrow panel.
          autocompletion({ override: [complete], icons: false, positionInfo: () => ({ style: 'top: 100%; left: 0; right: 0' }) }),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
          EditorState.readOnly.of(latest.current.readOnly),
          codeTheme,
          EditorView.domEventHandlers({ blur: () => void takeOver.current() }),
          EditorView.updateListener.of(({ docChanged, transactions }) => {
            if (!docChanged || transactions.some((each) => each.annotation(fromOutside))) return;
            isDirty.current = true;
            clearTimeout(timer.current);
            timer.current = setTimeout(takeOver.current, PAUSE_MS);
          }),
        ],
      }),
    });
    view.current = editor;
    if (kept !== null) {
      isDirty.current = true;
      takeOver.current();
    }
    return () => {
      takeOver.current();
      editor.destroy();
      view.current = undefined;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || isDirty.current || value === base.current) return;
    base.current = value;
    replaceText.current(editor, writeJson(value));
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || state.kind === 'wrong') return;
    const text = editor.state.doc.toString();
    const tree = parseTree(text);
    const marks = problems.flatMap(({ path, severity, message }): Diagnostic[] => {
      const node = tree && nearest(tree, path);
      return node ? [{ from: node.offset, to: Math.min(text.length, node.offset + Math.min(node.length, 80)), severity, message }] : [];
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems, state]);

  const putBack = () => {
    const editor = view.current;
    if (!editor) return;
    isDirty.current = false;
    sessionStorage.removeItem(latest.current.keptAs);
    base.current = latest.current.value;
    replaceText.current(editor, writeJson(latest.current.value));
    setState({ kind: 'in-step' });
    editor.focus();
  };
  return (
    <div>
      <div ref={box} className="panel-json" />
      <Group gap={8} mt={4} role="status" aria-label={t('expert.state', { what: label })}>
        {state.kind === 'in-step' ? (
          <Text size="xs" c="dimmed">
            {t('expert.inStep')}
          </Text>
        ) : (
          <>
            <Text size="xs" c="var(--mantine-color-error)">
              {t('expert.wrong', { line: state.line, what: state.message })}
            </Text>
            <Button size="compact-xs" variant="default" onClick={putBack}>
              {t('expert.putBack')}
            </Button>
          </>
        )}
      </Group>
    </div>
  );
}

/** What stands at a path, or what would hold it. */
function nearest(tree: NonNullable<ReturnType<typeof parseTree>>, path: JsonPath) {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree;
}
