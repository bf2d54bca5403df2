import { Alert, Button, Group, List, Paper, Text } from '@mantine/core';
import type { ScheduledRelease } from '../../../../http/contract/flows.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useMay } from '../../../shell/me.ts';
import { useFormat } from '../../../ui/format.ts';
import { useProblemText } from '../../../ui/states.tsx';
import { useReleaseText } from './words/releases-text.tsx';

interface Props {
  readonly flowId: string;
  readonly scheduled: ScheduledRelease;
  readonly onDone: (said: string) => void;
}

/** What will be published later, or was refused at its time, and the way to take that back. */
export function ScheduledSection({ flowId, scheduled, onDone }: Props) {
  const t = useReleaseText();
  const format = useFormat();
  const problemText = useProblemText();
  const mayPublish = useMay('flows:publish');
  const cancel = useApiChange('cancelSchedule', ['flow', 'flows', 'overview']);
  const { by, draftRevision, publishAtMs, note, refused, approval } = scheduled;
  const at = format.dateTime(publishAtMs);
  const button = mayPublish && (
    <Button
      variant="default"
      loading={cancel.isPending}
      onClick={() => cancel.mutate({ params: { id: flowId } }, { onSuccess: () => onDone(t('releases.scheduleGone')) })}
    >
      {refused ? t('releases.dismissSchedule') : t('releases.cancelSchedule')}
    </Button>
  );
  const failure = cancel.error && (
    <Text size="sm" role="alert" c="red">
      {problemText(cancel.error)}
    </Text>
  );
  if (!refused) {
    return (
      <Paper component="section" aria-label={t('publish.schedule')}>
        <Group justify="space-between">
          <Text size="sm">
            {t('releases.scheduled', { name: by.name, revision: draftRevision, at, note })}
            {approval && ` (${t('approval.by', { name: approval.by.name })})`}
          </Text>
          {button}
        </Group>
        {failure}
      </Paper>
    );
  }
  return (
    <Alert role="alert" color="red" title={t('releases.scheduledRefused', { name: by.name, at })}>
      <List size="sm" mb="xs">
        {refused.problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
      {button}
      {failure}
    </Alert>
  );
}
