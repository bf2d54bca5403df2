import { Alert, Button, Checkbox, Group, Loader, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
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
  /** Takes what recorded conversations hear now as right, where the draft can be changed here. */
  readonly onTakeCases?: () => Promise<void>;
  /** With the release, if one was made, or the time at which one will be. */
  readonly onClose: (release?: FlowRelease, scheduledAtMs?: number) => void;
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

function PublishForm({ flowId, draftRevision, onClose, onTakeCases, checked, onCheck }: FormProps) {
  const t = useReleaseText();
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const [makeLive, setMakeLive] = useState(true);
  const [isLater, setLater] = useState(false);
  const [at, setAt] = useState('');
  const [isTried, setTried] = useState(false);
  const publishAtMs = isLater ? new Date(at).getTime() : undefined;
  const isTimeless = publishAtMs !== undefined && Number.isNaN(publishAtMs);
  const schedule = useMutation({
    mutationFn: (body: { draftRevision: number; note: string; makeLive: boolean; publishAtMs: number }) =>
      callApi('scheduleRelease', { params: { id: flowId }, body }),
    onSettled: () => Promise.all(STALE.map((each) => queryClient.invalidateQueries({ queryKey: [each] }))),
    onSuccess: (scheduled) => onClose(undefined, scheduled.publishAtMs),
  });
  const publish = useMutation({
    mutationFn: (body: { draftRevision: number; note: string; makeLive: boolean }) =>
      callApi('publishDraft', { params: { id: flowId }, body }),
    onSettled: () => Promise.all(STALE.map((each) => queryClient.invalidateQueries({ queryKey: [each] }))),
    onSuccess: (release) => onClose(release),
  });
  const error = publish.error ?? schedule.error;
  const refused = refusedSteps(error);
  const ok = checked.ok && !refused;
  const take = useMutation({ mutationFn: async () => onTakeCases?.() });
  const onlyCases = (refused ?? checked.steps).every(({ step, ok: isGood }) => (step === 'cases' ? isGood === false : isGood === true));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!ok || note.trim() === '' || isTimeless) return;
    const body = { draftRevision, note: note.trim(), makeLive };
    if (publishAtMs === undefined) publish.mutate(body);
    else schedule.mutate({ ...body, publishAtMs });
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
        {onTakeCases && onlyCases && (
          <Stack gap={6} align="flex-start">
            <Text size="sm">{t('publish.casesHint')}</Text>
            <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
              {t('publish.takeCases')}
            </Button>
          </Stack>
        )}
        {take.error && <PageProblem error={take.error} />}
        {error && !refused && <PageProblem error={error} />}
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
            <Checkbox label={t('publish.later')} checked={isLater} onChange={(event) => setLater(event.currentTarget.checked)} />
            {isLater && (
              <TextInput
                type="datetime-local"
                label={t('publish.at')}
                description={t('publish.at.hint')}
                value={at}
                onChange={(event) => setAt(event.currentTarget.value)}
                error={isTried && isTimeless && t('publish.atMissing')}
              />
            )}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose()}>
            {t('releases.cancel')}
          </Button>
          {ok ? (
            <Button type="submit" loading={publish.isPending || schedule.isPending}>
              {isLater ? t('publish.schedule') : t('publish.go')}
            </Button>
          ) : (
            <Button onClick={onCheck}>{t('publish.again')}</Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
