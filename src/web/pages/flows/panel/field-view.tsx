import { ActionIcon, Box, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import { isList, isObject, type Json, type JsonObject, type JsonPath, valueAt } from '../../../../flows/edit/json.ts';
import { GIVEN_TO_TEMPLATES } from '../../../../flows/template.ts';
import { useFormat } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { CalendarField } from './calendar-field.tsx';
import { ConditionField } from './condition-field.tsx';
import {
  IntentField,
  LanguageField,
  MediaField,
  namedIn,
  PartField,
  QueueField,
  RecordingField,
  TeamField,
  VariableField,
} from './named-fields.tsx';
import { newItem, newValue } from './new-value.ts';
import { entriesOf, errorAt, type FieldProps, languagesOf, type PanelScene, usePanel } from './panel-scene.ts';
import {
  ChoiceField,
  ChoicesField,
  JsonField,
  KeyField,
  NumberField,
  TextField,
  TimeField,
  WordsField,
  YesNoField,
} from './plain-fields.tsx';
import { StepField } from './step-select.tsx';
import type { Field, Shape } from './step-shape.ts';
import { TemplateField } from './template-field.tsx';
import { WordingField } from './wording-field.tsx';
import { usePanelText } from './words/panel-text.tsx';

type Of<K extends Shape['kind']> = Extract<Shape, { kind: K }>;
interface ShapeProps<S extends Shape = Shape> extends FieldProps {
  readonly shape: S;
  readonly fieldPath: string;
}

/** A field of the schema with the editor of its kind. */
export function FieldView({ field, at, holder }: { field: Field; at: JsonPath; holder: JsonObject }) {
  const { type } = usePanel();
  const t = usePanelText();
  const value = holder[field.name];
  const props: ShapeProps = {
    path: [...at, field.name],
    value,
    label: t.label(type, field),
    help: t.help(field.help),
    required: field.required,
    preset: field.preset,
    shape: field.shape,
    fieldPath: field.path,
  };
  return isWhole(field.shape) && !field.required && field.preset === undefined ? <Optional {...props} /> : <ShapeView {...props} />;
}

/** Is it made of several fields, so that it is added and removed as a whole? */
function isWhole({ kind }: Shape): boolean {
  return ['fields', 'list', 'map', 'variants', 'wording'].includes(kind);
}

/** What is not needed and not there yet: a button that adds it. */
function Optional(props: ShapeProps) {
  const { change } = usePanel();
  const t = usePanelText();
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { path, value, label, help, shape } = props;
  const hint = useId();
  // A wording or a map has nothing to keep until something is written into it.
  const isSlow = shape.kind === 'wording' || shape.kind === 'map';
  if (value === undefined && !(opened && isSlow)) {
    return (
      <div>
        <Button
          ref={button}
          variant="subtle"
          size="compact-xs"
          aria-describedby={help ? hint : undefined}
          onClick={() => (isSlow ? setOpened(true) : change(path, shape.kind === 'list' ? [newItem(shape.item, [])] : newValue(shape)))}
        >
          + {t('panel.add', { what: label })}
        </Button>
        {help && (
          <Text id={hint} size="xs" c="dimmed" pl={8}>
            {help}
          </Text>
        )}
      </div>
    );
  }
  const remove = () => {
    setOpened(false);
    change(path, undefined);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <div className="panel-optional">
      <ShapeView {...props} />
      <Button variant="subtle" color="gray" size="compact-xs" onClick={remove}>
        {t('panel.remove', { what: label })}
      </Button>
    </div>
  );
}

function ShapeView(props: ShapeProps): ReactNode {
  const { shape } = props;
  switch (shape.kind) {
    case 'wording':
      return <WordingField {...props} />;
    case 'step':
      return <StepField {...props} />;
    case 'condition':
      return <ConditionField {...props} />;
    case 'key':
      return <KeyField {...props} />;
    case 'language':
      return <LanguageField {...props} />;
    case 'variable':
      return <VariableField {...props} />;
    case 'calendar':
      return <CalendarField {...props} />;
    case 'team':
      return <TeamField {...props} />;
    case 'queue':
      return <QueueField {...props} />;
    case 'intent':
      return <IntentField {...props} />;
    case 'part':
      return <PartField {...props} />;
    case 'part-exit':
      return <TextField {...props} shape={{ kind: 'text', min: 1, max: 40 }} />;
    case 'invite':
    case 'template':
      return <TemplateField {...props} use={shape.kind} />;
    case 'recording':
      return <RecordingField {...props} />;
    case 'media':
      return <MediaField {...props} />;
    case 'time':
      return <TimeField {...props} />;
    case 'json':
      return <JsonField {...props} />;
    case 'text':
      return <TextField {...props} shape={shape} />;
    case 'number':
      return <NumberField {...props} shape={shape} />;
    case 'yes-no':
      return <YesNoField {...props} />;
    case 'choice':
      return <ChoiceField {...props} choices={shape.choices} />;
    case 'choices':
      return <ChoicesField {...props} choices={shape.choices} />;
    case 'words':
      return <WordsField {...props} />;
    case 'fields':
      return <GroupField {...props} shape={shape} />;
    case 'list':
      return <ListField {...props} shape={shape} />;
    case 'map':
      return <MapField {...props} shape={shape} />;
    case 'variants':
      return <VariantsField {...props} shape={shape} />;
  }
}

/** Fields that belong together, under one name. */
function Frame({
  path,
  label,
  help,
  required,
  children,
}: Pick<FieldProps, 'path' | 'label' | 'help' | 'required'> & { children: ReactNode }) {
  const error = errorAt(usePanel(), path);
  const hint = useId();
  return (
    <fieldset className="panel-group" aria-describedby={help || error ? hint : undefined}>
      <legend>
        {label}
        {required && <span className="panel-needed"> *</span>}
      </legend>
      {(help || error) && (
        <div id={hint}>
          {help && (
            <Text size="xs" c="dimmed">
              {help}
            </Text>
          )}
          {error && (
            <Text size="xs" c="var(--mantine-color-error)">
              {error}
            </Text>
          )}
        </div>
      )}
      <Stack gap="xs">{children}</Stack>
    </fieldset>
  );
}

function GroupField(props: ShapeProps<Of<'fields'>>) {
  const { path, value, shape } = props;
  return (
    <Frame {...props}>
      {shape.fields.map((field) => (
        <FieldView key={field.name} field={field} at={path} holder={isObject(value) ? value : {}} />
      ))}
    </Frame>
  );
}

function VariantsField(props: ShapeProps<Of<'variants'>>) {
  const { type, change } = usePanel();
  const t = usePanelText();
  const { path, value, shape, fieldPath } = props;
  const holder = isObject(value) ? value : {};
  const chosen = shape.variants.find((variant) => variant.value === holder[shape.by]);
  const choose = (name: string) => {
    const next = shape.variants.find((variant) => variant.value === name);
    if (!next) return;
    // What both kinds have stays.
    const kept = next.fields.filter((field) => holder[field.name] !== undefined && chosen?.fields.some((each) => sameField(each, field)));
    const fresh = newValue({ kind: 'fields', fields: next.fields.filter((field) => !kept.includes(field)) }) as JsonObject;
    change(path, { [shape.by]: name, ...fresh, ...Object.fromEntries(kept.map((field) => [field.name, holder[field.name] as Json])) });
  };
  return (
    <Frame {...props}>
      <NativeSelect
        size="xs"
        label={t.label(type, { path: `${fieldPath}.${shape.by}` })}
        description={t.help(chosen?.help)}
        value={chosen?.value ?? ''}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          ...(chosen ? [] : [{ value: '', label: t('panel.notSet') }]),
          ...shape.variants.map((variant) => ({ value: variant.value, label: t.choice(variant.value) })),
        ]}
      />
      {chosen?.fields.map((field) => (
        <FieldView key={`${chosen.value}.${field.name}`} field={field} at={path} holder={holder} />
      ))}
    </Frame>
  );
}

