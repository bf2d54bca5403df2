import { Alert, Anchor, Badge, Group, SegmentedControl, Text } from '@mantine/core';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useDesk, useDeskState } from './use-desk.ts';

/** Whether I take new chats. */
function Presence() {
  const t = useText();
  const { client } = useDesk();
  const { me } = useDeskState();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('desk.presence')}
      value={me?.status === 'available' ? 'available' : 'away'}
      onChange={(status) => void client.command({ type: 'set-status', status: status as 'available' | 'away' })}
      data={[
        { value: 'available', label: t('agent.available') },
        { value: 'away', label: t('agent.away') },
      ]}
    />
  );
}

function Figures() {
  const t = useText();
  const format = useFormat();
  const { me, figures } = useDeskState();
  if (!me || !figures) return null;
  const wait = figures.waitSeconds === undefined ? t('desk.wait.unknown') : format.span(figures.waitSeconds);
  return (
    <Group gap="lg" className="desk-figures">
      <Text size="sm">
        {t('desk.capacity')} <strong>{t('desk.capacity.of', { load: me.load, capacity: me.capacity })}</strong>
      </Text>
      <Text size="sm">
        {t('desk.waiting')} <strong>{figures.waiting}</strong>
      </Text>
      <Text size="sm">
        {t('desk.promise')} <strong>{wait}</strong>
      </Text>
      <Text size="sm">
        {t('desk.present')} <strong>{figures.agentsPresent}</strong>
      </Text>
    </Group>
  );
}

function Trouble() {
  const t = useText();
  const { phase, outbox } = useDeskState();
  const unsent = outbox.filter((post) => !post.refused).length;
  if (phase === 'signed-out') {
    return (
      <Alert role="alert" color="red" py="xs" icon={<Icon name="warning" />}>
        {t('desk.signedOut')} <Anchor href={`${pagePaths.login}?next=${pagePaths.desk}`}>{t('login.submit')}</Anchor>
      </Alert>
    );
  }
  if (phase !== 'lost' && phase !== 'too-many') return null;
  return (
    <Alert role="alert" color="yellow" py="xs" icon={<Icon name="warning" />}>
      {phase === 'lost' ? t('desk.lost', { unsent }) : t('desk.tooMany')}
    </Alert>
  );
}

/** Above the columns: my presence, how full I am, what callers are promised, and whether the line to the service stands. */
export function DeskBar() {
  const t = useText();
  const { phase } = useDeskState();
  return (
    <div className="desk-bar">
      <Group justify="space-between" gap="sm">
        <Group gap="md">
          <Presence />
          <Figures />
        </Group>
        <Badge color={phase === 'live' ? 'teal' : 'yellow'} role="status">
          {t(`connection.${phase === 'live' || phase === 'connecting' ? phase : 'lost'}`)}
        </Badge>
      </Group>
      <Trouble />
    </div>
  );
}
