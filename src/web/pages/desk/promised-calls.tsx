import { Alert, Badge, Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PromisedCall } from '../../../http/contract/callbacks.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/states.tsx';

const LOOK_EVERY_MS = 5_000;

function When({ call }: { call: PromisedCall }) {
  const t = useText();
  const format = useFormat();
  if (call.state !== 'scheduled') return <>{t(`calls.state.${call.state}`, { name: call.agent?.name ?? '' })}</>;
  const at = format.dateTime(call.dueAtMs);
  if (call.tries > 0) return <>{t('calls.again', { at, tries: call.tries })}</>;
  return <>{call.asap && call.dueAtMs === call.promisedAtMs ? t('calls.asap') : t('calls.at', { at })}</>;
}

/** Asks first: the customer was promised it. */
function Cancel({ call }: { call: PromisedCall }) {
  const t = useText();
  const problemText = useProblemText();
  const [sure, setSure] = useState(false);
  const cancel = useApiChange('cancelCallback', ['callbacks']);
  if (call.state === 'talking') return null;
  if (!sure) {
    return (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t('calls.cancel.of', { address: call.address })}
        onClick={() => setSure(true)}
      >
        {t('calls.cancel')}
      </Button>
    );
  }
  return (
    <Alert color="yellow" role="group" aria-label={t('calls.cancel.of', { address: call.address })}>
      <Text size="xs">{t('calls.cancel.sure')}</Text>
      <Group gap={6} mt={6}>
        <Button size="compact-xs" color="red" loading={cancel.isPending} onClick={() => cancel.mutate({ params: { id: call.id } })}>
          {t('calls.cancel.do')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => setSure(false)}>
          {t('calls.cancel.keep')}
        </Button>
      </Group>
      {cancel.error && (
        <Text size="xs" role="alert" mt={6}>
          {problemText(cancel.error)}
        </Text>
      )}
    </Alert>
  );
}

/** The calls that were promised to customers, the next first. Without any there is nothing to see. */
export function PromisedCalls() {
  const t = useText();
  const { data } = useQuery(apiQuery('callbacks', { query: { limit: 50 } }, LOOK_EVERY_MS));
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={t('calls.title')} className="chat-column">
      <Group gap={6} className="chat-column-head">
        <Title order={2}>{t('calls.title')}</Title>
        <Badge color="gray" size="sm">
          {data.items.length}
          {data.next === undefined ? '' : '+'}
        </Badge>
      </Group>
      <ul>
        {data.items.map((call) => (
          <li key={call.id} className="promised-call">
            <Text fw={600} size="sm">
              {call.chatId === undefined ? (
                call.address
              ) : (
                <Link to={pagePaths.desk} search={{ chat: call.chatId }}>
                  {call.address}
                </Link>
              )}
            </Text>
            <Text size="xs">
              <When call={call} />
            </Text>
            <Group gap={4} mt={2}>
              {call.intent && <Badge color="gray">{call.intent}</Badge>}
              <Badge color="gray">{call.language.toUpperCase()}</Badge>
              <Cancel call={call} />
            </Group>
          </li>
        ))}
      </ul>
    </section>
  );
}
