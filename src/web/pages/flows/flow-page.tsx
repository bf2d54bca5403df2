import { Alert, Anchor, Badge, Group, Paper, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { FlowDetail } from '../../../http/contract/flows.ts';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/states.tsx';
import { FlowCanvas } from './flow-canvas.tsx';
import { flowNodes, type Side } from './flow-graph.ts';
import { FlowOutline } from './flow-outline.tsx';
import { FlowStateBadge } from './flow-state-badge.tsx';
import './flows.css';

function Problems({ detail }: { detail: FlowDetail }) {
  const t = useText();
  if (detail.problems.length === 0) {
    return (
      <Group gap={8}>
        <Icon name="check" />
        <Text size="sm">{t('flow.noProblems')}</Text>
      </Group>
    );
  }
  return (
    <Table aria-label={t('flow.problems')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('flow.code')}</Table.Th>
          <Table.Th scope="col">{t('flow.place')}</Table.Th>
          <Table.Th scope="col">{t('flow.message')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {detail.problems.map((problem) => (
          <Table.Tr key={`${problem.code}-${problem.path}-${problem.message}`}>
            <Table.Td>
              <Badge color={problem.severity === 'error' ? 'red' : 'yellow'}>
                {problem.code} · {t(`severity.${problem.severity}`)}
              </Badge>
            </Table.Td>
            <Table.Td>
              {problem.step && problem.side && problem.side !== 'flow' ? (
                <Link
                  to={pagePaths.flow}
                  params={{ flowId: detail.id }}
                  search={{ side: problem.side, step: problem.step }}
                  className="text-link"
                >
                  {problem.step}
                </Link>
              ) : (
                (problem.path ?? '')
              )}
            </Table.Td>
            <Table.Td>{problem.message}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Which side and which step are looked at; both stand in the address. */
function usePlace(flowId: string) {
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/flows/$flowId' });
  const side: Side = search.side === 'chat' ? 'chat' : 'call';
  const show = (next: { side: Side; step?: string }) =>
    void navigate({ to: pagePaths.flow, params: { flowId }, search: next, replace: true });
  return { side, step: search.step, show };
}

function Drawing({ detail }: { detail: FlowDetail }) {
  const t = useText();
  const { side, step, show } = usePlace(detail.id);
  const { flow, problems } = detail;
  const steps = useMemo(() => (flow ? flowNodes(flow, side, problems) : []), [flow, side, problems]);
  if (!flow) {
    return (
      <Alert color="yellow" icon={<Icon name="warning" />}>
        {t('flow.neverGood')}
      </Alert>
    );
  }
  const select = (id: string) => show({ side, step: id });
  return (
    <Paper p={0} className="flow-drawing">
      <Group p="sm" justify="space-between">
        <SegmentedControl
          aria-label={t('flow.side')}
          value={side}
          onChange={(value) => show({ side: value as Side })}
          data={[
            { value: 'call', label: t('flow.call', { count: detail.steps.call }) },
            { value: 'chat', label: t('flow.chat', { count: detail.steps.chat }) },
          ]}
        />
        <Text size="xs" c="dimmed">
          {t('flow.readOnly')}
        </Text>
      </Group>
      <div className="flow-panes">
        <FlowOutline steps={steps} selected={step} onSelect={select} />
        <FlowCanvas key={side} steps={steps} selected={step} onSelect={select} />
      </div>
    </Paper>
  );
}

function Coverage({ detail }: { detail: FlowDetail }) {
  const t = useText();
  const { coverage } = detail;
  if (!coverage) return null;
  const { steps, exits } = coverage;
  return (
    <Badge color={coverage.missed.length === 0 ? 'teal' : 'yellow'} title={coverage.missed.join(', ')}>
      {t('flow.coverage', { steps: steps.covered, stepsTotal: steps.total, exits: exits.covered, exitsTotal: exits.total })}
    </Badge>
  );
}

function FlowBody({ detail }: { detail: FlowDetail }) {
  const t = useText();
  const format = useFormat();
  return (
    <Stack gap="md">
      <Group gap="xs">
        <FlowStateBadge flow={detail} />
        {detail.publishedAtMs !== undefined && (
          <Badge color="gray">{t('flow.published', { at: format.dateTime(detail.publishedAtMs) })}</Badge>
        )}
        <Badge color="gray">{detail.languages.map((tag) => format.language(tag)).join(', ')}</Badge>
        {detail.numbers.map((number) => (
          <Badge key={number} color="gray" leftSection={<Icon name="phone" size={11} />}>
            {number}
          </Badge>
        ))}
        <Coverage detail={detail} />
      </Group>
      <Drawing detail={detail} />
      <Paper component="section" aria-label={t('flow.problems')}>
        <Title order={2} mb="xs">
          {t('flow.problems')}
        </Title>
        <Problems detail={detail} />
      </Paper>
    </Stack>
  );
}

/** One flow: what it is, drawn and in words, and what is wrong with it. */
export function FlowPage() {
  const t = useText();
  const { flowId } = useParams({ from: '/shell/flows/$flowId' });
  const flow = useQuery(apiQuery('flow', { params: { id: flowId } }));
  const back = (
    <Anchor renderRoot={(props) => <Link to={pagePaths.flows} {...props} />} size="sm">
      ← {t('flow.all')}
    </Anchor>
  );
  return (
    <Page title={flow.data?.name ?? flowId} hint={t('flow.hint', { id: flowId })} actions={back}>
      <QueryView query={flow}>{(detail) => <FlowBody detail={detail} />}</QueryView>
    </Page>
  );
}
