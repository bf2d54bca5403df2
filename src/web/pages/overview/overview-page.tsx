import { Alert, Badge, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '../../../http/contract/overview.ts';
import { apiQuery } from '../../api/queries.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { DEAD_LETTERS_ID, pagePaths } from '../../paths.ts';
import { useMe } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/states.tsx';

const EVERY_MS = 3_000;

interface Figure {
  readonly label: string;
  readonly value: string;
}

/** One subject: the figure that matters most, and those beside it. */
function Subject({
  icon,
  title,
  lead,
  rest,
  children,
}: {
  icon: IconName;
  title: string;
  lead: Figure;
  rest: Figure[];
  children?: ReactNode;
}) {
  return (
    <Paper component="section" aria-label={title}>
      <Group gap={8} c="dimmed" mb="xs">
        <Icon name={icon} />
        <Title order={2} fz="sm">
          {title}
        </Title>
      </Group>
      <dl className="subject">
        <div className="subject-lead">
          <dt>{lead.label}</dt>
          <dd>{lead.value}</dd>
        </div>
        {rest.map((figure) => (
          <div key={figure.label} className="subject-figure">
            <dt>{figure.label}</dt>
            <dd>{figure.value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </Paper>
  );
}

function Subjects({ overview }: { overview: Overview }) {
  const t = useText();
  const { number, span } = useFormat();
  const { calls, handoffs, chats, agents, desk } = overview;
  const known = (seconds: number | undefined, absent: string) => (seconds === undefined ? absent : span(seconds));
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="md">
      <Subject
        icon="phone"
        title={t('overview.calls')}
        lead={{ label: t('overview.inFlows'), value: number(calls.inFlows) }}
        rest={[{ label: t('overview.queued'), value: number(calls.queued) }]}
      />
      <Subject
        icon="transfer"
        title={t('overview.handoffs')}
        lead={{ label: t('overview.underWay'), value: number(handoffs.underWay) }}
        rest={[{ label: t('overview.forDelivery'), value: number(handoffs.waitingForDelivery) }]}
      />
      <Subject
        icon="desk"
        title={t('overview.chats')}
        lead={{ label: t('overview.waiting'), value: number(chats.waiting) }}
        rest={[
          { label: t('overview.oldest'), value: known(chats.oldestWaitSeconds, t('overview.nobody')) },
          { label: t('overview.assigned'), value: number(chats.assigned) },
        ]}
      />
      <Subject
        icon="settings"
        title={t('overview.agents')}
        lead={{ label: t('overview.available'), value: number(agents.available) }}
        rest={[
          { label: t('overview.present'), value: number(agents.present) },
          { label: t('overview.desk'), value: t(desk.open ? 'overview.open' : 'overview.closed') },
          { label: t('overview.promise'), value: known(desk.waitSeconds, t('overview.noPromise')) },
        ]}
      />
    </SimpleGrid>
  );
}

function Alarms({ overview }: { overview: Overview }) {
  const t = useText();
  const optional = useOptionalText();
  const me = useMe();
  const format = useFormat();
  if (overview.alarms.length === 0) {
    return (
      <Group gap={8} role="status">
        <Icon name="check" />
        <Text size="sm">{t('overview.noAlarms')}</Text>
      </Group>
    );
  }
  return (
    <Stack gap="xs">
      {overview.alarms.map((alarm) => (
        <Alert
          key={`${alarm.code}-${alarm.message}`}
          role="alert"
          color={alarm.severity === 'critical' ? 'red' : 'yellow'}
          icon={<Icon name="warning" />}
          title={t(`alarm.${alarm.severity}`)}
        >
          {optional(`alarmText.${alarm.code}`, alarm.message, alarm.values)}
          {alarm.code === 'dead-letters' && me.pages.includes(pagePaths.settings) && (
            <div>
              <Link to={pagePaths.settings} hash={DEAD_LETTERS_ID} className="text-link">
                {t('overview.toLetters')}
              </Link>
            </div>
          )}
          {alarm.sinceMs !== undefined && ` (${t('overview.since', { at: format.dateTime(alarm.sinceMs) })})`}
        </Alert>
      ))}
    </Stack>
  );
}

function OverviewBody({ overview }: { overview: Overview }) {
  const t = useText();
  const { clock } = useFormat();
  return (
    <Stack gap="md">
      <Subjects overview={overview} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Paper component="section" aria-label={t('overview.alarms')}>
          <Title order={2} fz="sm" mb="xs">
            {t('overview.alarms')}
          </Title>
          <Alarms overview={overview} />
        </Paper>
        <Paper component="section" aria-label={t('overview.store')}>
          <Group justify="space-between" mb="xs">
            <Title order={2} fz="sm">
              {t('overview.store')}
            </Title>
            <Badge color={overview.store.durable ? 'teal' : 'yellow'}>
              {t(overview.store.durable ? 'store.durable' : 'store.volatile')}
            </Badge>
          </Group>
          <Text size="sm">{overview.store.description}</Text>
        </Paper>
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t('overview.asOf', { at: clock(overview.atMs) })}
      </Text>
    </Stack>
  );
}

/** What is going on at this moment, refreshed every three seconds. */
export function OverviewPage() {
  const t = useText();
  const me = useMe();
  const overview = useQuery(apiQuery('overview', {}, EVERY_MS));
  const shortcuts = (
    <Group gap="xs">
      {me.pages.includes(pagePaths.sandbox) && (
        <Button
          variant="default"
          leftSection={<Icon name="sandbox" size={16} />}
          renderRoot={(props) => <Link to={pagePaths.sandbox} {...props} />}
        >
          {t('overview.trySandbox')}
        </Button>
      )}
      {me.pages.includes(pagePaths.desk) && (
        <Button leftSection={<Icon name="desk" size={16} />} renderRoot={(props) => <Link to={pagePaths.desk} {...props} />}>
          {t('overview.openDesk')}
        </Button>
      )}
    </Group>
  );
  return (
    <Page title={t('nav.overview')} hint={t('overview.hint')} actions={shortcuts}>
      <QueryView query={overview}>{(data) => <OverviewBody overview={data} />}</QueryView>
    </Page>
  );
}
