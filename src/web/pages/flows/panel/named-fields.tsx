import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { RESERVED_NAMES } from '../../../../flows/condition-facts.ts';
import { isObject, type Json, type JsonObject, valueAt } from '../../../../flows/edit/json.ts';
import { VariableName } from '../../../../flows/schema/fields.ts';
import { useFormat } from '../../../ui/format.ts';
import { NewFrame } from './new-frame.tsx';
import { entriesOf, type FieldProps, languagesOf, type PanelScene, usePanel } from './panel-scene.ts';
import { ChoiceField, TextField, useInput } from './plain-fields.tsx';
import { usePanelText } from './words/panel-text.tsx';

const NEW = 'new';
const VARIABLE_TYPES = ['string', 'integer', 'number', 'boolean'] as const;

/** A variable of the flow, or one that is declared now. */
export function VariableField(props: FieldProps) {
  const { flow, change } = usePanel();
  const t = usePanelText();
  const [creating, setCreating] = useState(false);
  const { path, value, required } = props;
  const names = entriesOf(flow.variables).map(([name]) => name);
  const held = typeof value === 'string' && value !== '' ? value : undefined;
  return (
    <Stack gap={6}>
      <NativeSelect
        {...useInput(props)}
        value={held === undefined ? '' : `is:${held}`}
        onChange={({ currentTarget: { value: chosen } }) => {
          if (chosen === NEW) setCreating(true);
          else change(path, chosen === '' ? (required ? '' : undefined) : chosen.slice('is:'.length));
        }}
        data={[
          ...(held === undefined || !required ? [{ value: '', label: required ? t('variable.choose') : t('panel.notSet') }] : []),
          ...(held === undefined || names.includes(held) ? [] : [{ value: `is:${held}`, label: t('variable.gone', { name: held }) }]),
          ...names.map((name) => ({ value: `is:${name}`, label: name })),
          { value: NEW, label: t('variable.new') },
        ]}
      />
      {creating && <NewVariable path={path} onDone={() => setCreating(false)} />}
    </Stack>
  );
}

function NewVariable({ path, onDone }: { path: FieldProps['path']; onDone: () => void }) {
  const { flow, base, edit } = usePanel();
  const t = usePanelText();
  const [name, setName] = useState('');
  const [type, setType] = useState<string>('string');
  const taken = entriesOf(flow.variables).some(([each]) => each === name) || RESERVED_NAMES.includes(name);
  const isGood = VariableName.safeParse(name).success && !taken;
  const create = () => {
    edit({
      kind: 'all',
      edits: [
        { kind: 'set', path: ['variables', name], value: { type } },
        { kind: 'set', path: [...base, ...path], value: name },
      ],
    });
    onDone();
  };
  return (
    <NewFrame
      label={t('variable.new')}
      create={t('variable.newCreate')}
      cancel={t('variable.newCancel')}
      isGood={isGood}
      onCreate={create}
      onCancel={onDone}
    >
      <TextInput
        size="xs"
        autoFocus
        label={t('variable.newName')}
        description={t('variable.newNameHint')}
        error={taken ? t('variable.newNameTaken') : undefined}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        label={t('variable.newType')}
        value={type}
        onChange={({ currentTarget }) => setType(currentTarget.value)}
        data={VARIABLE_TYPES.map((each) => ({ value: each, label: t(`type.${each}`) }))}
      />
    </NewFrame>
  );
}

/** A language that the flow speaks. */
export function LanguageField(props: FieldProps) {
  const { flow } = usePanel();
  const format = useFormat();
  return <ChoiceField {...props} choices={languagesOf(flow)} wordOf={(tag) => format.language(tag)} />;
}

/** A name that may be new, with those that are there already to choose from. */
function SuggestedField(props: FieldProps & { options: readonly string[]; max: number }) {
  return <TextField {...props} shape={{ kind: 'text', min: 1, max: props.max }} options={[...new Set(props.options)].sort()} />;
}

/** Every value under a name in the steps of both sides. */
export function valuesNamed({ flow }: Pick<PanelScene, 'flow'>, name: string): readonly string[] {
  const found: string[] = [];
  const look = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const each of value as readonly Json[]) look(each);
    else if (isObject(value)) {
      for (const [key, each] of Object.entries(value)) {
        if (key === name && typeof each === 'string' && each !== '') found.push(each);
        look(each);
      }
    }
  };
  look(valueAt(flow, ['call', 'steps']));
  look(valueAt(flow, ['chat', 'steps']));
  return found;
}

export function TeamField(props: FieldProps) {
  const scene = usePanel();
  return <SuggestedField {...props} max={40} options={[...scene.library.teams, ...valuesNamed(scene, 'team'), 'support']} />;
}

export function QueueField(props: FieldProps) {
  const scene = usePanel();
  return <SuggestedField {...props} max={64} options={valuesNamed(scene, 'queue')} />;
}

export function IntentField(props: FieldProps) {
  const scene = usePanel();
  return <SuggestedField {...props} max={40} options={valuesNamed(scene, 'intent')} />;
}

/** A recording of this service, or an address elsewhere. */
export function RecordingField(props: FieldProps) {
  const { library } = usePanel();
  return <SuggestedField {...props} max={300} options={library.recordings} />;
}

export function MediaField(props: FieldProps) {
  const { library } = usePanel();
  return <SuggestedField {...props} max={400} options={library.media.map(({ name }) => name)} />;
}

/** Everything of a kind that the flow can name: what it has itself and what lies beside it. */
export function namedIn(scene: Pick<PanelScene, 'flow' | 'library'>, kind: 'calendars' | 'parts'): Readonly<Record<string, JsonObject>> {
  return {
    ...(scene.library[kind] as unknown as Record<string, JsonObject>),
    ...Object.fromEntries(entriesOf(scene.flow[kind]).filter((each): each is readonly [string, JsonObject] => isObject(each[1]))),
  };
}

export function PartField(props: FieldProps) {
  const scene = usePanel();
  const t = usePanelText();
  return <ChoiceField {...props} choices={Object.keys(namedIn(scene, 'parts'))} wordOf={(name) => name} open={t('part.choose')} />;
}
