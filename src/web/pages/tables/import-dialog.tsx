import { Button, Group, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Table, TableCells } from '../../../flows/tables/table.ts';
import { readTableCsv } from '../../../flows/tables/table-csv.ts';
import { countChanges, diffTables } from '../../../flows/tables/table-diff.ts';
import { csvText } from './problem-text.ts';
import { useTablesText } from './words/tables-text.tsx';

interface Props {
  readonly table: Table;
  readonly onTake: (rows: Table['rows'], otherwise: TableCells | undefined) => void;
  readonly onClose: () => void;
}

/** Reads rows from CSV: what would change and what is wrong is told before anything is taken. */
export function ImportDialog({ table, onTake, onClose }: Props) {
  const t = useTablesText();
  const [text, setText] = useState('');
  const read = useMemo(() => (text.trim() === '' ? undefined : readTableCsv(table, text)), [table, text]);
  const counts = useMemo(() => {
    if (!read) return undefined;
    const { otherwise: _otherwise, ...rest } = table;
    return countChanges(diffTables(table, { ...rest, rows: read.rows, ...(read.otherwise && { otherwise: read.otherwise }) }));
  }, [table, read]);
  return (
    <Modal
      opened
      size="lg"
      transitionProps={{ duration: 0 }}
      onClose={onClose}
      title={t('tables.importTitle')}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <Stack>
        <Text size="sm">{t('tables.importHint')}</Text>
        <TextInput
          type="file"
          label={t('tables.importFile')}
          accept=".csv,text/csv,text/plain"
          onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)}
        />
        <Textarea
          label={t('tables.importText')}
          minRows={5}
          autosize
          maxRows={12}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {read && read.problems.length > 0 && (
          <List size="sm" aria-label={t('tables.importLines')} role="list">
            {read.problems.slice(0, 50).map((problem) => (
              <List.Item key={JSON.stringify(problem)}>{csvText(t, problem)}</List.Item>
            ))}
          </List>
        )}
        <Text size="sm" role="status">
          {read &&
            counts &&
            t('tables.importWhat', { rows: read.rows.length, added: counts.rowsAdded, removed: counts.rowsRemoved, cells: counts.cells })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('tables.cancel')}
          </Button>
          <Button disabled={!read || read.problems.length > 0} onClick={() => read && onTake(read.rows, read.otherwise)}>
            {t('tables.importTake')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
