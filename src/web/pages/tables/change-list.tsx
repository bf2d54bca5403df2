import { List, Text } from '@mantine/core';
import type { TableChange } from '../../../flows/tables/table-diff.ts';
import type { TableStateDetail } from '../../../http/contract/tables.ts';
import { type TablesText, useTablesText } from './words/tables-text.tsx';

/** So many are told; a whole import would be more than anybody reads. */
const MOST_TOLD = 100;

type Change = TableChange | TableStateDetail['changes'][number];

/** What changed in a table, row by row and cell by cell. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const t = useTablesText();
  return (
    <>
      <List size="sm">
        {changes.slice(0, MOST_TOLD).map((change) => (
          <List.Item key={JSON.stringify(change)}>{changeText(t, change)}</List.Item>
        ))}
      </List>
      {changes.length > MOST_TOLD && <Text size="sm">{t('tables.moreProblems', { count: changes.length - MOST_TOLD })}</Text>}
    </>
  );
}

function changeText(t: TablesText, change: Change): string {
  const { key = '', column = '', setting = '', before, after } = change as TableStateDetail['changes'][number];
  return t(`change.${change.kind}`, { key, column, setting, before: shown(before), after: shown(after) });
}

function shown(value: unknown): string {
  if (value === undefined) return '—';
  return typeof value === 'object' && value !== null ? Object.values(value).join(' / ') : String(value);
}
