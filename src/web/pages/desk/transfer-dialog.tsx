import { Alert, Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { DeskChat } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { useDeskState } from './use-desk.ts';
import { useDeskCommand } from './use-desk-command.ts';

interface DialogProps {
  readonly chat: DeskChat;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** It is done: the chat is no longer mine. */
  readonly onDone: () => void;
}

/** Gives the chat to a colleague or a team, with a word for them that the customer does not see. */
export function TransferDialog(props: DialogProps) {
  const { chat, opened, onClose, onDone } = props;
  const t = useText();
  const { agents, teams, me } = useDeskState();
  const { run, busy, problem } = useDeskCommand();
  const [target, setTarget] = useState('');
  const [note, setNote] = useState('');
  const colleagues = agents.filter((agent) => agent.userId !== me?.userId && agent.status !== 'offline');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [kind, ...rest] = target.split(':');
    const name = rest.join(':');
    const to = kind === 'agent' ? ({ kind: 'agent', userId: name } as const) : ({ kind: 'team', team: name } as const);
    if (await run({ type: 'transfer', chatId: chat.id, to, ...(note.trim() && { note: note.trim() }) })) onDone();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('desk.transfer.title')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <form onSubmit={submit}>
        <Stack>
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
          {problem && (
            <Alert role="alert" color="red">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('dialog.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={target === ''}>
              {t('desk.transfer')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
