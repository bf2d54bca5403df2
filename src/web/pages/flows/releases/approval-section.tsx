import { Alert, Button, Group, Modal, Paper, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ApprovalRequest } from '../../../../http/contract/approvals.ts';
import { callApi } from '../../../api/call-api.ts';
import { apiQuery } from '../../../api/queries.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useMay } from '../../../shell/me.ts';
import { useFormat } from '../../../ui/format.ts';
import { ReadinessList } from '../../../ui/readiness-list.tsx';
import { PageProblem } from '../../../ui/states.tsx';
import { Outcome, Rows, Section } from '../../settings/section.tsx';
import { APPROVAL_STALE } from './approval-stale.ts';
import { GateSteps } from './gate-steps.tsx';
import { useReleaseText } from './words/releases-text.tsx';

/** Others ask and decide too, ms. */
const LOOK_EVERY_MS = 5_000;
/** The refusal is shown by its change. The request may be gone from the page before the answer is here, so that its promise is followed. */
const quiet = () => undefined;

/** What of a flow waits for a second person, and what second persons said. */
export function ApprovalSection({ flowId }: { flowId: string }) {
  const t = useReleaseText();
  const { data } = useQuery(apiQuery('approvals', { params: { id: flowId }, query: { limit: 50 } }, LOOK_EVERY_MS));
  const [done, setDone] = useState('');
  const items = data?.items ?? [];
  const waiting = items.filter(({ verdict }) => verdict === undefined);
  const settled = items.filter(({ verdict }) => verdict !== undefined);
  if (items.length === 0) return <Outcome error={undefined} done={done} />;
  return (
    <>
      {waiting.length > 0 && (
        <Section title={t('approval.title')} hint={t('approval.hint')} id="approvals">
          <Stack gap="sm">
            {waiting.map((request) => (
              <Waiting key={request.id} request={request} onDone={setDone} />
            ))}
          </Stack>
        </Section>
      )}
      <Outcome error={undefined} done={done} />
      {settled.length > 0 && <History settled={settled} />}
    </>
  );
}

function useAskedText(): (request: ApprovalRequest) => string {
  const t = useReleaseText();
  const format = useFormat();
  return ({ asked, by: { name }, note }) => {
    if (asked.kind === 'move') return t('approval.move', { name, alias: asked.alias, release: asked.release, note });
    if (asked.kind === 'afterwards') return t('approval.afterwards', { name, release: asked.release, note });
    const { draftRevision: revision, publishAtMs } = asked;
    if (publishAtMs === undefined) return t('approval.publish', { name, revision, note });
    return t('approval.publishAt', { name, revision, note, at: format.dateTime(publishAtMs) });
  };
}

function Waiting({ request, onDone }: { request: ApprovalRequest; onDone: (said: string) => void }) {
  const t = useReleaseText();
  const format = useFormat();
  const asText = useAskedText();
  const mayPublish = useMay('flows:publish');
  const [open, setOpen] = useState<'yes' | 'no'>();
  const withdraw = useApiChange('withdrawApproval', APPROVAL_STALE);
  const { id, flowId, asked, atMs, editors, by } = request;
  const isGone = request.void === true;
  const isMine = request.mine === true;
  const isOver = asked.kind === 'afterwards';
  return (
    <Paper component="article" withBorder p="sm" aria-label={asText(request)}>
      <Text size="sm" fw={500}>
        {asText(request)}
      </Text>
      <Text size="sm" c="dimmed">
        {t('approval.asked', { at: format.dateTime(atMs), editors: editors.map(({ name }) => name).join(', ') || by.name })}
        {asked.kind === 'publish' && asked.makeLive && ` ${t('approval.isLive')}`}
      </Text>
      {asked.kind !== 'afterwards' && asked.despite !== undefined && (
        <Text size="sm">{t('approval.despite', { despite: asked.despite })}</Text>
      )}
      {isGone && <Text size="sm">{t('approval.void')}</Text>}
      {isMine && !isGone && <Text size="sm">{t('approval.mine')}</Text>}
      {asked.kind === 'publish' && !isGone && <Gate flowId={flowId} revision={asked.draftRevision} />}
      {mayPublish && (
        <Group gap="xs" mt="xs">
          {!isGone && !isMine && <Button onClick={() => setOpen('yes')}>{t('approval.yes')}</Button>}
          {!isGone && !isMine && (
            <Button variant="default" onClick={() => setOpen('no')}>
              {t('approval.no')}
            </Button>
          )}
          {(isGone || (isMine && !isOver)) && (
            <Button
              variant="default"
              loading={withdraw.isPending}
              onClick={() =>
                void withdraw.mutateAsync({ params: { id: flowId, approval: id } }).then(() => onDone(t('approval.withdrawn')), quiet)
              }
            >
              {t(isMine ? 'approval.back' : 'approval.clear')}
            </Button>
          )}
        </Group>
      )}
      {withdraw.error && <PageProblem error={withdraw.error} />}
      {open === 'yes' && (
        <YesDialog
          request={request}
          onClose={(said) => {
            setOpen(undefined);
            if (said) onDone(said);
          }}
        />
      )}
      {open === 'no' && (
        <NoDialog
          request={request}
          onClose={(said) => {
            setOpen(undefined);
            if (said) onDone(said);
          }}
        />
      )}
    </Paper>
  );
}

