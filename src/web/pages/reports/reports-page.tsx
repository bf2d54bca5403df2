import { Badge, Group, Paper, SimpleGrid, Stack, Table, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Funnel } from '../../../http/contract/reports.ts';
import { apiQuery } from '../../api/queries.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, QueryView } from '../../ui/states.tsx';
import './reports.css';

const EVERY_MS = 10_000;

/** The funnel as bars that carry their figures: their length repeats what the numbers say. */
function Stages({ funnel }: { funnel: Funnel }) {
  const t = useText();
  const { number, percent } = useFormat();
  const most = Math.max(1, ...funnel.stages.map((stage) => stage.journeys));
  return (
    <Table aria-label={t('reports.stages')} className="funnel">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('reports.stage')}</Table.Th>
          <Table.Th scope="col" className="funnel-bars">
            {t('reports.journeys')}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {t('reports.ofBefore')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {funnel.stages.map((stage) => (
          <Table.Tr key={stage.id}>
            <Table.Th scope="row" fw={500}>
              {t(`stage.${stage.id}`)}
            </Table.Th>
            <Table.Td>
              <div className="funnel-bar">
                <span className="funnel-fill" style={{ width: `${(100 * stage.journeys) / most}%` }} />
                <span className="funnel-value">{number(stage.journeys)}</span>
              </div>
            </Table.Td>
            <Table.Td ta="right" className="figures">
              {stage.id === 'calls' ? '' : <Share numerator={stage.journeys} denominator={stage.of} format={{ number, percent }} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface ShareFormat {
  number(value: number): string;
  percent(share: number): string;
}

/** A share, never without what it is a share of; of nothing there is none. */
function Share({ numerator, denominator, format }: { numerator: number; denominator: number; format: ShareFormat }) {
  if (denominator === 0) return <span className="share-of">0 / 0</span>;
  return (
    <>
      <strong>{format.percent(numerator / denominator)}</strong>{' '}
      <span className="share-of">
        {format.number(numerator)} / {format.number(denominator)}
      </span>
    </>
  );
}

function Rates({ funnel }: { funnel: Funnel }) {
  const t = useText();
  const format = useFormat();
  return (
    <Table aria-label={t('reports.rates')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('reports.rate')}</Table.Th>
          <Table.Th scope="col" ta="right">
            {t('reports.share')}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            <Tooltip label={t('reports.pending.hint')}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be reachable by keyboard */}
              <span tabIndex={0}>{t('reports.pending')}</span>
            </Tooltip>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {funnel.rates.map((rate) => (
          <Table.Tr key={rate.id}>
            <Table.Th scope="row" fw={500}>
              {t(`rate.${rate.id}`)}
              <Text size="xs" c="dimmed">
                {t(`rate.${rate.id}.formula`)}
              </Text>
            </Table.Th>
            <Table.Td ta="right" className="figures">
              <Share numerator={rate.numerator} denominator={rate.denominator} format={format} />
            </Table.Td>
            <Table.Td ta="right" className="figures">
              {format.number(rate.pending)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Counts = readonly { readonly id: string; readonly journeys: number }[];

function CountTable({ title, note, prefix, counts }: { title: string; note?: string; prefix: string; counts: Counts }) {
  const t = useText();
  const optional = useOptionalText();
  const { number } = useFormat();
  return (
    <Paper component="section" aria-label={title}>
      <Title order={2} fz="sm">
        {title}
      </Title>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
      {counts.length === 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          {t('reports.none')}
        </Text>
      ) : (
        <dl className="counts">
          {counts.map((count) => (
            <div key={count.id}>
              <dt>{optional(`${prefix}.${count.id}`, count.id)}</dt>
              <dd>{number(count.journeys)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Paper>
  );
}

function Breakdown({ funnel }: { funnel: Funnel }) {
  const t = useText();
  const voice = (['queued', 'connected', 'abandoned', 'missed', 'failedOver'] as const).map((id) => ({ id, journeys: funnel.voice[id] }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      <CountTable title={t('reports.answers')} prefix="answer" counts={funnel.answers} />
      <CountTable
        title={t('reports.withheld', { count: funnel.withheld.journeys })}
        note={t('reports.withheld.note')}
        prefix="withheld"
        counts={funnel.withheld.reasons}
      />
      <CountTable title={t('reports.failures', { count: funnel.failures.journeys })} prefix="failure" counts={funnel.failures.classes} />
      <CountTable title={t('reports.fallbacks')} prefix="fallback" counts={funnel.fallbacks} />
      <CountTable title={t('reports.links')} prefix="link" counts={funnel.linkMethods} />
      <CountTable title={t('reports.dispositions')} prefix="disposition" counts={funnel.dispositions} />
      <CountTable title={t('reports.voice')} prefix="voice" counts={voice} />
      {funnel.unwritten.journeys > 0 && (
        <CountTable
          title={t('reports.unwritten', { count: funnel.unwritten.journeys })}
          note={t('reports.withheld.note')}
          prefix="withheld"
          counts={funnel.unwritten.reasons}
        />
      )}
      <Callbacks callbacks={funnel.callbacks} />
      <CountTable
        title={t('reports.direct')}
        note={t('reports.direct.note')}
        prefix="direct"
        counts={[{ id: 'chats', journeys: funnel.directChats }]}
      />
    </SimpleGrid>
  );
}

/** Those who came through another door, by door; the names of links are those of the settings. */
function Entries({ entries }: { entries: Funnel['entries'] }) {
  const t = useText();
  const format = useFormat();
  const { data } = useQuery(apiQuery('entryLinks', { query: { limit: 200 } }));
  const nameOf = (code: string | undefined) => data?.items.find((link) => link.code === code)?.name ?? (code && `W-${code}`);
  if (entries.length === 0) return null;
  const columns = ['started', 'delivered', 'chats', 'assigned', 'replied', 'closed', 'confirmed'] as const;
  return (
    <Paper component="section" aria-label={t('reports.entries')}>
      <Title order={2}>{t('reports.entries')}</Title>
      <Text size="xs" c="dimmed">
        {t('reports.entries.note')}
      </Text>
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label={t('reports.entries')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('reports.entry')}</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column} scope="col">
                  {t(`door.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <Table.Tr key={`${entry.kind}:${entry.code ?? ''}`}>
                <Table.Th scope="row">{[t(`medium.${entry.kind}`), nameOf(entry.code)].filter(Boolean).join(' · ')}</Table.Th>
                {columns.map((column) => (
                  <Table.Td key={column}>{entry[column] === undefined ? '—' : format.number(entry[column])}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

/** The calls that were promised that day, and what became of them. */
function Callbacks({ callbacks }: { callbacks: Funnel['callbacks'] }) {
  const t = useText();
  if (callbacks.asked === 0) return null;
  const { asked, placed, connected, failed } = callbacks;
  return (
    <CountTable
      title={t('reports.callbacks', { count: asked })}
      note={t('reports.callbacks.note')}
      prefix="callback"
      counts={[{ id: 'placed', journeys: placed }, { id: 'connected', journeys: connected }, ...failed]}
    />
  );
}

function FunnelView({ funnel }: { funnel: Funnel }) {
  const t = useText();
  const format = useFormat();
  const calls = funnel.stages.find((stage) => stage.id === 'calls')?.journeys ?? 0;
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Badge color="gray">{t('reports.window', { day: funnel.day, zone: funnel.timeZone })}</Badge>
        <Badge color="gray">{t('reports.asOf', { at: format.clock(funnel.atMs) })}</Badge>
      </Group>
      {calls === 0 && funnel.directChats === 0 && funnel.entries.length === 0 && funnel.callbacks.asked === 0 ? (
        <Paper>
          <EmptyState icon="reports" title={t('reports.empty.title')}>
            {t('reports.empty.hint')}
          </EmptyState>
        </Paper>
      ) : (
        <>
          <div className="report-columns">
            <Paper>
              <Stages funnel={funnel} />
            </Paper>
            <Paper>
              <Rates funnel={funnel} />
            </Paper>
          </div>
          <Entries entries={funnel.entries} />
          <Breakdown funnel={funnel} />
        </>
      )}
    </Stack>
  );
}

/** One day's funnel, from the event log; the day is in the address. */
export function ReportsPage() {
  const t = useText();
  const navigate = useNavigate();
  const { day } = useSearch({ from: '/shell/reports' });
  const funnel = useQuery({ ...apiQuery('funnel', { query: { day } }, EVERY_MS), placeholderData: keepPreviousData });
  const picker = (
    <TextInput
      type="date"
      label={t('reports.day')}
      value={day ?? funnel.data?.day ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        void navigate({ to: pagePaths.reports, search: chosen ? { day: chosen } : {} });
      }}
    />
  );
  return (
    <Page title={t('nav.reports')} hint={t('reports.hint')} actions={picker}>
      <QueryView query={funnel}>{(data) => <FunnelView funnel={data} />}</QueryView>
    </Page>
  );
}
