import { Anchor, Badge, Button, Paper, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TableSummary } from '../../../http/contract/tables.ts';
import { apiQuery } from '../../api/queries.ts';
import { pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, QueryView } from '../../ui/states.tsx';
import { NewTableDialog } from './new-table-dialog.tsx';
import { TablesTexts, useTablesText } from './words/tables-text.tsx';

/** The tables that flows look up, and which flows read each. */
export function TablesPage() {
  return (
    <TablesTexts>
      <Tables />
    </TablesTexts>
  );
}

function Tables() {
  const t = useTablesText();
  const tables = useQuery(apiQuery('tables', { query: { limit: 200 } }));
  const mayEdit = useMay('tables:edit');
  const [isAdding, setAdding] = useState(false);
  const add = mayEdit && <Button onClick={() => setAdding(true)}>{t('tables.new')}</Button>;
  return (
    <Page title={t('nav.tables')} hint={t('tables.hint')} actions={add}>
      <QueryView query={tables}>
        {({ items }) => (
          <Paper p={0}>
            {items.length === 0 ? (
              <EmptyState icon="tables" title={t('tables.empty')}>
                {t('tables.empty.hint')}
              </EmptyState>
            ) : (
              <TableList tables={items} />
            )}
            {isAdding && <NewTableDialog taken={items.map(({ name }) => name)} onClose={() => setAdding(false)} />}
          </Paper>
        )}
      </QueryView>
    </Page>
  );
}

function TableList({ tables }: { tables: readonly TableSummary[] }) {
  const t = useTablesText();
  const head = ['tables.name', 'tables.rows', 'tables.columns', 'tables.usedBy', 'tables.changed'] as const;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label={t('nav.tables')}>
        <Table.Thead>
          <Table.Tr>
            {head.map((key) => (
              <Table.Th key={key} scope="col">
                {t(key)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tables.map((table) => (
            <TableLine key={table.name} table={table} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function TableLine({ table }: { table: TableSummary }) {
  const t = useTablesText();
  const format = useFormat();
  const at = format.dateTime(table.savedAtMs);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Anchor renderRoot={(props) => <Link to={pagePaths.table} params={{ tableName: table.name }} {...props} />}>{table.title}</Anchor>
        <Text size="xs" c="dimmed">
          {table.name}
        </Text>
      </Table.Th>
      <Table.Td>
        {format.number(table.rows)}
        {table.warnings > 0 && (
          <Badge ml="xs" color="yellow" variant="light" autoContrast>
            {t('tables.warnings', { count: table.warnings })}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{format.number(table.columns)}</Table.Td>
      <Table.Td>
        <Uses uses={table.usedBy} />
      </Table.Td>
      <Table.Td>
        {table.savedBy.userId === 'file' ? t('tables.byFile', { at }) : t('tables.byAt', { name: table.savedBy.name, at })}
        {table.apart !== undefined && (
          <Text size="xs" title={table.apart}>
            {t('tables.apart')}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Which flows in service read a table. */
export function Uses({ uses }: { uses: TableSummary['usedBy'] }) {
  const t = useTablesText();
  if (uses.length === 0) return <Text size="sm">{t('tables.usedByNobody')}</Text>;
  return (
    <Stack gap={0}>
      {uses.map(({ flowId, flowName, release, aliases }) => (
        <Anchor key={`${flowId}@${release}`} size="sm" renderRoot={(props) => <Link to={pagePaths.flow} params={{ flowId }} {...props} />}>
          {t('tables.use', { flow: flowName, release, aliases: aliases.join(', ') })}
        </Anchor>
      ))}
    </Stack>
  );
}
