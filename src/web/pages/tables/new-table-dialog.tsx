import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useApiChange } from '../../api/use-api-change.ts';
import { pagePaths } from '../../paths.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useTablesText } from './words/tables-text.tsx';

const NAME = /^[a-z][a-zA-Z0-9]{0,39}$/;

/** Makes a table with its key alone; its columns are put in afterwards. */
export function NewTableDialog({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const t = useTablesText();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const create = useApiChange('saveTable', ['tables']);
  const [draft, setDraft] = useState({ title: '', name: '', key: 'key' });
  const [isTried, setTried] = useState(false);
  const { name, key } = draft;
  const title = draft.title.trim();
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const nameError = !NAME.test(name) ? t('tables.idBad') : taken.includes(name) ? t('tables.idTaken') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nameError !== undefined || title === '' || !NAME.test(key)) return;
    const table = { name, title, key, columns: [{ name: key, type: 'text' as const }], rows: [] };
    create.mutate(
      { params: { name }, body: { baseRevision: 0, table } },
      { onSuccess: () => void navigate({ to: pagePaths.table, params: { tableName: name } }) },
    );
  };
  return (
    <Modal
      opened
      transitionProps={{ duration: 0 }}
      onClose={onClose}
      title={t('tables.newTitle')}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('tables.title')}
            data-autofocus
            maxLength={80}
            value={draft.title}
            onChange={set('title')}
            error={isTried && title === '' && t('tables.titleMissing')}
          />
          <TextInput
            label={t('tables.id')}
            description={t('tables.id.hint')}
            maxLength={40}
            value={name}
            onChange={set('name')}
            error={isTried && nameError}
          />
          <TextInput
            label={t('tables.keyName')}
            maxLength={40}
            value={key}
            onChange={set('key')}
            error={isTried && !NAME.test(key) && t('tables.idBad')}
          />
          {create.error && (
            <Alert role="alert" color="red">
              {problemText(create.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('tables.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('tables.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
