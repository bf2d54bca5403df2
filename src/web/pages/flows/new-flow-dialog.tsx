import { Alert, Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { FlowSummary } from '../../../http/contract/flows.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useReleaseText } from './releases/words/releases-text.tsx';

interface Props {
  readonly flows: readonly FlowSummary[];
  /** With the flow that was begun, if one was. */
  readonly onClose: (begun?: { readonly id: string; readonly name: string }) => void;
}

const ID = /^[a-z][a-z0-9-]{0,39}$/;

/** Begins a flow, a small one or a copy, as a draft. */
export function NewFlowDialog({ flows, onClose }: Props) {
  const t = useReleaseText();
  const problemText = useProblemText();
  const create = useApiChange('createFlow', ['flows']);
  const [draft, setDraft] = useState({ id: '', name: '', from: '' });
  const [isTried, setTried] = useState(false);
  const { id, from } = draft;
  const name = draft.name.trim();
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!ID.test(id) || name === '') return;
    create.mutate({ body: { id, name, ...(from && { from }) } }, { onSuccess: () => onClose({ id, name }) });
  };
  return (
    <Modal
      opened
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={t('flows.newTitle')}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('flows.newName')}
            data-autofocus
            maxLength={80}
            value={draft.name}
            onChange={set('name')}
            error={isTried && name === '' && t('flows.newNameMissing')}
          />
          <TextInput
            label={t('flows.newId')}
            description={t('flows.newId.hint')}
            maxLength={40}
            value={id}
            onChange={set('id')}
            error={isTried && !ID.test(id) && t('flows.newIdBad')}
          />
          <NativeSelect
            label={t('flows.newFrom')}
            value={from}
            onChange={set('from')}
            data={[
              { value: '', label: t('flows.newBlank') },
              ...flows.map((flow) => ({ value: flow.id, label: t('flows.newCopy', { name: flow.name }) })),
            ]}
          />
          {create.error && (
            <Alert role="alert" color="red">
              {problemText(create.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onClose()}>
              {t('releases.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('flows.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
