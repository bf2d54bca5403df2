import { Alert, Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type DeskChat, DISPOSITIONS } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { useDeskCommand } from './use-desk-command.ts';

type Disposition = (typeof DISPOSITIONS)[number];

/** Ends the chat and says how it ended. */
export function CloseDialog({ chat, opened, onClose }: { chat: DeskChat; opened: boolean; onClose: () => void }) {
  const t = useText();
  const { run, busy, problem } = useDeskCommand();
  const [disposition, setDisposition] = useState<Disposition>('resolved');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run({ type: 'close', chatId: chat.id, disposition })) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('desk.close.title')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <form onSubmit={submit}>
        <Stack>
          <Radio.Group label={t('desk.close.how')} value={disposition} onChange={(value) => setDisposition(value as Disposition)}>
            <Stack gap="xs" mt="xs">
              {DISPOSITIONS.map((value, index) => (
                <Radio key={value} value={value} label={t(`disposition.${value}`)} {...(index === 0 && { 'data-autofocus': true })} />
              ))}
            </Stack>
          </Radio.Group>
          {problem && (
            <Alert role="alert" color="red">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('dialog.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('desk.close')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
