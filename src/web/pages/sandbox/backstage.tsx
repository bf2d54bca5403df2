import { Paper, Tabs, Text, Title } from '@mantine/core';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import './backstage.css';
import { FailureMenu } from './failure-menu.tsx';
import { LookupsPanel } from './lookups-panel.tsx';
import { ScriptPanel } from './script-panel.tsx';
import { WebhooksPanel } from './webhooks-panel.tsx';

/** What the carrier does to us, chosen to the last detail, and a whole morning of callers. */
export function Backstage({ state }: { state: SandboxState }) {
  const t = useText();
  return (
    <Paper component="section" aria-label={t('backstage.title')} mt="md">
      <Title order={2}>{t('backstage.title')}</Title>
      <Text size="xs" c="dimmed">
        {t('backstage.hint')}
      </Text>
      <Tabs defaultValue="failures" keepMounted={false} mt="xs">
        <Tabs.List mb="sm">
          <Tabs.Tab value="failures">{t('backstage.failures')}</Tabs.Tab>
          <Tabs.Tab value="lookups">{t('backstage.lookups')}</Tabs.Tab>
          <Tabs.Tab value="webhooks">{t('backstage.webhooks')}</Tabs.Tab>
          <Tabs.Tab value="script">{t('backstage.script')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="failures">
          <FailureMenu state={state} />
        </Tabs.Panel>
        <Tabs.Panel value="lookups">
          <LookupsPanel state={state} />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhooksPanel state={state} />
        </Tabs.Panel>
        <Tabs.Panel value="script">
          <ScriptPanel />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}
