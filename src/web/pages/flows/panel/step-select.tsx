import { ActionIcon, Group, NativeSelect, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { draftSteps } from '../../../../flows/edit/draft.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import { StepId } from '../../../../flows/schema/fields.ts';
import { useOptionalText } from '../../../messages/language.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { NewFrame } from './new-frame.tsx';
import { newStep } from './new-value.ts';
import { type FieldProps, type PanelScene, usePanel } from './panel-scene.ts';
import { useInput } from './plain-fields.tsx';
import { STEP_SHAPES } from './step-shape.ts';
import { usePanelText } from './words/panel-text.tsx';

const NEW = 'new:';
/** What a field takes that names a step and is no exit. */
const ONLY: Readonly<Record<string, string>> = { offer: 'offer', afterClose: 'survey' };

/** A setting of the flow says which side it is about. */
function sideOf({ side, stepId }: PanelScene, path: FieldProps['path']): FlowSide {
  return stepId === undefined && path[0] === 'call' ? 'call' : side;
}

/** Where an exit leads: a step of this side, or one that is made now. */
export function StepField(props: FieldProps) {
  const scene = usePanel();
  const { flow, change, openStep, stepId } = scene;
  const side = sideOf(scene, props.path);
  const t = usePanelText();
  const typeName = useOptionalText();
  const [creating, setCreating] = useState(false);
  const { path, value, required, label } = props;
  const only = path.at(-1) === 'step' ? ONLY[String(path.at(-2))] : undefined;
  const steps = draftSteps(flow, side).filter(([, step]) => only === undefined || step.type === only);
  const held = typeof value === 'string' && value !== '' ? value : undefined;
  const isThere = steps.some(([id]) => id === held);
  const input = useInput(props);
  return (
    <Stack gap={6}>
      <Group gap={6} align="flex-end" wrap="nowrap">
        <Select
          {...input}
          flex={1}
          searchable
          openOnFocus={false}
          clearable={!required}
          placeholder={required ? t('step.choose') : t('step.none')}
          value={held ?? null}
          nothingFoundMessage="–"
          maxDropdownHeight={260}
          comboboxProps={{ withinPortal: true, transitionProps: { duration: 0 } }}
          onChange={(chosen) => {
            if (chosen === NEW) setCreating(true);
            else change(path, chosen ?? (required ? '' : undefined));
          }}
          data={[
            ...(held !== undefined && !isThere ? [{ value: held, label: t('step.gone', { step: held }) }] : []),
            ...steps.map(([id, { type }]) => ({ value: id, label: `${id} · ${typeName(`step.${String(type)}`, String(type))}` })),
            ...(only === undefined ? [{ value: NEW, label: t('step.create') }] : []),
          ]}
        />
        {openStep && held !== undefined && isThere && held !== stepId && (
          <ActionIcon
            variant="subtle"
            aria-label={`${label}: ${t('step.open', { step: held })}`}
            onClick={() => openStep(side, held)}
            mb={input.error ? 18 : 0}
          >
            <Icon name="transfer" size={14} />
          </ActionIcon>
        )}
      </Group>
      {creating && <NewStep side={side} path={path} onDone={() => setCreating(false)} />}
    </Stack>
  );
}

/** A new step, to which the exit then leads; both are one change. */
function NewStep({ side, path, onDone }: { side: FlowSide; path: FieldProps['path']; onDone: () => void }) {
  const { flow, base, edit } = usePanel();
  const t = usePanelText();
  const typeName = useOptionalText();
  const types = [...STEP_SHAPES[side].keys()].filter((type) => type !== 'return');
  const [type, setType] = useState(side === 'call' ? 'say' : 'send');
  const [id, setId] = useState('');
  const taken = draftSteps(flow, side).some(([each]) => each === id);
  const isGood = StepId.safeParse(id).success && !taken;
  const create = () => {
    edit({
      kind: 'all',
      edits: [
        { kind: 'add-step', side, id, step: newStep(side, type) },
        { kind: 'set', path: [...base, ...path], value: id },
      ],
    });
    onDone();
  };
  return (
    <NewFrame
      label={t('step.create')}
      create={t('step.newCreate')}
      cancel={t('step.newCancel')}
      isGood={isGood}
      onCreate={create}
      onCancel={onDone}
    >
      <NativeSelect
        size="xs"
        label={t('step.newType')}
        value={type}
        onChange={({ currentTarget }) => setType(currentTarget.value)}
        data={types.map((each) => ({ value: each, label: typeName(`step.${each}`, each) }))}
      />
      <TextInput
        size="xs"
        data-autofocus
        autoFocus
        label={t('step.newId')}
        description={t('step.newIdHint')}
        error={taken ? t('step.newIdTaken') : undefined}
        value={id}
        onChange={({ currentTarget }) => setId(currentTarget.value)}
      />
    </NewFrame>
  );
}