function sameField(a: Field, b: Field): boolean {
  return a.name === b.name && JSON.stringify(a.shape) === JSON.stringify(b.shape);
}

/** What tells an entry apart in its heading: its key, its id, its words. */
function summaryOf(item: Json, language: string | undefined): string {
  if (!isObject(item)) return '';
  const words = [item.label, item.title].find(isObject);
  const text = words && language !== undefined ? words[language] : undefined;
  return [item.key, item.id, typeof text === 'string' ? text : undefined, item.when]
    .filter((each) => typeof each === 'string' && each !== '')
    .join(' · ');
}

function ListField(props: ShapeProps<Of<'list'>>) {
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
              <ItemView
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

/** An entry of a list: its fields without a frame of their own. */
function ItemView(props: ShapeProps) {
  const { shape, path, value } = props;
  if (shape.kind !== 'fields') return <ShapeView {...props} />;
  return (
    <Stack gap="xs">
      {shape.fields.map((field) => (
        <FieldView key={field.name} field={field} at={path} holder={isObject(value) ? value : {}} />
      ))}
    </Stack>
  );
}

/** Names and what belongs to each. */
function MapField(props: ShapeProps<Of<'map'>>) {
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
          <Box key={name} className="panel-item" role="group" aria-label={what}>
            <Group gap={4} align="flex-start" wrap="nowrap">
              <div className="panel-entry">
                <EntryView
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
function EntryView(props: ShapeProps) {
  const scene = usePanel();
  const part = partOf(scene);
  if (!part || props.path[0] !== 'save') return <ShapeView {...props} />;
  return <ChoiceField {...props} choices={entriesOf(part.results).map(([name]) => name)} wordOf={(name) => name} />;
}

/** The part that a run step names. */
function partOf(scene: PanelScene): JsonObject | undefined {
  const name = valueAt(scene.flow, [scene.side, 'steps', scene.stepId, 'part']);
  return scene.type === 'run' && typeof name === 'string' ? namedIn(scene, 'parts')[name] : undefined;
}

/** Names that are given: the languages of the flow, what the part that is run has, the places of the template. */
function fixedNames(scene: PanelScene, kind: Shape['kind'], path: JsonPath): readonly string[] {
  if (kind === 'language') return languagesOf(scene.flow);
  const part = partOf(scene);
  if (part && path[0] === 'exits') return isList(part.exits) ? part.exits.map(String) : [];
  if (part && path[0] === 'with') return entriesOf(part.parameters).map(([name]) => name);
  if (path.join('.') !== 'template.texts') return [];
  const name = valueAt(scene.flow, [scene.side, 'steps', scene.stepId, 'template', 'name']);
  const template = scene.library.templates.find((each) => each.name === name);
  return (template?.variables ?? []).map((each) => each.name).filter((each) => !(GIVEN_TO_TEMPLATES as readonly string[]).includes(each));
}

/** A new name: chosen among the variables, or typed. */
function NewEntry({ path, label, shape, value, taken }: ShapeProps<Of<'map'>> & { taken: readonly string[] }) {
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
