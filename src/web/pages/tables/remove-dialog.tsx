import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { TableDetail } from '../../../http/contract/tables.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useProblemText } from '../../ui/states.tsx';
import { InUse } from './in-use.tsx';
import { useTablesText } from './words/tables-text.tsx';

/** Asks before a table is taken away. */
export function RemoveDialog({ detail, onRemoved, onClose }: { detail: TableDetail; onRemoved: () => void; onClose: () => void }) {
  const t = useTablesText();
  const say = useProblemText();
  const remove = useApiChange('removeTable', ['tables']);
  return (
    <Modal
      opened
      transitionProps={{ duration: 0 }}
      onClose={onClose}
      title={t('tables.removeTitle')}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <Stack>
        <Text size="sm">{t('tables.removeWhat')}</Text>
        {remove.error && (
          <Alert role="alert" color="red">
            {say(remove.error)}
            <InUse error={remove.error} />
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('tables.cancel')}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ params: { name: detail.name }, query: { revision: detail.revision } }, { onSuccess: onRemoved })}
          >
            {t('tables.removeDo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