/** The problems and the cases of what is asked for, as they are now. */
function Gate({ flowId, revision }: { flowId: string; revision: number }) {
  const check = useQuery({
    queryKey: ['checkDraft', flowId, revision],
    queryFn: ({ signal }) => callApi('checkDraft', { params: { id: flowId }, body: { draftRevision: revision }, signal }),
    staleTime: 60_000,
  });
  if (!check.data) return null;
  const { steps, readiness } = check.data;
  return (
    <Stack gap="xs" my="xs">
      <GateSteps steps={steps} />
      {readiness && <ReadinessList items={readiness.items} />}
    </Stack>
  );
}

interface DialogProps {
  readonly request: ApprovalRequest;
  /** With the sentence that says what was done, if anything was. */
  readonly onClose: (done?: string) => void;
}

function yesKey({ asked }: ApprovalRequest) {
  if (asked.kind === 'afterwards') return 'approval.yesSeen';
  if (asked.kind === 'move') return 'approval.yesMove';
  return asked.publishAtMs === undefined ? 'approval.yesGo' : 'approval.yesLater';
}

function YesDialog({ request, onClose }: DialogProps) {
  const t = useReleaseText();
  const approve = useApiChange('approve', APPROVAL_STALE);
  return (
    <WordsDialog
      title={t('approval.yesTitle', { name: request.by.name })}
      label={t('approval.words')}
      action={t(yesKey(request))}
      isBusy={approve.isPending}
      error={approve.error}
      onClose={onClose}
      onSay={(words) =>
        void approve
          .mutateAsync({ params: { id: request.flowId, approval: request.id }, body: words === '' ? {} : { words } })
          .then(() => onClose(t('approval.approved')), quiet)
      }
    />
  );
}

function NoDialog({ request, onClose }: DialogProps) {
  const t = useReleaseText();
  const reject = useApiChange('reject', APPROVAL_STALE);
  return (
    <WordsDialog
      title={t('approval.noTitle', { name: request.by.name })}
      label={t('approval.whyNot')}
      missing={t('approval.whyNotMissing')}
      action={t('approval.noGo')}
      isBusy={reject.isPending}
      error={reject.error}
      onClose={onClose}
      onSay={(words) =>
        void reject
          .mutateAsync({ params: { id: request.flowId, approval: request.id }, body: { words } })
          .then(() => onClose(t('approval.rejected')), quiet)
      }
    />
  );
}

interface WordsProps {
  readonly title: string;
  readonly label: string;
  /** What is said where nothing was written; absent: nothing has to be. */
  readonly missing?: string;
  readonly action: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSay: (words: string) => void;
  readonly onClose: () => void;
}

function WordsDialog({ title, label, missing, action, isBusy, error, onSay, onClose }: WordsProps) {
  const t = useReleaseText();
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = missing !== undefined && words.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing) onSay(words.trim());
  };
  return (
    <Modal opened transitionProps={{ duration: 0 }} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Textarea
            label={label}
            data-autofocus
            autosize
            minRows={2}
            maxLength={500}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            error={isTried && isMissing && missing}
          />
          {error != null && (
            <Alert role="alert" color="red">
              <PageProblem error={error} />
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('releases.cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function History({ settled }: { settled: readonly ApprovalRequest[] }) {
  const t = useReleaseText();
  const format = useFormat();
  const what = ({ asked }: ApprovalRequest) => {
    if (asked.kind === 'move') return t('approval.whatMove', { alias: asked.alias, release: asked.release });
    if (asked.kind === 'afterwards') return t('approval.whatAfterwards', { release: asked.release });
    return t('approval.whatPublish', { revision: asked.draftRevision });
  };
  return (
    <Section title={t('approval.history')}>
      <Rows
        label={t('approval.history')}
        head={[t('approval.what'), t('approval.askedBy'), t('releases.note'), t('approval.outcome'), t('approval.who'), t('approval.said')]}
        empty={t('releases.none')}
        rows={settled.map((each) => ({
          key: each.id,
          cells: [
            what(each),
            `${each.by.name}, ${format.dateTime(each.atMs)}`,
            each.note,
            [
              t(`approval.verdict.${each.verdict ?? 'replaced'}`),
              each.release === undefined ? '' : t('releases.release', { number: each.release }),
            ]
              .filter(Boolean)
              .join(', '),
            `${each.settledBy?.name ?? ''}, ${format.dateTime(each.settledAtMs ?? each.atMs)}`,
            each.words ?? '',
          ],
        }))}
      />
    </Section>
  );
}
