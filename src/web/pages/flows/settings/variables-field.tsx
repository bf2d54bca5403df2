import { Badge, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { Fragment, useMemo, useState } from 'react';
import { isObject, type JsonObject, type JsonPath } from '../../../../flows/edit/json.ts';
import { type NameFault, variableNameFault, variableUses } from '../../../../flows/edit/variable-uses.ts';
import { FieldView } from '../panel/field-view.tsx';
import { Frame } from '../panel/frame.tsx';
import { entriesOf, type FieldProps, PanelContext, usePanel } from '../panel/panel-scene.ts';
import { useFold } from '../panel/use-fold.ts';
import type { PanelText } from '../panel/words/field-names.ts';
import { usePanelText } from '../panel/words/panel-text.tsx';
import { ConfirmRemoval } from './confirm-removal.tsx';
import { PlaceList } from './place-list.tsx';
import { VARIABLE_FIELDS } from './setting-shapes.ts';

const TYPES = ['string', 'integer', 'number', 'boolean'] as const;

/** The variables of the flow, or of a part: what each holds, whether it is secret, and, of the flow’s, where it is used. */
export default function VariablesField(props: FieldProps) {
  const { flow } = usePanel();
  const t = usePanelText();
  const { path, value, label } = props;
  const isFlows = path.length === 1;
  const uses = useMemo(() => (isFlows ? variableUses(flow) : undefined), [flow, isFlows]);
  const entries = entriesOf(value);
  return (
    <Frame {...props}>
      {entries.length > 0 && (
        <table className="settings-table" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('settings.variable.name')}</th>
              <th scope="col">{t('field.variable.type')}</th>
              <th scope="col">{t('field.variable.default')}</th>
              {uses && <th scope="col">{t('settings.variable.used')}</th>}
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, held]) => (
              <Variable
                key={name}
                name={name}
                held={isObject(held) ? held : {}}
                path={[...path, name]}
                uses={uses && (uses.get(name) ?? [])}
              />
            ))}
          </tbody>
        </table>
      )}
      <NewVariable path={path} label={label} taken={entries.map(([name]) => name)} />
    </Frame>
  );
}

interface VariableProps {
  readonly name: string;
  readonly held: JsonObject;
  readonly path: JsonPath;
  readonly uses: readonly JsonPath[] | undefined;
}

function Variable({ name, held, path, uses }: VariableProps) {
  const scene = usePanel();
  const t = usePanelText();
  const [opened, toggle] = useFold(path);
  const problem = scene.problemsAt(path).join(' ');
  return (
    <Fragment>
      <tr data-path={path.join('.')}>
        <th scope="row">
          <button type="button" className="settings-link" aria-expanded={opened} onClick={toggle}>
            {name}
          </button>
          {held.sensitive === true && (
            <Badge size="xs" color="red" ml={4}>
              {t('settings.variable.sensitive')}
            </Badge>
          )}
          {problem !== '' && (
            <Text size="xs" c="var(--mantine-color-error)">
              {problem}
            </Text>
          )}
        </th>
        <td>{typeName(t, held.type)}</td>
        <td>{held.default === undefined ? '–' : String(held.default)}</td>
        {uses && <td>{t('settings.variable.usedTimes', { count: uses.length })}</td>}
      </tr>
      {opened && (
        <tr>
          <td colSpan={uses ? 4 : 3}>
            <Stack gap="xs" role="group" aria-label={name} className="panel-item">
              {uses && <Rename name={name} />}
              <PanelContext value={{ ...scene, type: 'variable' }}>
                {VARIABLE_FIELDS.map((field) => (
                  <FieldView key={field.name} field={field} at={path} holder={held} />
                ))}
              </PanelContext>
              {uses && uses.length > 0 && (
                <div>
                  <Text size="xs" fw={600}>
                    {t('settings.variable.usedIn')}
                  </Text>
                  <PlaceList label={t('settings.variable.usedIn')} places={uses} />
                </div>
              )}
              <Removal name={name} path={path} uses={uses ?? []} />
            </Stack>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function typeName(t: PanelText, type: unknown): string {
  const known = TYPES.find((each) => each === type);
  return known ? t(`type.${known}`) : String(type ?? '');
}

function faultText(t: PanelText, fault: NameFault): string {
  if (fault.kind === 'templates') return t('settings.variable.templates', { templates: fault.templates.join(', ') });
  return t(`settings.variable.${fault.kind}`);
}

/** Another name, here and wherever the variable is used, as one change. */
function Rename({ name }: { name: string }) {
  const { flow, edit, library } = usePanel();
  const t = usePanelText();
  const [next, setNext] = useState(name);
  const fault = variableNameFault(flow, name, next, library.templates);
  const rename = () => {
    if (!fault && next !== name) edit({ kind: 'rename-variable', from: name, to: next });
  };
  return (
    <Group gap={6} align="flex-end">
      <TextInput
        size="xs"
        flex={1}
        label={t('settings.variable.newName', { name })}
        description={t('settings.variable.newNameHint')}
        error={fault ? faultText(t, fault) : undefined}
        value={next}
        onChange={({ currentTarget }) => setNext(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename();
        }}
      />
      <Button size="compact-sm" variant="light" disabled={fault !== undefined || next === name} onClick={rename}>
        {t('settings.variable.rename')}
      </Button>
    </Group>
  );
}

function Removal({ name, path, uses }: { name: string; path: JsonPath; uses: readonly JsonPath[] }) {
  const { change } = usePanel();
  const t = usePanelText();
  const [asked, setAsked] = useState(false);
  const label = t('panel.remove', { what: name });
  const remove = () => change(path, undefined);
  if (asked) {
    return (
      <ConfirmRemoval label={label} remove={label} onRemove={remove} onKeep={() => setAsked(false)}>
        <Text size="xs">{t('settings.variable.loss', { name, count: uses.length })}</Text>
      </ConfirmRemoval>
    );
  }
  return (
    <div>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => (uses.length > 0 ? setAsked(true) : remove())}>
        {label}
      </Button>
    </div>
  );
}

function NewVariable({ path, label, taken }: { path: JsonPath; label: string; taken: readonly string[] }) {
  const { flow, change } = usePanel();
  const t = usePanelText();
  const [name, setName] = useState('');
  const [type, setType] = useState<string>('string');
  const fault =
    name === ''
      ? undefined
      : taken.includes(name)
        ? ({ kind: 'taken' } as const)
        : variableNameFault({ ...flow, variables: {} }, undefined, name, []);
  const isGood = name !== '' && !fault;
  const add = () => {
    if (!isGood) return;
    change([...path, name], { type });
    setName('');
  };
  return (
    <Group gap={6} align="flex-end" role="group" aria-label={t('panel.addItem', { what: label })}>
      <TextInput
        size="xs"
        label={t('variable.newName')}
        error={fault ? faultText(t, fault) : undefined}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <NativeSelect
        size="xs"
        label={t('variable.newType')}
        value={type}
        onChange={({ currentTarget }) => setType(currentTarget.value)}
        data={TYPES.map((each) => ({ value: each, label: t(`type.${each}`) }))}
      />
      <Button size="compact-sm" variant="light" disabled={!isGood} onClick={add}>
        + {t('variable.newCreate')}
      </Button>
    </Group>
  );
}
