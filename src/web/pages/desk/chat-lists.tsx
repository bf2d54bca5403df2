import { Badge, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { DeskChat } from '../../../http/contract/desk.ts';
import { type MessageKey, useLanguage, useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { deskColumns } from './desk-state.ts';
import { DueBadge } from './due-badge.tsx';
import { PromisedCalls } from './promised-calls.tsx';
import { nameOf } from './ticket-name.ts';
import { useDeskState } from './use-desk.ts';

/** How long it waits, or when something was last said. */
function ChatTime({ chat }: { chat: DeskChat }) {
  const t = useText();
  const format = useFormat();
  const { clockSkewMs } = useDeskState();
  const now = useNow() + clockSkewMs;
  if (chat.queuedAtMs === undefined) return <span>{format.clock(chat.lastMessage.atMs)}</span>;
  const seconds = (now - chat.queuedAtMs) / 1000;
  return (
    <span
      className="chat-wait"
      data-late={seconds > 180 ? '' : undefined}
      title={t('desk.waitingSince', { at: format.clock(chat.queuedAtMs) })}
    >
      <Icon name="clock" size={13} /> {format.stopwatch(seconds)}
    </span>
  );
}

function ChatTags({ chat }: { chat: DeskChat }) {
  const t = useText();
  const { language } = useLanguage();
  const { me, clockSkewMs } = useDeskState();
  const offered = chat.offer && chat.offer.userId === me?.userId && chat.offer.untilMs > Date.now() + clockSkewMs;
  return (
    <Group gap={4} mt={2}>
      {chat.ticket?.urgent && <Badge color="red">{t('ticket.urgent')}</Badge>}
      {chat.ticket?.dueAtMs !== undefined && <DueBadge dueAtMs={chat.ticket.dueAtMs} />}
      {offered && <Badge color="yellow">{t('desk.offeredToYou')}</Badge>}
      {chat.fromCall && (
        <Badge color="relevo" leftSection={<Icon name="phone" size={11} />}>
          {t('desk.fromCall')}
        </Badge>
      )}
      {chat.voicemail && (
        <Badge color="grape" leftSection={<Icon name="phone" size={11} />}>
          {t('desk.voicemail')}
        </Badge>
      )}
      {chat.ticket?.type ? (
        <Badge color="teal">{nameOf(chat.ticket.type, language)}</Badge>
      ) : (
        chat.intent && <Badge color="gray">{chat.intent}</Badge>
      )}
      <Badge color="gray">{chat.language.toUpperCase()}</Badge>
      {chat.state === 'bot' && <Badge color="blue">{t('desk.withBot')}</Badge>}
      {chat.agent && chat.agent.userId !== me?.userId && <Badge color="gray">{chat.agent.name}</Badge>}
    </Group>
  );
}

function ChatRow({ chat, selected }: { chat: DeskChat; selected: boolean }) {
  const t = useText();
  return (
    <li>
      <Link to={pagePaths.desk} search={{ chat: chat.id }} className="chat-row" aria-current={selected ? 'true' : undefined}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text fw={600} size="sm" truncate>
            {chat.name ?? chat.address}
          </Text>
          <Text size="xs" className="chat-time" component="span">
            <ChatTime chat={chat} />
          </Text>
        </Group>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="xs" c="dimmed" truncate>
            {t(`author.${chat.lastMessage.by}`)}: {chat.lastMessage.text}
          </Text>
          {chat.unread > 0 && (
            <Badge size="sm" variant="filled" circle={chat.unread < 10} aria-label={t('desk.unread', { count: chat.unread })}>
              {chat.unread}
            </Badge>
          )}
        </Group>
        <ChatTags chat={chat} />
      </Link>
    </li>
  );
}

function ChatColumn({
  title,
  empty,
  chats,
  selected,
}: {
  title: MessageKey;
  empty: MessageKey;
  chats: DeskChat[];
  selected: string | undefined;
}) {
  const t = useText();
  return (
    <section aria-label={t(title)} className="chat-column">
      <Group gap={6} className="chat-column-head">
        <Title order={2}>{t(title)}</Title>
        <Badge color="gray" size="sm">
          {chats.length}
        </Badge>
      </Group>
      {chats.length === 0 ? (
        <Text size="xs" c="dimmed" px="sm" pb="sm">
          {t(empty)}
        </Text>
      ) : (
        <ul>
          {chats.map((chat) => (
            <ChatRow key={chat.id} chat={chat} selected={chat.id === selected} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Waiting and mine; for supervisors also everybody else's; then the calls that were promised. */
export function ChatLists({ selected }: { selected: string | undefined }) {
  const state = useDeskState();
  const { waiting, mine, others } = deskColumns(state);
  return (
    <div className="desk-lists">
      <ChatColumn title="desk.column.waiting" empty="desk.empty.waiting" chats={waiting} selected={selected} />
      <ChatColumn title="desk.column.mine" empty="desk.empty.mine" chats={mine} selected={selected} />
      {state.supervises && <ChatColumn title="desk.column.others" empty="desk.empty.others" chats={others} selected={selected} />}
      <PromisedCalls />
    </div>
  );
}
