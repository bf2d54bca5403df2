import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../api/queries.ts';
import { useText } from '../messages/language.tsx';

const EVERY_MS = 10_000;

/** Whether the service answers, said in words and asked every ten seconds. */
export function ConnectionState() {
  const t = useText();
  const overview = useQuery(apiQuery('overview', {}, EVERY_MS));
  const state = overview.isError ? 'lost' : overview.isPending ? 'connecting' : 'live';
  return (
    <Group gap={6} wrap="nowrap" role="status" className="connection" data-state={state}>
      <span className="connection-dot" aria-hidden="true" />
      <Text size="xs">{t(`connection.${state}`)}</Text>
    </Group>
  );
}
