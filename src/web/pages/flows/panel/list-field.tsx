import { ActionIcon, Box, Button, Group, Text } from '@mantine/core';
import { useRef } from 'react';
import { isList, isObject, type Json, type JsonPath } from '../../../../flows/edit/json.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Frame } from './frame.tsx';
import { newItem } from './new-value.ts';
import { languagesOf, usePanel } from './panel-scene.ts';
import type { EntryView, ShapeOf, ShapeProps } from './shape-props.ts';
import { usePanelText } from './words/panel-text.tsx';

/** What tells an entry apart in its heading: its key, its id, its words. */
function summaryOf(item: Json, language: string | undefined): string {
  if (!isObject(item)) return '';
  const words = [item.label, item.title].find(isObject);
  const text = words && language !== undefined ? words[language] : undefined;
  return [item.key, item.id, typeof text === 'string' ? text : undefined, item.when]
    .filter((each) => typeof each === 'string' && each !== '')
    .join(' · ');
}

/** Entries in their order, added, moved and removed. */
export function ListField({ Entry, ...props }: ShapeProps<ShapeOf<'list'>> & { Entry: EntryView }) {
  const { flow, side, stepId, edit } = usePanel();
  const t = usePanelText();
  const box = useRef<HTMLDivElement>(null);
  const { path, value, label, shape } = props;
  const items = isList(value) ? value : [];
  const at: JsonPath = [side, 'steps', stepId, ...path];
  const [language] = languagesOf(flow);
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
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-item="${items.length}"] :is(input, select, textarea)`)?.focus(),
    );
  };
  const remove = (index: number) => {
    edit({ kind: 'remove-item', path: at, at: index });
    focus('add');
  };
  return (
    <div ref={box}>
      <Frame {...props}>
        {items.map((item, index) => {
          const name = t('panel.item', { what: label, place: index + 1 });
          const summary = summaryOf(item, language);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other name than its place
            <Box key={index} data-item={index} className="panel-item" role="group" aria-label={name}>
              <Group gap={2} wrap="nowrap">
                <Text size="xs" fw={600} flex={1} truncate>
                  {index + 1}. {summary}
                </Text>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  data-focus={`up-${index}`}
                  aria-label={t('panel.moveUp', { what: name })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1, 'up')}
                >
                  ↑
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  data-focus={`down-${index}`}
                  aria-label={t('panel.moveDown', { what: name })}
                  disabled={index === items.length - 1}
                  onClick={() => move(index, index + 1, 'down')}
                >
                  ↓
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('panel.remove', { what: name })}
                  disabled={items.length <= shape.min}
                  onClick={() => remove(index)}
                >
                  <Icon name="close" size={12} />
                </ActionIcon>
              </Group>
              <Entry
                {...props}
                shape={shape.item}
                path={[...path, index]}
                value={item}
                label={name}
                help={undefined}
                required
                preset={undefined}
              />
            </Box>
          );
        })}
        <div>
          <Button size="compact-xs" variant="light" data-focus="add" disabled={isFull} onClick={add}>
            + {t('panel.addItem', { what: label })}
          </Button>
        </div>
      </Frame>
    </div>
  );
}
