import { Badge, Group, NativeSelect, Paper, Tabs, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { HandsetView, SandboxState, ThreadMessage } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useStickToEnd } from '../../ui/use-stick-to-end.ts';
import { Bubble } from './bubble.tsx';
import { HandsetSwitches } from './handset-switches.tsx';
import { HandsetWriting } from './handset-writing.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { SmsInbox } from './sms-inbox.tsx';
import { useRun } from './use-sandbox.ts';

/** A message of the business shows only once it has arrived. */
function arrived(message: ThreadMessage): boolean {
  return message.by === 'customer' || message.ticks === 'delivered' || message.ticks === 'read';
}

function unreadOf(handset: HandsetView): number {
  return handset.thread.filter((message) => message.by === 'business' && message.ticks === 'delivered').length;
}

function ThreadView({ handset }: { handset: HandsetView }) {
  const t = useText();
  const messages = handset.thread.filter(arrived);
  const typing = (handset.typingUntilMs ?? 0) > useNow();
  const list = useStickToEnd<HTMLDivElement>(messages.length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="handset-thread" {...list} role="log" aria-label={t('handset.thread')} tabIndex={0}>
      {messages.length === 0 && <Text size="sm">{t(handset.hasWhatsApp ? 'handset.empty' : 'handset.noWhatsApp')}</Text>}
      {messages.map((message) => (
        <Bubble key={message.sid} handset={handset} message={message} />
      ))}
      {typing && (
        <Text size="xs" role="status">
          {t('handset.typing')}
        </Text>
      )}
    </div>
  );
}

function nameOf(handset: HandsetView): string {
  return `${handset.profileName} · ${handset.number ?? handset.scopedUserId}`;
}

function HandsetChoice(props: { state: SandboxState; handset: HandsetView; onChoose: (id: string) => void }) {
  const t = useText();
  return (
    <NativeSelect
      size="xs"
      label={t('handset.whose')}
      value={props.handset.id}
      onChange={(event) => props.onChoose(event.currentTarget.value)}
      data={props.state.handsets.map((one) => {
        const unread = unreadOf(one) + one.inbox.length;
        return { value: one.id, label: unread > 0 ? `${nameOf(one)} (${unread})` : nameOf(one) };
      })}
    />
  );
}

/** The customer's mobile: the WhatsApp thread and the text messages. Touching it is reading it. */
export function Handset(props: { state: SandboxState; handset: HandsetView; onChoose: (id: string) => void }) {
  const { handset } = props;
  const t = useText();
  const run = useRun();
  const [tab, setTab] = useState<string | null>('whatsapp');
  const unread = unreadOf(handset);
  const read = () => {
    if (unread > 0 && tab === 'whatsapp') run(() => sandboxApi.read(handset.id));
  };
  return (
    <Paper component="section" aria-label={t('handset.title')} className="device" onFocus={read} onPointerDown={read}>
      <Group justify="space-between">
        <Title order={2}>{t('handset.title')}</Title>
        {unread > 0 && (
          <Badge color="yellow" role="status">
            {t('handset.unread', { count: unread })}
          </Badge>
        )}
      </Group>
      <HandsetChoice {...props} />
      <Tabs value={tab} onChange={setTab} keepMounted={false} className="handset-tabs">
        <Tabs.List>
          <Tabs.Tab value="whatsapp">WhatsApp</Tabs.Tab>
          <Tabs.Tab value="sms">{t('handset.sms', { count: handset.inbox.length })}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('handset.settings')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="whatsapp" className="handset-panel">
          <ThreadView handset={handset} />
          <HandsetWriting handset={handset} />
        </Tabs.Panel>
        <Tabs.Panel value="sms" className="handset-panel">
          <SmsInbox handset={handset} onOpened={() => setTab('whatsapp')} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" className="handset-panel">
          <HandsetSwitches handset={handset} />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}
