import { ActionIcon, Box, Button, Group, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { isList, isObject, type Json, type JsonPath } from '../../../../flows/edit/json.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Frame } from './frame.tsx';
import { newItem } from './new-value.ts';
import { languagesOf, usePanel } from './panel-scene.ts';
import type { EntryView, ShapeOf, ShapeProps } from './shape-props.ts';
import { useFold } from './use-fold.ts';
import { usePanelText } from './words/panel-text.tsx';

/** What tells an entry apart in its heading: its key, its id, its words. */
function summaryOf(item: Json, language: string | undefined): string {
  if (!isObject(item)) return '';
  const words = [item.label, item.title, item.name].find(isObject);
  const text = words && language !== undefined ? words[language] : undefined;
  return [item.key, item.id, item.variable, typeof text === 'string' ? text : undefined, item.when]
    .filter((each) => typeof each === 'string' && each !== '')
    .join(' · ');
}

/** Lists whose entries are long forms: each is opened by itself. */
const FOLDED = new Set(['tickets.types', 'tickets.types.fields']);

interface ItemProps extends ShapeProps<ShapeOf<'list'>> {
  readonly Entry: EntryView;
  readonly item: Json;
  readonly index: number;
  readonly count: number;
  readonly isNew: boolean;
  readonly onMove: (from: number, to: number, button: 'up' | 'down') => void;
  readonly onRemove: (index: number) => void;
}

function ListItem({ Entry, item, index, count, isNew, onMove, onRemove, ...props }: ItemProps) {
  const { flow } = usePanel();
  const t = usePanelText();
  const { label, shape } = props;
  const path = [...props.path, index];
  const isFolded = FOLDED.has(props.fieldPath);
  const [opened, toggle] = useFold(path, isNew);
  const name = t('panel.item', { what: label, place: index + 1 });
  const title = `${index + 1}. ${summaryOf(item, languagesOf(flow)[0])}`;
  return (
    <Box data-item={index} className="panel-item" role="group" aria-label={name} data-path={path.join('.')}>
      <Group gap={2} wrap="nowrap">
        {isFolded ? (
          <button type="button" className="panel-fold" aria-expanded={opened} onClick={toggle}>
            <span aria-hidden>{opened ? '▾' : '▸'}</span> {title}
          </button>
        ) : (
          <Text size="xs" fw={600} flex={1} truncate>
            {title}
          </Text>
        )}
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          data-focus={`up-${index}`}
          aria-label={t('panel.moveUp', { what: name })}
          disabled={index === 0}
          onClick={() => onMove(index, index - 1, 'up')}
        >
          ↑
        </ActionIcon>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          data-focus={`down-${index}`}
          aria-label={t('panel.moveDown', { what: name })}
          disabled={index === count - 1}
          onClick={() => onMove(index, index + 1, 'down')}
        >
          ↓
        </ActionIcon>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('panel.remove', { what: name })}
          disabled={count <= shape.min}
          onClick={() => onRemove(index)}
        >
          <Icon name="close" size={12} />
        </ActionIcon>
      </Group>
      {(!isFolded || opened) && (
        <Entry {...props} shape={shape.item} path={path} value={item} label={name} help={undefined} required preset={undefined} />
      )}
    </Box>
  );
}

/** Entries in their order, added, moved and removed. */
export function ListField({ Entry, ...props }: ShapeProps<ShapeOf<'list'>> & { Entry: EntryView }) {
  const { base, edit } = usePanel();
  const [added, setAdded] = useState<number>();
  const t = usePanelText();
  const box = useRef<HTMLDivElement>(null);
  const { path, value, label, shape } = props;
  const items = isList(value) ? value : [];
  const at: JsonPath = [...base, ...path];
  const isFull = shape.max !== undefined && items.length >= shape.max;
  /** The keyboard goes on where the entry went. */
  const focus = (name: string) => requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-focus="${name}"]`)?.focus());
  const move = (from: number, to: number, button: 'up' | 'down') => {
    edit({ kind: 'move-item', path: at, from, to });
    focus(`${button}-${to}`);
  };
  const add = () => {
    const item = newItem(shape.item, items);
    edit(isList(value) ? { kind: 'insert-item', path: at, at: items.length, value: item } : { kind: 'set', path: at, value: [item] });
    setAdded(items.length);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-item="${items.length}"] :is(input, select, textarea)`)?.focus(),
    );
  };
  const remove = (index: number) => {
    edit({ kind: 'remove-item', path: at, at: index });
    focus('add');
    setAdded(undefined);
  };
  return (
    <div ref={box}>
      <Frame {...props}>
        {items.map((item, index) => (
          <ListItem
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other name than its place
            key={index}
            {...props}
            Entry={Entry}
            item={item}
            index={index}
            count={items.length}
            isNew={added === index}
            onMove={move}
            onRemove={remove}
          />
        ))}
        <div>
          <Button size="compact-xs" variant="light" data-focus="add" disabled={isFull} onClick={add}>
            + {t('panel.addItem', { what: label })}
          </Button>
        </div>
      </Frame>
    </div>
  );
}
