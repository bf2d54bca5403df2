import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { DISPOSITIONS } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { ChatDialog, type ChatDialogProps } from './chat-dialog.tsx';

type Disposition = (typeof DISPOSITIONS)[number];

/** Ends the chat and says how it ended. */
export function CloseDialog({ chat, ...dialog }: ChatDialogProps) {
  const t = useText();
  const [disposition, setDisposition] = useState<Disposition>('resolved');
  return (
    <ChatDialog {...dialog} title="desk.close.title" submit="desk.close" command={() => ({ type: 'close', chatId: chat.id, disposition })}>
      <Radio.Group label={t('desk.close.how')} value={disposition} onChange={(value) => setDisposition(value as Disposition)}>
        <Stack gap="xs" mt="xs">
          {DISPOSITIONS.map((value, index) => (
            <Radio key={value} value={value} label={t(`disposition.${value}`)} {...(index === 0 && { 'data-autofocus': true })} />
          ))}
        </Stack>
      </Radio.Group>
    </ChatDialog>
  );
}
