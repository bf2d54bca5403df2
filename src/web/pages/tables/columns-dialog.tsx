import { Button, Checkbox, Fieldset, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { COLUMN_TYPES, type Column, type ColumnType, type Table } from '../../../flows/tables/table.ts';
import { columnTitle } from './edit-table.ts';
import { useTablesText } from './words/tables-text.tsx';

interface DraftColumn {
  readonly id: number;
  /** As it was; absent for a new one. */
  readonly from?: string;
  readonly name: string;
  readonly title: string;
  readonly type: ColumnType;
  readonly values: string;
  readonly required: boolean;
}

interface Props {
  readonly table: Table;
  readonly onTake: (settings: Omit<Table, 'rows' | 'otherwise'>, renamed: ReadonlyMap<string, string>) => void;
  readonly onClose: () => void;
}

const NAME = /^[a-z][a-zA-Z0-9]{0,39}$/;
const words = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** The columns of a table, its key and its languages; what is taken over can be undone, and is kept with the rows. */
export function ColumnsDialog({ table, onTake, onClose }: Props) {
  const t = useTablesText();
  const [title, setTitle] = useState(table.title);
  const [note, setNote] = useState(table.note ?? '');
  const [languages, setLanguages] = useState((table.languages ?? []).join(' '));
  const [compare, setCompare] = useState(table.compare ?? 'text');
  const [columns, setColumns] = useState<readonly DraftColumn[]>(() =>
    table.columns.map(({ name, title: heading = '', type, values = [], required = false }, id) => ({
      id,
      from: name,
      name,
      title: heading,
      type,
      values: values.join(', '),
      required,
    })),
  );
  const [keyId, setKeyId] = useState(() => table.columns.findIndex(({ name }) => name === table.key));
  const isGood = title.trim() !== '' && columns.length > 0 && columns.every(({ name }) => NAME.test(name));
  const change = (id: number, to: Partial<DraftColumn>) => setColumns(columns.map((each) => (each.id === id ? { ...each, ...to } : each)));
  const move = (at: number, by: number) => {
    const column = columns[at];
    if (!column) return;
    const others = columns.filter((each) => each !== column);
    setColumns([...others.slice(0, at + by), column, ...others.slice(at + by)]);
  };
  const take = () => {
    const next = columns.map(
      ({ name, title: heading, type, values, required }): Column => ({
        name,
        ...(heading.trim() !== '' && { title: heading.trim() }),
        type,
        ...(type === 'choice' && { values: words(values, /,/) }),
        ...(required && { required }),
      }),
    );
    const spoken = words(languages, /[\s,]+/);
    const settings = {
      name: table.name,
      title: title.trim(),
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(spoken.length > 0 && { languages: spoken }),
      key: columns.find(({ id }) => id === keyId)?.name ?? table.key,
      ...(compare === 'digits' && { compare: 'digits' as const }),
      columns: next,
    };
    onTake(settings, new Map(columns.flatMap(({ from, name }) => (from === undefined ? [] : [[from, name] as const]))));
  };
  return (
    <Modal
      opened
      size="xl"
      transitionProps={{ duration: 0 }}
      onClose={onClose}
      title={t('tables.settingsTitle', { title: table.title })}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <Stack>
        <TextInput
          label={t('tables.tableTitle')}
          data-autofocus
          maxLength={80}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={title.trim() === '' && t('tables.titleMissing')}
        />
        <TextInput label={t('tables.tableNote')} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <TextInput
          label={t('tables.languages')}
          description={t('tables.languages.hint')}
          value={languages}
          onChange={(event) => setLanguages(event.currentTarget.value)}
        />
        <Group grow>
          <NativeSelect
            label={t('tables.key')}
            value={String(keyId)}
            onChange={(event) => setKeyId(Number(event.currentTarget.value))}
            data={columns.map((column) => ({ value: String(column.id), label: columnTitle({ name: column.title || column.name }) }))}
          />
          <NativeSelect
            label={t('tables.compare')}
            value={compare}
            onChange={(event) => setCompare(event.currentTarget.value === 'digits' ? 'digits' : 'text')}
            data={(['text', 'digits'] as const).map((value) => ({ value, label: t(`tables.compare.${value}`) }))}
          />
        </Group>
        {columns.map((column, at) => (
          <ColumnFields
            key={column.id}
            column={column}
            number={at + 1}
            count={columns.length}
            onChange={(to) => change(column.id, to)}
            onMove={(by) => move(at, by)}
            onDelete={() => setColumns(columns.filter(({ id }) => id !== column.id))}
          />
        ))}
        <Group justify="space-between">
          <Button
            variant="default"
            onClick={() => {
              const id = Math.max(0, ...columns.map((each) => each.id)) + 1;
              setColumns([...columns, { id, name: '', title: '', type: 'text', values: '', required: false }]);
            }}
          >
            {t('tables.addColumn')}
          </Button>
          <Group>
            <Button variant="default" onClick={onClose}>
              {t('tables.cancel')}
            </Button>
            <Button disabled={!isGood} onClick={take}>
              {t('tables.settingsTake')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

interface FieldsProps {
  readonly column: DraftColumn;
  readonly number: number;
  readonly count: number;
  readonly onChange: (to: Partial<DraftColumn>) => void;
  readonly onMove: (by: number) => void;
  readonly onDelete: () => void;
}

function ColumnFields({ column, number, count, onChange, onMove, onDelete }: FieldsProps) {
  const t = useTablesText();
  const { name, title, type, values, required } = column;
  return (
    <Fieldset legend={t('tables.column', { number })}>
      <Group grow align="flex-start">
        <TextInput
          label={t('tables.columnName')}
          maxLength={40}
          value={name}
          error={name !== '' && !NAME.test(name) && t('tables.idBad')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('tables.columnTitle')}
          maxLength={80}
          value={title}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('tables.columnType')}
          value={type}
          onChange={(event) => onChange({ type: event.currentTarget.value as ColumnType })}
          data={COLUMN_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
        />
      </Group>
      {type === 'choice' && (
        <TextInput label={t('tables.columnValues')} value={values} onChange={(event) => onChange({ values: event.currentTarget.value })} />
      )}
      <Group mt="xs" justify="space-between">
        <Checkbox
          label={t('tables.columnRequired')}
          checked={required}
          onChange={(event) => onChange({ required: event.currentTarget.checked })}
        />
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="default"
            disabled={number === 1}
            aria-label={t('tables.columnUp', { number })}
            onClick={() => onMove(-1)}
          >
            ↑
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={number === count}
            aria-label={t('tables.columnDown', { number })}
            onClick={() => onMove(1)}
          >
            ↓
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={count === 1}
            aria-label={t('tables.deleteColumn', { number })}
            onClick={onDelete}
          >
            ×
          </Button>
        </Group>
      </Group>
    </Fieldset>
  );
}
