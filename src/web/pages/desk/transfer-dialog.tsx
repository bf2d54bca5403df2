import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { DeskCommandBody } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { ChatDialog, type ChatDialogProps } from './chat-dialog.tsx';
import { useDeskState } from './use-desk.ts';

/** Gives the chat to a colleague or a team, with a word for them that the customer does not see. */
export function TransferDialog({ chat, ...dialog }: ChatDialogProps) {
  const t = useText();
  const { agents, teams, me } = useDeskState();
  const [target, setTarget] = useState('');
  const [note, setNote] = useState('');
  const colleagues = agents.filter((agent) => agent.userId !== me?.userId && agent.status !== 'offline');
  const command = (): DeskCommandBody | undefined => {
    if (target === '') return undefined;
    const [kind, ...rest] = target.split(':');
    const name = rest.join(':');
    const to = kind === 'agent' ? ({ kind: 'agent', userId: name } as const) : ({ kind: 'team', team: name } as const);
    return { type: 'transfer', chatId: chat.id, to, ...(note.trim() && { note: note.trim() }) };
  };
  return (
    <ChatDialog {...dialog} title="desk.transfer.title" submit="desk.transfer" command={command}>
      <NativeSelect
        label={t('desk.transfer.to')}
        required
        data-autofocus
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
        data={[
          { value: '', label: t('desk.transfer.choose'), disabled: true },
          { group: t('desk.transfer.teams'), items: teams.map((team) => ({ value: `team:${team}`, label: team })) },
          {
            group: t('desk.transfer.agents'),
            items: colleagues.map((agent) => ({
              value: `agent:${agent.userId}`,
              label: `${agent.name} · ${t(`agent.${agent.status}`)} · ${agent.load}/${agent.capacity}`,
            })),
          },
        ]}
      />
      <Textarea
        label={t('desk.transfer.note')}
        description={t('desk.note.hint')}
        maxLength={1000}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ChatDialog>
  );
}
