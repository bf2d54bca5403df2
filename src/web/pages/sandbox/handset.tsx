import { Badge, Button, Group, Menu, NativeSelect, Paper, Tabs, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { HandsetView, SandboxState, ThreadMessage } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Ticks } from '../../ui/ticks.tsx';
import { useStickToEnd } from '../../ui/use-stick-to-end.ts';
import { HandsetSwitches } from './handset-switches.tsx';
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

function Buttons({ handset, message }: { handset: HandsetView; message: ThreadMessage }) {
  const run = useRun();
  if (message.buttons.length === 0) return null;
  return (
    <div className="bubble-buttons">
      {message.buttons.map((button) => (
        <button
          key={button.index}
          type="button"
          disabled={message.pressed !== undefined || button.kind !== 'reply'}
          aria-pressed={message.pressed === button.index}
          onClick={() => run(() => sandboxApi.pressButton(handset.id, { messageSid: message.sid, index: button.index }))}
        >
          {button.title}
        </button>
      ))}
    </div>
  );
}

function Bubble({ handset, message }: { handset: HandsetView; message: ThreadMessage }) {
  const t = useText();
  const format = useFormat();
  const { media, location } = message;
  return (
    <article className="bubble" data-by={message.by}>
      {media && (
        <span className="bubble-media">
          <Icon name="image" size={15} /> {media.contentType}
        </span>
      )}
      {location && (
        <span className="bubble-media">
          <Icon name="pin" size={15} /> {location.label ?? `${location.latitude}, ${location.longitude}`}
        </span>
      )}
      <div className="entry-text">{message.text}</div>
      <div className="entry-meta">
        {message.template && <span>{message.template}</span>}
        <time>{format.clock(message.atMs)}</time>
        {message.by === 'customer' && <Ticks state={message.ticks} />}
      </div>
      {message.errorCode && (
        <Text size="xs" className="entry-failure">
          {t('handset.failed', { code: message.errorCode })}
        </Text>
      )}
      <Buttons handset={handset} message={message} />
    </article>
  );
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

function Write({ handset }: { handset: HandsetView }) {
  const t = useText();
  const run = useRun();
  const [text, setText] = useState('');
  useEffect(() => {
    if (handset.draft) setText(handset.draft);
  }, [handset.draft]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    run(() => sandboxApi.write(handset.id, { kind: 'text', text: text.trim() }));
    setText('');
  };
  const place = { kind: 'location', latitude: 40.4168, longitude: -3.7038, label: 'Puerta del Sol, Madrid' } as const;
  return (
    <form onSubmit={submit}>
      <Group gap={6} wrap="nowrap" align="flex-end">
        <Menu position="top-start">
          <Menu.Target>
            <Button variant="default" size="xs" px={8} aria-label={t('handset.attach')}>
              +
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<Icon name="image" size={15} />}
              onClick={() => run(() => sandboxApi.write(handset.id, { kind: 'image' }))}
            >
              {t('handset.image')}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="pin" size={15} />} onClick={() => run(() => sandboxApi.write(handset.id, place))}>
              {t('handset.location')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <TextInput
          flex={1}
          size="xs"
          aria-label={t('handset.message')}
          placeholder={t('handset.message')}
          disabled={!handset.hasWhatsApp}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={!handset.hasWhatsApp || text.trim() === ''}>
          {t('handset.send')}
        </Button>
      </Group>
    </form>
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
          <Write handset={handset} />
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
