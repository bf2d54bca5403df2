import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeskChat } from '../../../http/contract/desk.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { ResetForm } from '../../ui/reset-form.tsx';
import { QueryView } from '../../ui/states.tsx';

/** Helps a person on whose session is stuck: whoever has the chat chooses what is reset. */
export function ResetSession({ chat }: { chat: DeskChat }) {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const [done, setDone] = useState(false);
  const open = () => {
    setDone(false);
    setOpened(true);
  };
  const close = (wasDone: boolean) => {
    setOpened(false);
    setDone(wasDone);
  };
  return (
    <div>
      <Button size="compact-xs" variant="default" onClick={open}>
        {t('reset.open')}
      </Button>
      <Text size="xs" role="status">
        {done ? t('reset.done') : ''}
      </Text>
      <Modal opened={opened} onClose={() => close(false)} title={t('reset.title')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
        <Choices chat={chat} onClose={close} />
      </Modal>
    </div>
  );
}

function Choices({ chat, onClose }: { chat: DeskChat; onClose: (wasDone: boolean) => void }) {
  const params = { id: chat.id };
  const choices = useQuery({ ...apiQuery('chatResets', { params }), staleTime: 0 });
  const reset = useApiChange('resetChatPerson', ['chatResets']);
  return (
    <QueryView query={choices}>
      {(data) => (
        <ResetForm
          choices={data}
          busy={reset.isPending}
          error={reset.error}
          onCancel={() => onClose(false)}
          onReset={(items, reason) => reset.mutate({ params, body: { items: [...items], reason } }, { onSuccess: () => onClose(true) })}
        />
      )}
    </QueryView>
  );
}
