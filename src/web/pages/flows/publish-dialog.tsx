import { Alert, Button, Checkbox, Group, Loader, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type FlowRelease, type GateStep, GateVerdict } from '../../../http/contract/releases.ts';
import type { ApiRouteId } from '../../../http/contract/routes.ts';
import { ApiProblem, callApi } from '../../api/call-api.ts';
import { PageProblem } from '../../ui/states.tsx';
import { GateSteps } from './releases/gate-steps.tsx';
import { ReleaseTexts, useReleaseText } from './releases/words/releases-text.tsx';

interface PublishProps {
  readonly flowId: string;
  /** As the flow is called, for the title; its id if absent. */
  readonly name?: string;
  /** The revision that whoever publishes has before them. */
  readonly draftRevision: number;
  /** With the release, if one was made. */
  readonly onClose: (release?: FlowRelease) => void;
}

const STALE: readonly ApiRouteId[] = ['flows', 'flow', 'draft', 'releases', 'aliases', 'flowDiff'];

/** Publishes a draft: first what is looked at, step by step, then a note, then the release. */
export function PublishDialog(props: PublishProps) {
  return (
    <ReleaseTexts>
      <PublishModal {...props} />
    </ReleaseTexts>
  );
}

function PublishModal(props: PublishProps) {
  const { flowId, name = flowId, draftRevision, onClose } = props;
  const t = useReleaseText();
  const check = useQuery({
    queryKey: ['checkDraft', flowId, draftRevision],
    queryFn: ({ signal }) => callApi('checkDraft', { params: { id: flowId }, body: { draftRevision }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal
      opened
      size="lg"
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={t('publish.title', { name })}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      {check.isFetching ? (
        <Group role="status" gap="xs">
          <Loader size="sm" aria-hidden />
          <Text size="sm">{t('publish.checking')}</Text>
        </Group>
      ) : check.data ? (
        <PublishForm {...props} checked={check.data} onCheck={() => void check.refetch()} />
      ) : (
        <PageProblem error={check.error} onRetry={() => void check.refetch()} />
      )}
    </Modal>
  );
}

/** The steps of a refusal; undefined: it was refused for something else. */
function refusedSteps(error: unknown): readonly GateStep[] | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'release-refused') return undefined;
  const parsed = GateVerdict.pick({ steps: true }).safeParse(error.details);
  return parsed.success ? parsed.data.steps : undefined;
}

interface FormProps extends PublishProps {
  readonly checked: GateVerdict;
  readonly onCheck: () => void;
}

function PublishForm({ flowId, draftRevision, onClose, checked, onCheck }: FormProps) {
  const t = useReleaseText();
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const [makeLive, setMakeLive] = useState(true);
  const [isTried, setTried] = useState(false);
  const publish = useMutation({
    mutationFn: (body: { draftRevision: number; note: string; makeLive: boolean }) =>
      callApi('publishDraft', { params: { id: flowId }, body }),
    onSettled: () => Promise.all(STALE.map((each) => queryClient.invalidateQueries({ queryKey: [each] }))),
    onSuccess: (release) => onClose(release),
  });
  const refused = refusedSteps(publish.error);
  const ok = checked.ok && !refused;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (ok && note.trim() !== '') publish.mutate({ draftRevision, note: note.trim(), makeLive });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <GateSteps steps={refused ?? checked.steps} />
        {!ok && (
          <Alert role="alert" color="red">
            {t('publish.refused')}
          </Alert>
        )}
        {publish.error && !refused && <PageProblem error={publish.error} />}
        {ok && (
          <>
            <Textarea
              label={t('publish.note')}
              description={t('publish.note.hint')}
              data-autofocus
              autosize
              minRows={2}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              error={isTried && note.trim() === '' && t('publish.noteMissing')}
            />
            <Checkbox label={t('publish.makeLive')} checked={makeLive} onChange={(event) => setMakeLive(event.currentTarget.checked)} />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose()}>
            {t('releases.cancel')}
          </Button>
          {ok ? (
            <Button type="submit" loading={publish.isPending}>
              {t('publish.go')}
            </Button>
          ) : (
            <Button onClick={onCheck}>{t('publish.again')}</Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
