import { VisuallyHidden } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { DeskFrame } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useMe } from '../../shell/me.ts';
import { EmptyState } from '../../ui/states.tsx';
import { ChatLists } from './chat-lists.tsx';
import { ContextCard } from './context-card.tsx';
import './desk.css';
import { DeskBar } from './desk-bar.tsx';
import type { DeskState } from './desk-state.ts';
import { Thread } from './thread.tsx';
import { DeskContext, useDesk, useDeskConnection, useDeskState } from './use-desk.ts';

/** What a screen reader is told when something new comes in. */
function useAnnouncements() {
  const t = useText();
  const [announcement, setAnnouncement] = useState('');
  const onFrame = useCallback(
    (frame: DeskFrame, before: DeskState) => {
      if (frame.type !== 'chat') return;
      const { chat } = frame;
      const name = chat.name ?? chat.address;
      const known = before.chats[chat.id];
      const isNewlyUrgent = chat.state === 'waiting' && chat.ticket?.urgent !== undefined && known?.ticket?.urgent === undefined;
      if (isNewlyUrgent) setAnnouncement(t('desk.announce.urgent', { name }));
      else if (chat.state === 'waiting' && known?.state !== 'waiting') setAnnouncement(t('desk.announce.waiting', { name }));
      else if (chat.unread > (known?.unread ?? 0) && chat.agent?.userId === before.me?.userId) {
        setAnnouncement(t('desk.announce.message', { name, text: chat.lastMessage.text }));
      }
    },
    [t],
  );
  return { announcement, onFrame };
}

function useOpenChat(chatId: string | undefined) {
  const { client } = useDesk();
  useEffect(() => {
    client.open(chatId);
  }, [client, chatId]);
  useEffect(() => () => client.open(undefined), [client]);
}

function DeskColumns() {
  const t = useText();
  const navigate = useNavigate();
  const { chat: chatId } = useSearch({ from: '/shell/desk' });
  const state = useDeskState();
  useOpenChat(chatId);
  const chat = chatId ? state.chats[chatId] : undefined;
  const unread = Object.values(state.chats).reduce((sum, one) => sum + (one.agent?.userId === state.me?.userId ? one.unread : 0), 0);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${t('nav.desk')} · Relevo`;
  }, [unread, t]);
  const leave = () => void navigate({ to: pagePaths.desk, search: {} });
  const thread = state.thread?.chatId === chatId ? state.thread : undefined;
  return (
    <div className="desk-columns" data-open={chatId ? '' : undefined}>
      <ChatLists selected={chatId} />
      {chatId ? (
        <Thread key={chatId} chatId={chatId} chat={chat} thread={thread} onLeave={leave} />
      ) : (
        <section className="desk-thread desk-thread-empty">
          <EmptyState icon="desk" title={t('desk.none.title')}>
            {t('desk.none.hint')}
          </EmptyState>
        </section>
      )}
      {chat && thread && <ContextCard chat={chat} card={thread.card} marks={thread.marks} ticketTypes={thread.ticketTypes} />}
    </div>
  );
}

/** The agents' page: who waits, whose turn it is, the thread, and what the call already told. */
export function DeskPage() {
  const t = useText();
  const me = useMe();
  const { announcement, onFrame } = useAnnouncements();
  const desk = useDeskConnection(me.user.id, onFrame);
  return (
    <DeskContext value={desk}>
      <div className="desk">
        <VisuallyHidden component="h1">{t('nav.desk')}</VisuallyHidden>
        <DeskBar />
        <DeskColumns />
        <VisuallyHidden role="log" aria-live="polite" aria-label={t('desk.announcements')}>
          {announcement}
        </VisuallyHidden>
      </div>
    </DeskContext>
  );
}
