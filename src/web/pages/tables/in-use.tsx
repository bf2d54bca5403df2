import { List } from '@mantine/core';
import type { TableDetail } from '../../../http/contract/tables.ts';
import { ApiProblem } from '../../api/call-api.ts';
import { useTablesText } from './words/tables-text.tsx';

/** The flows that would miss something, where the service said so. */
export function InUse({ error }: { error: unknown }) {
  const t = useTablesText();
  if (!(error instanceof ApiProblem) || error.code !== 'table-in-use' || !Array.isArray(error.details)) return null;
  const uses = error.details as TableDetail['usedBy'];
  return (
    <List size="sm" aria-label={t('tables.inUse')}>
      {uses.map(({ flowId, flowName, release, aliases, columns }) => (
        <List.Item key={`${flowId}@${release}`}>
          {t('tables.use', { flow: flowName, release, aliases: aliases.join(', ') })}: {columns.join(', ')}
        </List.Item>
      ))}
    </List>
  );
}
