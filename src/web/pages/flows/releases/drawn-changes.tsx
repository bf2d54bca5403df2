import { Badge, Group, Text, Title } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { DiffDrawing } from '../../../../flows/diff-drawing.ts';
import type { BoxChange, FlowChange } from '../../../../flows/diff-flows.ts';
import { boxKey } from '../../../../flows/edit/draft.ts';
import { boxesOf } from '../editor/box-view.ts';
import { show } from '../editor/editor-commands.ts';
import { refOf } from '../editor/editor-store.ts';
import { useEditor, useEditorState } from '../editor/use-editor.ts';
import { useEditorText } from '../editor/words/editor-text.tsx';
import { useChangeText } from './change-list.tsx';
import { useReleaseText } from './words/releases-text.tsx';

const COLOURS: Readonly<Record<BoxChange, string>> = { added: 'teal', changed: 'yellow', removed: 'red', moved: 'gray' };

/** Changes by the key of their box; those of the flow as a whole by none. */
function changesByBox(changes: readonly FlowChange[]): ReadonlyMap<string, readonly FlowChange[]> {
  const found = new Map<string, FlowChange[]>();
  for (const change of changes) {
    const { side, step } = change;
    const key = side && step !== undefined ? boxKey({ side, step }) : '';
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  return found;
}

/** The drawing’s changes in words, box by box, each with a jump; those of the box that is looked at are marked. */
export function DrawnChanges({ drawing }: { drawing: DiffDrawing }) {
  const t = useReleaseText();
  const looked = useEditorState((state) => state.selected.at(-1));
  const { changes, boxes } = drawing.diff;
  const keys = useMemo(() => boxesOf(drawing.flow).flatMap(({ key }) => (boxes[key] ? [key] : [])), [drawing, boxes]);
  const byBox = useMemo(() => changesByBox(changes), [changes]);
  const count = (wanted: BoxChange) => Object.values(boxes).filter((each) => each === wanted).length;
  const whole = byBox.get('') ?? [];
  return (
    <>
      <Title order={2}>{t('drawing.list')}</Title>
      <Text size="sm" role="status">
        {keys.length === 0 && whole.length === 0
          ? t('releases.diffNone')
          : t('drawing.count', { added: count('added'), changed: count('changed'), removed: count('removed'), moved: count('moved') })}
      </Text>
      {keys.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('drawing.legend')}
        </Text>
      )}
      <ul className="diff-list" aria-label={t('drawing.list')}>
        {keys.map((key) => (
          <BoxChanges key={key} boxKey={key} change={boxes[key] as BoxChange} changes={byBox.get(key) ?? []} isLooked={key === looked} />
        ))}
      </ul>
      {whole.length > 0 && (
        <>
          <Title order={3}>{t('drawing.whole')}</Title>
          <Words changes={whole} />
        </>
      )}
    </>
  );
}

interface BoxProps {
  readonly boxKey: string;
  readonly change: BoxChange;
  readonly changes: readonly FlowChange[];
  readonly isLooked: boolean;
}

function BoxChanges({ boxKey: key, change, changes, isLooked }: BoxProps) {
  const t = useReleaseText();
  const editorText = useEditorText();
  const store = useEditor();
  const row = useRef<HTMLLIElement>(null);
  const { side, step } = refOf(key);
  useEffect(() => {
    if (isLooked) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isLooked]);
  return (
    <li ref={row} aria-current={isLooked || undefined}>
      <Group gap={6}>
        <button type="button" className="outline-link" onClick={() => show(store, { side, step })}>
          {editorText('editor.goTo', { step })}
        </button>
        <Text size="xs" c="dimmed">
          {editorText(`editor.side.${side}`)}
        </Text>
        <Badge size="sm" color={COLOURS[change]}>
          {editorText(`diff.${change}`)}
        </Badge>
      </Group>
      {change === 'moved' ? <Text size="sm">{t('drawing.movedOnly')}</Text> : <Words changes={changes} />}
    </li>
  );
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

function Words({ changes }: { changes: readonly FlowChange[] }) {
  const t = useReleaseText();
  const what = useChangeText();
  return (
    <ul>
      {changes.map((change) => {
        const { before, after } = change as { before?: unknown; after?: unknown };
        const words = what(change);
        return (
          <li key={words}>
            <Text size="sm">{words}</Text>
            {(before !== undefined || after !== undefined) && (
              <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                {t('drawing.became', {
                  before: before === undefined ? t('change.none') : valueText(before),
                  after: after === undefined ? t('change.none') : valueText(after),
                })}
              </Text>
            )}
          </li>
        );
      })}
    </ul>
  );
}
