import { Badge, Code, CopyButton, Group, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Settings } from '../../../http/contract/settings.ts';
import { apiQuery } from '../../api/queries.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { Loading, QueryView } from '../../ui/states.tsx';
import { CannedSection, cannedQuery } from './canned-section.tsx';
import { CarrierSection, carrierQuery } from './carrier-section.tsx';
import { DeadLettersSection, deadLettersQuery } from './dead-letters-section.tsx';
import { HoursSection, hoursQuery } from './hours-section.tsx';
import { NumbersSection } from './numbers-section.tsx';
import { PublishingSection } from './publishing-section.tsx';
import { ResetSection } from './reset-section.tsx';
import { RulesSection, rulesQuery } from './rules-section.tsx';
import { Rows, Section } from './section.tsx';

const EVERY_MS = 10_000;

function Copyable({ text }: { text: string }) {
  const t = useText();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <UnstyledButton onClick={copy} aria-label={t('settings.copy', { text })}>
          <Group gap={6}>
            <Code>{text}</Code>
            <Text size="xs" c="dimmed" role="status">
              {copied ? t('settings.copied') : ''}
            </Text>
          </Group>
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

function Health({ settings }: { settings: Settings }) {
  const t = useText();
  const optional = useOptionalText();
  return (
    <Section title={t('settings.health')}>
      <Rows
        label={t('settings.health')}
        head={[t('settings.check'), t('settings.state'), t('settings.detail')]}
        empty={t('settings.health.none')}
        rows={settings.health.map((check) => ({
          key: check.name,
          cells: [
            optional(`health.${check.name}`, check.name),
            <Badge key="state" color={check.ok ? 'teal' : 'red'}>
              {t(check.ok ? 'settings.ok' : 'settings.notOk')}
            </Badge>,
            optional(`healthText.${check.name}.${check.ok ? 'ok' : 'bad'}`, check.detail, check.values),
          ],
        }))}
      />
    </Section>
  );
}

function Templates({ settings }: { settings: Settings }) {
  const t = useText();
  const format = useFormat();
  const optional = useOptionalText();
  return (
    <Section title={t('settings.templates')} hint={t('settings.templates.hint')}>
      <Rows
        label={t('settings.templates')}
        head={[t('settings.template'), t('settings.language'), t('settings.category'), t('settings.state')]}
        empty={t('settings.templates.none')}
        rows={settings.templates.map((template) => ({
          key: `${template.name}/${template.language}`,
          cells: [
            <div key="name">
              <Text size="sm" fw={600}>
                {template.name}
              </Text>
              {template.body && (
                <Text size="xs" c="dimmed" maw={760}>
                  {template.body}
                </Text>
              )}
            </div>,
            template.language,
            template.category,
            <div key="state">
              <Badge color={template.usable ? 'teal' : 'yellow'}>{optional(`template.${template.status}`, template.status)}</Badge>
              {!template.usable && (
                <Text size="xs">
                  {template.held
                    ? t('settings.held', { code: template.held.code, until: format.dateTime(template.held.untilMs) })
                    : (template.reason ?? t('settings.notSent'))}
                </Text>
              )}
            </div>,
          ],
        }))}
      />
    </Section>
  );
}

function Agents({ settings }: { settings: Settings }) {
  const t = useText();
  const format = useFormat();
  return (
    <Section title={t('settings.agents')}>
      <Rows
        label={t('settings.agents')}
        head={[t('settings.name'), t('settings.state'), t('settings.load'), t('settings.teams'), t('settings.languages')]}
        empty={t('settings.agents.none')}
        rows={settings.agents.map((agent) => ({
          key: agent.userId,
          cells: [
            agent.name,
            <Badge key="state" color={agent.status === 'available' ? 'teal' : agent.status === 'away' ? 'yellow' : 'gray'}>
              {t(`agent.${agent.status}`)}
            </Badge>,
            `${agent.load} / ${agent.capacity}`,
            [...agent.teams, ...agent.skills].join(', '),
            agent.languages.map((tag) => format.language(tag)).join(', '),
          ],
        }))}
      />
    </Section>
  );
}

function Webhooks({ settings }: { settings: Settings }) {
  const t = useText();
  const optional = useOptionalText();
  return (
    <Section title={t('settings.webhooks')} hint={t('settings.webhooks.hint')}>
      <Rows
        label={t('settings.webhooks')}
        head={[t('settings.purpose'), t('settings.address')]}
        empty=""
        rows={settings.webhooks.map(({ purpose, url }) => ({
          key: url,
          cells: [optional(`webhook.${new URL(url).pathname}`, purpose), <Copyable key="url" text={url} />],
        }))}
      />
    </Section>
  );
}

/** Is any of what the regions show still on its way for the first time? One sign of that is enough for the page. */
function useIsLoading(runs: boolean): boolean {
  const letters = useQuery({ ...deadLettersQuery, enabled: runs });
  const states = [useQuery(hoursQuery), useQuery(cannedQuery), useQuery(carrierQuery), useQuery(rulesQuery)];
  return states.some(({ isPending }) => isPending) || (runs && letters.isPending);
}

function SettingsBody({ settings }: { settings: Settings }) {
  const runs = useMay('operations:run');
  const supervises = useMay('desk:supervise');
  if (useIsLoading(runs)) return <Loading />;
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <NumbersSection settings={settings} />
        <Stack gap="md">
          <Health settings={settings} />
          <Agents settings={settings} />
        </Stack>
      </SimpleGrid>
      <RulesSection />
      <PublishingSection />
      <CarrierSection />
      {runs && <DeadLettersSection />}
      {supervises && <ResetSection />}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <HoursSection />
        <CannedSection />
      </SimpleGrid>
      <Templates settings={settings} />
      <Webhooks settings={settings} />
    </Stack>
  );
}

/** What an administrator set up, and how it is doing. */
export function SettingsPage() {
  const t = useText();
  const settings = useQuery(apiQuery('settings', {}, EVERY_MS));
  return (
    <Page
      title={t('nav.settings')}
      hint={t('settings.hint')}
      actions={
        <Link to={pagePaths.entries} className="text-link">
          {t('entries.link')}
        </Link>
      }
    >
      <QueryView query={settings}>{(data) => <SettingsBody settings={data} />}</QueryView>
    </Page>
  );
}
