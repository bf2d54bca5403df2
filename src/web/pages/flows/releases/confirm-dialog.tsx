import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useReleaseText } from './words/releases-text.tsx';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is done that can't be taken back. */
export function ConfirmDialog({ title, text, action, onConfirm, onClose }: Props) {
  const t = useReleaseText();
  return (
    <Modal opened transitionProps={{ duration: 0 }} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <Stack>
        <Text size="sm">{text}</Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('releases.cancel')}
          </Button>
          <Button color="red" onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
