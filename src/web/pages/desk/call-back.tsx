import { Alert, Button, Stack, Text } from '@mantine/core';
import type { DeskChat } from '../../../http/contract/desk.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay, useMe } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useProblemText } from '../../ui/states.tsx';

/** Whoever has the case of a voice message promises its caller a call: the own phone rings first. */
export function CallBack({ chat }: { chat: DeskChat }) {
  const t = useText();
  const me = useMe();
  const supervises = useMay('desk:supervise');
  const format = useFormat();
  const problemText = useProblemText();
  const promise = useApiChange('promiseCall', ['callbacks']);
  const mayCall = chat.state !== 'closed' && (chat.agent?.userId === me.user.id || supervises);
  if (!chat.voicemail || !mayCall || chat.address === 'withheld') return null;
  const done = promise.data && (promise.data.asap ? t('callBack.asap') : t('callBack.at', { at: format.dateTime(promise.data.atMs) }));
  return (
    <Stack gap={4} align="flex-start" my="xs">
      <Button
        size="xs"
        leftSection={<Icon name="phone" size={14} />}
        loading={promise.isPending}
        disabled={promise.isSuccess}
        onClick={() => promise.mutate({ params: { id: chat.id } })}
      >
        {t('callBack.do')}
      </Button>
      <Text size="xs" role="status">
        {done ?? ''}
      </Text>
      {promise.error && (
        <Alert role="alert" color="red" py={4}>
          {problemText(promise.error)}
        </Alert>
      )}
    </Stack>
  );
}
