import { ActionIcon, Box, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isList, isObject, type JsonObject, type JsonPath, valueAt } from '../../../../flows/edit/json.ts';
import { GIVEN_TO_TEMPLATES } from '../../../../flows/template.ts';
import { useFormat } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Frame } from './frame.tsx';
import { namedIn } from './named-fields.tsx';
import { newValue } from './new-value.ts';
import { entriesOf, languagesOf, type PanelScene, usePanel } from './panel-scene.ts';
import { ChoiceField } from './plain-fields.tsx';
import type { EntryView, ShapeOf, ShapeProps } from './shape-props.ts';
import type { Shape } from './step-shape.ts';
import { usePanelText } from './words/panel-text.tsx';

/** Names and what belongs to each. */
export function MapField({ Entry, ...props }: ShapeProps<ShapeOf<'map'>> & { Entry: EntryView }) {
  const scene = usePanel();
  const t = usePanelText();
  const format = useFormat();
  const { path, value, label, shape } = props;
  const entries = entriesOf(value);
  const fixed = fixedNames(scene, shape.key.kind, path);
  const isOpen = fixed.length === 0 && shape.key.kind !== 'language';
  const names = [...new Set([...fixed, ...entries.map(([name]) => name)])];
  const nameOf = (name: string) => (shape.key.kind === 'language' ? format.language(name) : name);
  const remove = (name: string) => {
    const left = entries.filter(([each]) => each !== name);
    if (left.length === 0 && !props.required) scene.change(path, undefined);
    else scene.change([...path, name], undefined);
  };
  return (
    <Frame {...props}>
      {names.map((name) => {
        const what = `${label}: ${nameOf(name)}`;
        return (
          <Box key={name} className="panel-item" role="group" aria-label={what} data-path={[...path, name].join('.')}>
            <Group gap={4} align="flex-start" wrap="nowrap">
              <div className="panel-entry">
                <Value
                  Entry={Entry}
                  {...props}
                  shape={shape.value}
                  path={[...path, name]}
                  value={isObject(value) ? value[name] : undefined}
                  label={what}
                  help={undefined}
                  required={!fixed.includes(name) || shape.key.kind === 'part-exit'}
                  preset={undefined}
                />
              </div>
              {!fixed.includes(name) && (
                <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('panel.remove', { what })} onClick={() => remove(name)}>
                  <Icon name="close" size={12} />
                </ActionIcon>
              )}
            </Group>
          </Box>
        );
      })}
      {isOpen && <NewEntry {...props} taken={names} />}
    </Frame>
  );
}

/** The value of an entry; what a part gives back is chosen among its results. */
function Value({ Entry, ...props }: ShapeProps & { Entry: EntryView }) {
  const scene = usePanel();
  const part = partOf(scene);
  if (!part || props.path[0] !== 'save') return <Entry {...props} />;
  return <ChoiceField {...props} choices={entriesOf(part.results).map(([name]) => name)} wordOf={(name) => name} />;
}

/** The part that a run step names. */
function partOf(scene: PanelScene): JsonObject | undefined {
  const name = valueAt(scene.flow, [...scene.base, 'part']);
  return scene.type === 'run' && typeof name === 'string' ? namedIn(scene, 'parts')[name] : undefined;
}

/** Names that are given: the languages of the flow, what the part that is run has, the places of the template. */
function fixedNames(scene: PanelScene, kind: Shape['kind'], path: JsonPath): readonly string[] {
  if (kind === 'language') return languagesOf(scene.flow);
  const part = partOf(scene);
  if (part && path[0] === 'exits') return isList(part.exits) ? part.exits.map(String) : [];
  if (part && path[0] === 'with') return entriesOf(part.parameters).map(([name]) => name);
  if (path.join('.') !== 'template.texts') return [];
  const name = valueAt(scene.flow, [...scene.base, 'template', 'name']);
  const template = scene.library.templates.find((each) => each.name === name);
  return (template?.variables ?? []).map((each) => each.name).filter((each) => !(GIVEN_TO_TEMPLATES as readonly string[]).includes(each));
}

/** A new name: chosen among the variables, or typed. */
function NewEntry({ path, label, shape, value, taken }: ShapeProps<ShapeOf<'map'>> & { taken: readonly string[] }) {
  const { flow, change } = usePanel();
  const t = usePanelText();
  const [name, setName] = useState('');
  const add = (chosen: string) => {
    if (chosen.trim() === '' || taken.includes(chosen.trim())) return;
    if (value === undefined) change(path, { [chosen.trim()]: newValue(shape.value) });
    else change([...path, chosen.trim()], newValue(shape.value));
    setName('');
  };
  const what = t('panel.addItem', { what: label });
  const left = entriesOf(flow.variables).flatMap(([each]) => (taken.includes(each) ? [] : [each]));
  return (
    <Group gap={6} align="flex-end" role="group" aria-label={what}>
      {shape.key.kind === 'variable' ? (
        <NativeSelect
          size="xs"
          label={t('panel.entryName')}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data={[{ value: '', label: t('variable.choose') }, ...left]}
        />
      ) : (
        <TextInput
          size="xs"
          label={t('panel.entryName')}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add(name);
          }}
        />
      )}
      <Button size="compact-xs" variant="light" mb={3} disabled={name.trim() === ''} onClick={() => add(name)}>
        + {what}
      </Button>
    </Group>
  );
}
