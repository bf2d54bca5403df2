import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import { isObject, type Json, type JsonObject, type JsonPath } from '../../../../flows/edit/json.ts';
import { CalendarField } from './calendar-field.tsx';
import { ConditionField } from './condition-field.tsx';
import { Frame } from './frame.tsx';
import { ListField } from './list-field.tsx';
import { MapField } from './map-field.tsx';
import {
  IntentField,
  LanguageField,
  MediaField,
  PartField,
  QueueField,
  RecordingField,
  TeamField,
  VariableField,
} from './named-fields.tsx';
import { newItem, newValue } from './new-value.ts';
import { type OwnEditors, usePanel } from './panel-scene.ts';
import {
  ChoiceField,
  ChoicesField,
  JsonField,
  KeyField,
  NumberField,
  ScalarField,
  TextField,
  TimeField,
  WordsField,
  YesNoField,
  ZoneField,
} from './plain-fields.tsx';
import type { ShapeOf, ShapeProps } from './shape-props.ts';
import { StepField } from './step-select.tsx';
import type { Field, Shape } from './step-shape.ts';
import { TemplateField } from './template-field.tsx';
import { WordingField } from './wording-field.tsx';
import { usePanelText } from './words/panel-text.tsx';

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
  const isOptional = isWhole(field.shape) && !field.required && field.preset === undefined;
  return <div data-path={props.path.join('.')}>{isOptional ? <Optional {...props} /> : <ShapeView {...props} />}</div>;
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
          h="auto"
          styles={{ inner: { justifyContent: 'flex-start' }, label: { whiteSpace: 'normal', textAlign: 'start' } }}
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

/** Settings of the whole flow bring their editors with them. */
function OwnField({ kind, ...props }: ShapeProps & { kind: keyof OwnEditors }) {
  const Own = usePanel().own?.[kind];
  return Own ? <Own {...props} /> : null;
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
    case 'zone':
      return <ZoneField {...props} />;
    case 'scalar':
      return <ScalarField {...props} />;
    case 'languages':
    case 'variables':
    case 'calendars':
    case 'parts':
      return <OwnField {...props} kind={shape.kind} />;
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
      return <ListField {...props} shape={shape} Entry={ItemView} />;
    case 'map':
      return <MapField {...props} shape={shape} Entry={ShapeView} />;
    case 'variants':
      return <VariantsField {...props} shape={shape} />;
  }
}

function GroupField(props: ShapeProps<ShapeOf<'fields'>>) {
  const { path, value, shape } = props;
  return (
    <Frame {...props}>
      {shape.fields.map((field) => (
        <FieldView key={field.name} field={field} at={path} holder={isObject(value) ? value : {}} />
      ))}
    </Frame>
  );
}

function VariantsField(props: ShapeProps<ShapeOf<'variants'>>) {
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
