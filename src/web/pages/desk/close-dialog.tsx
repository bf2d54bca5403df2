import { Alert, Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type DeskChat, DISPOSITIONS } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { useDeskCommand } from './use-desk-command.ts';

type Disposition = (typeof DISPOSITIONS)[number];

interface DialogProps {
  readonly chat: DeskChat;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** It is done: the chat is no longer mine. */
  readonly onDone: () => void;
}

/** Ends the chat and says how it ended. */
export function CloseDialog(props: DialogProps) {
  const { chat, opened, onClose, onDone } = props;
  const t = useText();
  const { run, busy, problem } = useDeskCommand();
  const [disposition, setDisposition] = useState<Disposition>('resolved');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run({ type: 'close', chatId: chat.id, disposition })) onDone();
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
