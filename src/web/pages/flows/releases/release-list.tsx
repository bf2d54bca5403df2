import { Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlowRelease } from '../../../../http/contract/releases.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useMay } from '../../../shell/me.ts';
import { useFormat } from '../../../ui/format.ts';
import { Outcome, Rows, Section } from '../../settings/section.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { PointAliasDialog } from './point-alias-dialog.tsx';
import { useReleaseText } from './words/releases-text.tsx';

interface Props {
  readonly flowId: string;
  readonly releases: readonly FlowRelease[];
  /** Of the draft, which taking a release up again replaces. */
  readonly draft: { readonly revision: number; readonly changed: boolean };
  readonly onCompare: (release: FlowRelease) => void;
}

/** Every release, newest first, with what can be done with it. */
export function ReleaseList({ flowId, releases, draft, onCompare }: Props) {
  const t = useReleaseText();
  const format = useFormat();
  const [pointing, setPointing] = useState<number>();
  const [asking, setAsking] = useState<number>();
  const [done, setDone] = useState('');
  const restore = useApiChange('restoreRelease', ['draft', 'flow', 'flows', 'flowDiff']);
  const takeUp = (number: number) => {
    setAsking(undefined);
    restore.mutate(
      { params: { id: flowId, number: String(number) }, body: { baseRevision: draft.revision } },
      { onSuccess: () => setDone(t('releases.restored', { number })) },
    );
  };
  return (
    <Section title={t('releases.list')}>
      <Rows
        label={t('releases.list')}
        head={[t('releases.number'), t('releases.when'), t('releases.by'), t('releases.note'), t('releases.checks'), t('releases.actions')]}
        empty={t('releases.none')}
        rows={releases.map((release) => ({
          key: String(release.number),
          cells: [
            <Name key="name" release={release} />,
            format.dateTime(release.publishedAtMs),
            release.author === 'file' ? t('releases.byFile') : (release.authorName ?? release.author),
            release.note ?? '',
            <Checks key="checks" release={release} />,
            <Actions
              key="actions"
              release={release}
              isBusy={restore.isPending}
              onCompare={() => onCompare(release)}
              onPoint={() => setPointing(release.number)}
              onRestore={() => (draft.changed ? setAsking(release.number) : takeUp(release.number))}
            />,
          ],
        }))}
      />
      <Outcome error={restore.error} done={done} />
      {pointing !== undefined && (
        <PointAliasDialog
          flowId={flowId}
          number={pointing}
          onClose={(said) => {
            setPointing(undefined);
            if (said) setDone(said);
          }}
        />
      )}
      {asking !== undefined && (
        <ConfirmDialog
          title={t('releases.restoreOne', { number: asking })}
          text={t('releases.restoreWhat', { number: asking })}
          action={t('releases.restore')}
          onConfirm={() => takeUp(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Section>
  );
}

function Name({ release: { number, aliases } }: { release: FlowRelease }) {
  return (
    <Group gap={6}>
      <b>{number}</b>
      {aliases.map((alias) => (
        <Badge key={alias} color="teal">
          {alias}
        </Badge>
      ))}
    </Group>
  );
}

/** So much later than its time is late, ms. */
const LATE_MS = 60_000;

function Checks({ release }: { release: FlowRelease }) {
  const t = useReleaseText();
  const format = useFormat();
  const { cases, warnings, approval, alone, despite, scheduledForMs, publishedAtMs } = release;
  const isLate = scheduledForMs !== undefined && publishedAtMs - scheduledForMs > LATE_MS;
  const people = [
    ...(approval ? [t('approval.by', { name: approval.by.name })] : []),
    ...(alone === undefined ? [] : [t('approval.alone', { why: alone })]),
    ...(isLate ? [t('releases.late', { at: format.dateTime(scheduledForMs) })] : []),
    ...(despite === undefined ? [] : [t('approval.despite', { despite })]),
  ];
  return (
    <Text size="sm">
      {people.map((said) => (
        <span key={said}>
          {said}
          <br />
        </span>
      ))}
      {[cases ? t('releases.cases', { count: cases.played }) : t('releases.noCases'), t('releases.warnings', { count: warnings })].join(
        ', ',
      )}
    </Text>
  );
}

interface ActionProps {
  readonly release: FlowRelease;
  readonly isBusy: boolean;
  readonly onCompare: () => void;
  readonly onPoint: () => void;
  readonly onRestore: () => void;
}

function Actions({ release: { number }, isBusy, onCompare, onPoint, onRestore }: ActionProps) {
  const t = useReleaseText();
  const mayPublish = useMay('flows:publish');
  const mayEdit = useMay('flows:edit');
  const actions = [
    { key: 'compare', may: true, name: t('releases.compareOne', { number }), text: t('releases.compare'), run: onCompare },
    { key: 'point', may: mayPublish, name: t('releases.pointOne', { number }), text: t('releases.point'), run: onPoint },
    { key: 'restore', may: mayEdit, name: t('releases.restoreOne', { number }), text: t('releases.restore'), run: onRestore },
  ];
  return (
    <Group gap={6}>
      {actions
        .filter(({ may }) => may)
        .map(({ key, name, text, run }) => (
          <Button key={key} size="compact-sm" variant="default" disabled={isBusy} aria-label={name} onClick={run}>
            {text}
          </Button>
        ))}
    </Group>
  );
}
