import { Alert, Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { FlowSummary } from '../../../http/contract/flows.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useReleaseText } from './releases/words/releases-text.tsx';

interface Props {
  readonly flows: readonly FlowSummary[];
  /** With the id of the flow that was begun, if one was. */
  readonly onClose: (begun?: string) => void;
}

const ID = /^[a-z][a-z0-9-]{0,39}$/;
/** What the small flow is worded in; more languages are added among the settings of the flow. */
const LANGUAGES = ['es en', 'en es', 'es', 'en'] as const;

/** An id as one would make it of the name: small letters without accents, digits, hyphens. */
function idOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

/** Begins a flow, a small one or a copy, as a draft. */
export function NewFlowDialog({ flows, onClose }: Props) {
  const t = useReleaseText();
  const problemText = useProblemText();
  const create = useApiChange('createFlow', ['flows']);
  const format = useFormat();
  const [draft, setDraft] = useState({ id: undefined as string | undefined, name: '', business: '', from: '', languages: 'es en' });
  const [isTried, setTried] = useState(false);
  const { from, languages } = draft;
  const name = draft.name.trim();
  const business = draft.business.trim();
  // Made of the name as long as nobody writes another.
  const id = draft.id ?? idOf(name);
  const blank = { languages: languages.split(' '), ...(business && { business }) };
  const set = (field: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!ID.test(id) || name === '') return;
    create.mutate({ body: { id, name, ...(from ? { from } : blank) } }, { onSuccess: () => onClose(id) });
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
          {from === '' && (
            <>
              <TextInput
                label={t('flows.newBusiness')}
                description={t('flows.newBusiness.hint')}
                maxLength={60}
                value={draft.business}
                onChange={set('business')}
              />
              <NativeSelect
                label={t('flows.newLanguages')}
                description={t('flows.newLanguages.hint')}
                value={languages}
                onChange={set('languages')}
                data={LANGUAGES.map((value) => ({ value, label: value.split(' ').map(format.language).join(', ') }))}
              />
            </>
          )}
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
