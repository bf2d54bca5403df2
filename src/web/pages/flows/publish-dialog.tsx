import { Alert, Button, Checkbox, Group, Loader, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type FlowRelease, type GateStep, GateVerdict } from '../../../http/contract/releases.ts';
import { ApiProblem, callApi } from '../../api/call-api.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { ReadinessList } from '../../ui/readiness-list.tsx';
import { PageProblem } from '../../ui/states.tsx';
import { AloneFields } from './releases/alone-fields.tsx';
import { APPROVAL_STALE } from './releases/approval-stale.ts';
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
  /** With the release, if one was made, the time at which one will be, or that somebody was asked. */
  readonly onClose: (release?: FlowRelease, scheduledAtMs?: number, asked?: true) => void;
}

/** Publishes a draft: first what is looked at, step by step, then a note, then the release; or asks a second person to. */
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

/** As short as a reason may be. */
const SHORTEST = 3;

/** What is typed in the form, and what is missing of it. */
function useFields({ readiness }: GateVerdict) {
  const [note, setNote] = useState('');
  const [makeLive, setMakeLive] = useState(true);
  const [isLater, setLater] = useState(false);
  const [at, setAt] = useState('');
  const [despite, setDespite] = useState('');
  const [isTried, setTried] = useState(false);
  const publishAtMs = isLater ? new Date(at).getTime() : undefined;
  const isTimeless = publishAtMs !== undefined && Number.isNaN(publishAtMs);
  const isBlocked = makeLive && readiness?.verdict === 'blocked';
  const isReasonless = isBlocked && despite.trim().length < SHORTEST;
  const isNoteless = note.trim() === '';
  const typed = { note, makeLive, isLater, at, despite };
  const set = { note: setNote, makeLive: setMakeLive, later: setLater, at: setAt, despite: setDespite };
  const missing = { note: isTried && isNoteless, at: isTried && isTimeless, despite: isTried && isReasonless };
  /** Shows what is missing; true: nothing. */
  const isComplete = () => {
    setTried(true);
    return !isNoteless && !isTimeless && !isReasonless;
  };
  return { ...typed, set, missing, isBlocked, isComplete, publishAtMs };
}

function useChanges({ flowId, onClose }: FormProps) {
  const publish = useApiChange('publishDraft', APPROVAL_STALE);
  const schedule = useApiChange('scheduleRelease', APPROVAL_STALE);
  const ask = useApiChange('askApproval', APPROVAL_STALE);
  const alone = useApiChange('publishAlone', APPROVAL_STALE);
  const all = [publish, schedule, ask, alone];
  const params = { id: flowId };
  type Body = { draftRevision: number; note: string; makeLive: boolean; despite?: string };
  // The draft may be gone from the page before the answer is here, so that the promise is followed. A refusal is shown below.
  const quiet = () => undefined;
  return {
    publish: (body: Body) => void publish.mutateAsync({ params, body }).then((release) => onClose(release), quiet),
    schedule: (body: Body, publishAtMs: number) =>
      void schedule.mutateAsync({ params, body: { ...body, publishAtMs } }).then((done) => onClose(undefined, done.publishAtMs), quiet),
    ask: ({ note, ...rest }: Body, publishAtMs?: number) =>
      void ask
        .mutateAsync({ params, body: { note, asked: { kind: 'publish', ...rest, ...(publishAtMs !== undefined && { publishAtMs }) } } })
        .then(() => onClose(undefined, undefined, true), quiet),
    alone: (body: Body, why: string) =>
      void alone.mutateAsync({ params, body: { ...body, alone: why } }).then((release) => onClose(release), quiet),
    error: all.find(({ error }) => error)?.error,
    isBusy: all.some(({ isPending }) => isPending),
  };
}

function PublishForm(props: FormProps) {
  const { draftRevision, onClose, onTakeCases, checked, onCheck } = props;
  const t = useReleaseText();
  const fields = useFields(checked);
  const change = useChanges(props);
  const refused = refusedSteps(change.error);
  const ok = checked.ok && !refused;
  const onlyCases = (refused ?? checked.steps).every(({ step, ok: isGood }) => (step === 'cases' ? isGood === false : isGood === true));
  const needsSecond = checked.secondPerson === true;
  const body = () => ({
    draftRevision,
    note: fields.note.trim(),
    makeLive: fields.makeLive,
    ...(fields.isBlocked && { despite: fields.despite.trim() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ok || !fields.isComplete()) return;
    if (needsSecond) change.ask(body(), fields.publishAtMs);
    else if (fields.publishAtMs === undefined) change.publish(body());
    else change.schedule(body(), fields.publishAtMs);
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
        {onTakeCases && onlyCases && <TakeCases onTake={onTakeCases} />}
        {change.error != null && !refused && <PageProblem error={change.error} />}
        {ok && needsSecond && (
          <Alert color="yellow" role="note">
            {t('approval.needed')}
          </Alert>
        )}
        {ok && <Fields fields={fields} readiness={checked.readiness} />}
        {ok && needsSecond && !fields.isLater && (
          <AloneFields
            open={t('approval.emergency')}
            action={t('approval.aloneGo')}
            isBusy={change.isBusy}
            onGo={(why) => fields.isComplete() && change.alone(body(), why)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose()}>
            {t('releases.cancel')}
          </Button>
          {ok ? (
            <Button type="submit" loading={change.isBusy}>
              {needsSecond ? t('approval.ask') : fields.isLater ? t('publish.schedule') : t('publish.go')}
            </Button>
          ) : (
            <Button onClick={onCheck}>{t('publish.again')}</Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function TakeCases({ onTake }: { onTake: () => Promise<void> }) {
  const t = useReleaseText();
  const take = useMutation({ mutationFn: onTake });
  return (
    <>
      <Stack gap={6} align="flex-start">
        <Text size="sm">{t('publish.casesHint')}</Text>
        <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
          {t('publish.takeCases')}
        </Button>
      </Stack>
      {take.error && <PageProblem error={take.error} />}
    </>
  );
}

function Fields({ fields, readiness }: { fields: ReturnType<typeof useFields>; readiness: GateVerdict['readiness'] }) {
  const t = useReleaseText();
  const { set, missing } = fields;
  return (
    <>
      <Textarea
        label={t('publish.note')}
        description={t('publish.note.hint')}
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        value={fields.note}
        onChange={(event) => set.note(event.currentTarget.value)}
        error={missing.note && t('publish.noteMissing')}
      />
      <Checkbox label={t('publish.makeLive')} checked={fields.makeLive} onChange={(event) => set.makeLive(event.currentTarget.checked)} />
      {fields.makeLive && readiness?.offers && (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t('publish.readiness')}
          </Text>
          <ReadinessList items={readiness.items} />
        </Stack>
      )}
      {fields.isBlocked && (
        <>
          <Alert role="alert" color="red">
            {t('publish.readiness.blocked')}
          </Alert>
          <Textarea
            label={t('publish.despite')}
            description={t('readiness.despite.hint')}
            autosize
            maxLength={300}
            value={fields.despite}
            onChange={(event) => set.despite(event.currentTarget.value)}
            error={missing.despite && t('readiness.despite.missing')}
          />
        </>
      )}
      <Checkbox label={t('publish.later')} checked={fields.isLater} onChange={(event) => set.later(event.currentTarget.checked)} />
      {fields.isLater && (
        <TextInput
          type="datetime-local"
          label={t('publish.at')}
          description={t('publish.at.hint')}
          value={fields.at}
          onChange={(event) => set.at(event.currentTarget.value)}
          error={missing.at && t('publish.atMissing')}
        />
      )}
    </>
  );
}
