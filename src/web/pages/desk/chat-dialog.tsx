import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { DeskChat, DeskCommandBody } from '../../../http/contract/desk.ts';
import { type MessageKey, useText } from '../../messages/language.tsx';
import { useDeskCommand } from './use-desk-command.ts';

export interface ChatDialogProps {
  readonly chat: DeskChat;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** It is done: the chat is no longer mine. */
  readonly onDone: () => void;
}

interface Asking {
  readonly title: MessageKey;
  readonly submit: MessageKey;
  /** What is to be done; undefined while something is missing. */
  readonly command: () => DeskCommandBody | undefined;
  readonly children: ReactNode;
}

/** Asks what is needed to let go of a chat, does it, and says why it could not be done. */
export function ChatDialog({ opened, onClose, onDone, title, submit, command, children }: Omit<ChatDialogProps, 'chat'> & Asking) {
  const t = useText();
  const { run, busy, problem } = useDeskCommand();
  const body = command();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (body && (await run(body))) onDone();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t(title)} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <form onSubmit={send}>
        <Stack>
          {children}
          {problem && (
            <Alert role="alert" color="red">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('dialog.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={body === undefined}>
              {t(submit)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
