import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ALIAS_NAME, LIVE } from '../../../../flows/studio/alias.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useProblemText } from '../../../ui/states.tsx';
import { ALIAS_STALE } from './aliases-section.tsx';
import { useReleaseText } from './words/releases-text.tsx';

interface Props {
  readonly flowId: string;
  readonly number: number;
  /** With the sentence that says what was done, if anything was. */
  readonly onClose: (done?: string) => void;
}

/** Points an alias, one that is there or a new one, at a release. */
export function PointAliasDialog({ flowId, number, onClose }: Props) {
  const t = useReleaseText();
  const problemText = useProblemText();
  const move = useApiChange('moveAlias', ALIAS_STALE);
  const [alias, setAlias] = useState<string>(LIVE);
  const [note, setNote] = useState('');
  const isGood = ALIAS_NAME.test(alias);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGood) return;
    move.mutate(
      { params: { id: flowId, alias }, body: { release: number, ...(note.trim() && { note: note.trim() }) } },
      { onSuccess: () => onClose(t('releases.movedDone', { alias, number })) },
    );
  };
  return (
    <Modal
      opened
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={t('releases.pointOne', { number })}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('releases.aliasName')}
            description={t('releases.aliasName.hint')}
            data-autofocus
            maxLength={20}
            value={alias}
            onChange={(event) => setAlias(event.currentTarget.value.trim().toLowerCase())}
            error={!isGood && t('releases.badAlias')}
          />
          <TextInput label={t('releases.aliasWhy')} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          {move.error && (
            <Alert role="alert" color="red">
              {problemText(move.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onClose()}>
              {t('releases.cancel')}
            </Button>
            <Button type="submit" loading={move.isPending}>
              {t('releases.aliasMove', { number })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
