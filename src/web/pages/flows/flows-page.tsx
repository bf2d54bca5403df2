import { Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FlowSummary } from '../../../http/contract/flows.ts';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, QueryView } from '../../ui/states.tsx';
import { FlowStateBadge } from './flow-state-badge.tsx';

function FlowRow({ flow }: { flow: FlowSummary }) {
  const t = useText();
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Link to={pagePaths.flow} params={{ flowId: flow.id }} className="text-link">
          {flow.name}
        </Link>
        <Text size="xs" c="dimmed">
          {flow.id}
        </Text>
      </Table.Th>
      <Table.Td>
        <FlowStateBadge flow={flow} />
      </Table.Td>
      <Table.Td>{t('flows.problems', { errors: flow.errors, warnings: flow.warnings })}</Table.Td>
      <Table.Td>{t('flows.steps', { call: flow.steps.call, chat: flow.steps.chat })}</Table.Td>
      <Table.Td>{flow.languages.map((tag) => format.language(tag)).join(', ')}</Table.Td>
      <Table.Td>{flow.numbers.join(', ') || t('flows.noNumber')}</Table.Td>
      <Table.Td>{flow.publishedAtMs === undefined ? '' : format.dateTime(flow.publishedAtMs)}</Table.Td>
    </Table.Tr>
  );
}

/** Every flow with its release and its lint state. */
export function FlowsPage() {
  const t = useText();
  const flows = useQuery(apiQuery('flows', { query: { limit: 200 } }));
  const head = [
    'flows.name',
    'settings.state',
    'flow.problems',
    'flows.size',
    'settings.languages',
    'settings.numbers',
    'flows.published',
  ] as const;
  return (
    <Page title={t('nav.flows')} hint={t('flows.hint')}>
      <QueryView query={flows}>
        {({ items }) => (
          <Paper p={0}>
            {items.length === 0 ? (
              <EmptyState icon="flows" title={t('flows.empty.title')}>
                {t('flows.empty.hint')}
              </EmptyState>
            ) : (
              <Table.ScrollContainer minWidth={720}>
                <Table aria-label={t('nav.flows')}>
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
                    {items.map((flow) => (
                      <FlowRow key={flow.id} flow={flow} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            )}
          </Paper>
        )}
      </QueryView>
    </Page>
  );
}
