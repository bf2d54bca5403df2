import { Anchor, Button, Paper, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FlowSummary } from '../../../http/contract/flows.ts';
import { apiQuery } from '../../api/queries.ts';
import { pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, QueryView } from '../../ui/states.tsx';
import { FlowStateBadge } from './flow-state-badge.tsx';
import { NewFlowDialog } from './new-flow-dialog.tsx';
import { ReleaseTexts, useReleaseText } from './releases/words/releases-text.tsx';

/** Calls begin and end: the list looks again while it is open, ms. */
const LOOK_EVERY_MS = 5_000;

function FlowRow({ flow }: { flow: FlowSummary }) {
  const t = useReleaseText();
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Link to={pagePaths.flow} params={{ flowId: flow.id }} className="text-link">
          {flow.name}
        </Link>
        <Text size="xs" c="dimmed">
          {flow.id} · {flow.languages.map((tag) => format.language(tag)).join(', ')}
        </Text>
      </Table.Th>
      <Table.Td>
        <FlowStateBadge flow={flow} />
        {(flow.waiting ?? 0) > 0 && (
          <Link to={pagePaths.releases} params={{ flowId: flow.id }} hash="approvals" className="text-link">
            {t('approval.badge', { count: flow.waiting ?? 0 })}
          </Link>
        )}
      </Table.Td>
      <Table.Td>
        {flow.aliases.map(({ name, release }) => (
          <div key={name}>
            {release === undefined ? t('flows.aliasNone', { alias: name }) : t('flows.aliasAt', { alias: name, release })}
          </div>
        ))}
        <Anchor
          size="sm"
          aria-label={t('releases.open', { name: flow.name })}
          renderRoot={(props) => <Link to={pagePaths.releases} params={{ flowId: flow.id }} {...props} />}
        >
          {t('releases.short')}
        </Anchor>
      </Table.Td>
      <Table.Td>{flow.numbers.join(', ') || t('flows.noNumber')}</Table.Td>
      <Table.Td>{flow.liveCalls ?? 0}</Table.Td>
      <Table.Td>{t('flows.problems', { errors: flow.errors, warnings: flow.warnings })}</Table.Td>
      <Table.Td>{t('flows.steps', { call: flow.steps.call, chat: flow.steps.chat })}</Table.Td>
      <Table.Td>
        {flow.draft
          ? t('releases.draftBy', { name: flow.draft.savedBy.name, at: format.dateTime(flow.draft.savedAtMs) })
          : t('releases.draftNone')}
      </Table.Td>
    </Table.Tr>
  );
}

/** Every flow: what callers hear of it, how it is doing, and what is being edited. */
export function FlowsPage() {
  return (
    <ReleaseTexts>
      <Flows />
    </ReleaseTexts>
  );
}

function Flows() {
  const t = useReleaseText();
  const flows = useQuery(apiQuery('flows', { query: { limit: 200 } }, LOOK_EVERY_MS));
  const mayEdit = useMay('flows:edit');
  const [isAdding, setAdding] = useState(false);
  const navigate = useNavigate();
  const add = mayEdit && <Button onClick={() => setAdding(true)}>{t('flows.new')}</Button>;
  return (
    <Page title={t('nav.flows')} hint={t('flows.hint')} actions={add}>
      <QueryView query={flows}>
        {({ items }) => (
          <Stack gap="xs">
            <Paper p={0}>
              {items.length === 0 ? (
                <EmptyState icon="flows" title={t('flows.empty.title')}>
                  {t('flows.empty.hint')}
                </EmptyState>
              ) : (
                <FlowTable flows={items} />
              )}
            </Paper>
            {isAdding && (
              <NewFlowDialog
                flows={items}
                onClose={(begun) => {
                  setAdding(false);
                  if (begun) void navigate({ to: pagePaths.flow, params: { flowId: begun } });
                }}
              />
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function FlowTable({ flows }: { flows: readonly FlowSummary[] }) {
  const t = useReleaseText();
  const head = [
    'flows.name',
    'settings.state',
    'flows.serves',
    'settings.numbers',
    'flows.live',
    'flow.problems',
    'flows.size',
    'releases.draft',
  ] as const;
  return (
    <Table.ScrollContainer minWidth={820}>
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
          {flows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
