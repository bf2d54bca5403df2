import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { FlowSummary } from '../../../../http/contract/flows.ts';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { apiQuery } from '../../../api/queries.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { pagePaths } from '../../../paths.ts';
import { useMay } from '../../../shell/me.ts';
import { useFormat } from '../../../ui/format.ts';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/states.tsx';
import { Outcome } from '../../settings/section.tsx';
import { PublishDialog } from '../publish-dialog.tsx';
import { AliasesSection, MovesSection } from './aliases-section.tsx';
import { ApprovalSection } from './approval-section.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { type Compared, DiffSection } from './diff-section.tsx';
import { ReleaseList } from './release-list.tsx';
import { ScheduledSection } from './scheduled-section.tsx';
import { ReleaseTexts, useReleaseText } from './words/releases-text.tsx';

/** Others edit, publish and move too, ms. */
const LOOK_EVERY_MS = 5_000;

/** What was published of a flow, what callers hear of it, and what is about to be published. */
export function ReleasesPage() {
  const { flowId } = useParams({ from: '/shell/flows/$flowId/releases' });
  return (
    <ReleaseTexts>
      <Releases key={flowId} flowId={flowId} />
    </ReleaseTexts>
  );
}

function Releases({ flowId }: { flowId: string }) {
  const t = useReleaseText();
  const flow = useQuery(apiQuery('flow', { params: { id: flowId } }, LOOK_EVERY_MS));
  const releases = useQuery(apiQuery('releases', { params: { id: flowId }, query: { limit: 200 } }, LOOK_EVERY_MS));
  const links = (
    <Group gap="md">
      <Anchor renderRoot={(props) => <Link to={pagePaths.flow} params={{ flowId }} {...props} />} size="sm">
        {t('releases.edit')}
      </Anchor>
      <Anchor renderRoot={(props) => <Link to={pagePaths.flows} {...props} />} size="sm">
        ← {t('releases.all')}
      </Anchor>
    </Group>
  );
  return (
    <Page title={t('releases.title', { name: flow.data?.name ?? flowId })} hint={t('releases.hint')} actions={links}>
      <QueryView query={flow}>
        {(detail) => <QueryView query={releases}>{({ items }) => <Body flow={detail} releases={items} />}</QueryView>}
      </QueryView>
    </Page>
  );
}

function Body({ flow, releases }: { flow: FlowSummary; releases: ApiAnswer<'releases'>['items'] }) {
  const flowId = flow.id;
  const numbers = releases.map(({ number }) => number);
  const [chosen, setChosen] = useState<Compared>();
  const [newest] = numbers;
  const standard = newest === undefined ? undefined : compareWithNewest(newest, flow.draft !== undefined);
  const compared = chosen ?? standard;
  const revision = flow.draft?.revision;
  return (
    <Stack>
      <DraftSection flow={flow} />
      <ApprovalSection flowId={flowId} />
      {newest !== undefined && <Aliases flowId={flowId} />}
      <Taking flowId={flowId} revision={revision}>
        {(draft) => (
          <ReleaseList
            flowId={flowId}
            releases={releases}
            draft={draft}
            onCompare={({ number }) => setChosen({ from: String(Math.max(1, number - 1)), to: String(number) })}
          />
        )}
      </Taking>
      {compared && <DiffSection flowId={flowId} numbers={numbers} compared={compared} onCompare={setChosen} />}
    </Stack>
  );
}

/** The draft with the newest release, or that with the one before. */
function compareWithNewest(newest: number, hasDraft: boolean): Compared {
  if (hasDraft) return { from: String(newest), to: 'draft' };
  return { from: String(Math.max(1, newest - 1)), to: String(newest) };
}

/** The draft's revision is known of the list while there is a draft; else it is asked for. */
function Taking({
  flowId,
  revision,
  children,
}: {
  flowId: string;
  revision: number | undefined;
  children: (draft: { revision: number; changed: boolean }) => React.ReactNode;
}) {
  const draft = useQuery({ ...apiQuery('draft', { params: { id: flowId } }), enabled: revision === undefined });
  if (revision !== undefined) return children({ revision, changed: true });
  return <QueryView query={draft}>{children}</QueryView>;
}

function Aliases({ flowId }: { flowId: string }) {
  const aliases = useQuery(apiQuery('aliases', { params: { id: flowId } }, LOOK_EVERY_MS));
  // One part of the page says that it is loading; this one comes with it.
  if (aliases.isPending) return null;
  return (
    <QueryView query={aliases}>
      {({ aliases: all, moves }) => (
        <>
          <AliasesSection flowId={flowId} aliases={all} />
          <MovesSection moves={moves} />
        </>
      )}
    </QueryView>
  );
}

function DraftSection({ flow }: { flow: FlowSummary }) {
  const t = useReleaseText();
  const format = useFormat();
  const mayPublish = useMay('flows:publish');
  const mayEdit = useMay('flows:edit');
  const [open, setOpen] = useState<'publish' | 'revert'>();
  const [done, setDone] = useState('');
  const revert = useApiChange('revertDraft', ['flows', 'flow', 'draft', 'flowDiff']);
  const { draft } = flow;
  return (
    <>
      {draft && (
        <Paper component="section" aria-label={t('releases.draft')}>
          <Group justify="space-between">
            <Text size="sm">
              {t('releases.draftChanged', {
                name: draft.savedBy.name,
                revision: draft.revision,
                at: format.dateTime(draft.savedAtMs),
              })}
            </Text>
            <Group gap="xs">
              {mayEdit && (
                <Button variant="default" onClick={() => setOpen('revert')}>
                  {t('releases.revert')}
                </Button>
              )}
              {mayPublish && <Button onClick={() => setOpen('publish')}>{t('releases.publish')}</Button>}
            </Group>
          </Group>
        </Paper>
      )}
      {flow.scheduled && <ScheduledSection flowId={flow.id} scheduled={flow.scheduled} onDone={setDone} />}
      <Outcome error={revert.error} done={done} />
      {draft && open === 'publish' && (
        <PublishDialog
          flowId={flow.id}
          name={flow.name}
          draftRevision={draft.revision}
          onClose={(release, scheduledAtMs, asked) => {
            setOpen(undefined);
            if (asked) setDone(t('approval.askDone'));
            if (scheduledAtMs !== undefined) setDone(t('publish.scheduled', { at: format.dateTime(scheduledAtMs) }));
            if (release) {
              const key = release.aliases.includes('live') ? 'publish.doneLive' : 'publish.done';
              setDone(t(key, { number: release.number }));
            }
          }}
        />
      )}
      {draft && open === 'revert' && (
        <ConfirmDialog
          title={t('releases.revertOne')}
          text={t('releases.revertWhat')}
          action={t('releases.revertOne')}
          onConfirm={() => {
            setOpen(undefined);
            revert.mutate(
              { params: { id: flow.id }, query: { revision: draft.revision } },
              { onSuccess: () => setDone(t('releases.reverted')) },
            );
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
