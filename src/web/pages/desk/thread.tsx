import { ActionIcon, Alert, Badge, Button, Group, Menu, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DeskChat } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { useStickToEnd } from '../../ui/use-stick-to-end.ts';
import { CloseDialog } from './close-dialog.tsx';
import { Composer } from './composer.tsx';
import type { OpenThread } from './desk-state.ts';
import { MessageEntry, PendingEntry } from './message-entry.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { useDesk, useDeskState } from './use-desk.ts';
import { useDeskCommand } from './use-desk-command.ts';

/** What is left of the window in which free text may be sent. */
function WindowState({ chat }: { chat: DeskChat }) {
  const t = useText();
  const format = useFormat();
  const { clockSkewMs } = useDeskState();
  const left = (chat.windowUntilMs - (useNow() + clockSkewMs)) / 1000;
  const color = left <= 0 ? 'red' : left < 3600 ? 'yellow' : 'gray';
  return (
    <Badge color={color} leftSection={<Icon name="clock" size={12} />} title={t('desk.window.hint')}>
      {left <= 0 ? t('desk.window.closed') : t('desk.window.left', { span: format.span(left) })}
    </Badge>
  );
}

function ThreadActions({ chat, onLeave }: { chat: DeskChat; onLeave: () => void }) {
  const t = useText();
  const { me, supervises } = useDeskState();
  const [dialog, setDialog] = useState<'transfer' | 'close'>();
  const { run, busy, problem } = useDeskCommand();
  const mine = chat.agent?.userId === me?.userId && chat.state === 'assigned';
  const claim = (takeOver: boolean) => run({ type: 'claim', chatId: chat.id, ...(takeOver && { takeOver }) });
  return (
    <>
      <Group gap={6} wrap="nowrap">
        {chat.state === 'waiting' && (
          <>
            <Button size="xs" loading={busy} onClick={() => claim(false)}>
              {t('desk.claim')}
            </Button>
            {chat.offer?.userId === me?.userId && (
              <Button size="xs" variant="default" onClick={() => run({ type: 'decline', chatId: chat.id })}>
                {t('desk.decline')}
              </Button>
            )}
          </>
        )}
        {supervises && !mine && (chat.state === 'bot' || chat.state === 'assigned') && (
          <Button size="xs" variant="default" loading={busy} onClick={() => claim(true)}>
            {t('desk.takeOver')}
          </Button>
        )}
        {mine && (
          <>
            <Button size="xs" variant="default" leftSection={<Icon name="transfer" size={14} />} onClick={() => setDialog('transfer')}>
              {t('desk.transfer')}
            </Button>
            <Button size="xs" variant="default" leftSection={<Icon name="check" size={14} />} onClick={() => setDialog('close')}>
              {t('desk.close')}
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button size="xs" variant="default" px={8} aria-label={t('desk.more')}>
                  ···
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => run({ type: 'hand-back', chatId: chat.id })}>{t('desk.handBack')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </Group>
      {problem && (
        <Alert role="alert" color="red" py={4} className="thread-problem">
          {problem}
        </Alert>
      )}
      <TransferDialog chat={chat} opened={dialog === 'transfer'} onClose={() => setDialog(undefined)} onDone={onLeave} />
      <CloseDialog chat={chat} opened={dialog === 'close'} onClose={() => setDialog(undefined)} onDone={onLeave} />
    </>
  );
}

function ThreadHead({ chat, onLeave }: { chat: DeskChat; onLeave: () => void }) {
  const t = useText();
  return (
    <header className="thread-head">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <ActionIcon variant="subtle" color="gray" className="thread-back" aria-label={t('desk.back')} onClick={onLeave}>
          <Icon name="back" />
        </ActionIcon>
        <div style={{ minWidth: 0 }}>
          <Title order={2} className="thread-name">
            {chat.name ?? chat.address}
          </Title>
          <Text size="xs" c="dimmed" truncate>
            {chat.address} · {t('desk.case')} {chat.caseNumber}
          </Text>
        </div>
      </Group>
      <Group gap="xs" className="thread-head-right">
        {chat.optedOut && <Badge color="red">{t('desk.optedOut')}</Badge>}
        {chat.state !== 'closed' && !(chat.voicemail && chat.windowUntilMs < chat.openedAtMs) && <WindowState chat={chat} />}
        <ThreadActions chat={chat} onLeave={onLeave} />
      </Group>
    </header>
  );
}

/** Who else is here: two agents never answer the same chat unawares. */
function Company({ chat }: { chat: DeskChat }) {
  const t = useText();
  const { me, viewers, agents } = useDeskState();
  const owner = chat.agent && chat.agent.userId !== me?.userId ? chat.agent.name : undefined;
  const offeredTo =
    chat.offer && chat.offer.userId !== me?.userId ? agents.find((agent) => agent.userId === chat.offer?.userId)?.name : undefined;
  const others = viewers.filter((viewer) => viewer.userId !== chat.agent?.userId);
  const notes = [
    owner && t('desk.has', { name: owner }),
    offeredTo && t('desk.offeredTo', { name: offeredTo }),
    others.length > 0 && t('desk.viewing', { names: others.map((viewer) => viewer.name).join(', '), count: others.length }),
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <Text size="xs" className="thread-company" role="status">
      {notes.join(' · ')}
    </Text>
  );
}

function TypingColleague() {
  const t = useText();
  const { typing, clockSkewMs } = useDeskState();
  const now = useNow() + clockSkewMs;
  return (
    <Text size="xs" c="dimmed" className="thread-typing" role="status">
      {typing && typing.untilMs > now ? t('desk.typing', { name: typing.name }) : ''}
    </Text>
  );
}

function Entries({ chat, thread }: { chat: DeskChat; thread: OpenThread }) {
  const t = useText();
  const format = useFormat();
  const { outbox } = useDeskState();
  const pending = outbox.filter((post) => post.chatId === chat.id);
  const list = useStickToEnd<HTMLDivElement>(thread.messages.length + pending.length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="thread-entries" {...list} role="log" aria-label={t('desk.thread')} tabIndex={0}>
      {thread.messages.map((message, index) => (
        <MessageEntry
          key={message.seq}
          message={message}
          newDay={format.day(message.atMs) !== format.day(thread.messages[index - 1]?.atMs ?? 0)}
        />
      ))}
      {pending.map((post) => (
        <PendingEntry key={post.messageId} post={post} />
      ))}
    </div>
  );
}

/** The owner has seen what is on the screen. */
function useSeen(chat: DeskChat | undefined) {
  const { client } = useDesk();
  const { me } = useDeskState();
  const unread = chat && chat.agent?.userId === me?.userId ? chat.unread : 0;
  const chatId = chat?.id;
  useEffect(() => {
    if (unread === 0 || !chatId) return;
    const seen = () => document.visibilityState === 'visible' && void client.command({ type: 'seen', chatId });
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [client, chatId, unread]);
}

/** One chat: who it is, what was said, and what may be said now. */
export function Thread(props: { chatId: string; chat: DeskChat | undefined; thread: OpenThread | undefined; onLeave: () => void }) {
  const { chat, thread, onLeave } = props;
  const t = useText();
  const { phase } = useDeskState();
  useSeen(chat);
  if (!chat || !thread) {
    return (
      <section className="desk-thread desk-thread-empty" aria-label={t('desk.thread')}>
        {chat || phase !== 'live' ? (
          <Loading />
        ) : (
          <EmptyState icon="desk" title={t('desk.gone.title')}>
            {t('desk.gone.hint')}{' '}
            <Button size="compact-xs" variant="default" onClick={onLeave}>
              {t('desk.back')}
            </Button>
          </EmptyState>
        )}
      </section>
    );
  }
  return (
    <section className="desk-thread" aria-label={t('desk.threadWith', { name: chat.name ?? chat.address })}>
      <ThreadHead chat={chat} onLeave={onLeave} />
      <Company chat={chat} />
      <Entries chat={chat} thread={thread} />
      <TypingColleague />
      <Composer chat={chat} />
    </section>
  );
}
