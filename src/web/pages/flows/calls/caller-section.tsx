import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useMay } from '../../../shell/me.ts';
import { PageProblem } from '../../../ui/states.tsx';
import { useCallText } from './words/calls-text.tsx';

interface CallerSectionProps {
  readonly replay: ApiAnswer<'callReplay'>;
  readonly shown: ApiAnswer<'showCaller'> | undefined;
  readonly onShown: (shown: ApiAnswer<'showCaller'>) => void;
}

/** Who called: masked, until somebody who may asks for it and says why. */
export function CallerSection({ replay, shown, onShown }: CallerSectionProps) {
  const t = useCallText();
  const may = useMay('persons:see');
  return (
    <Stack gap="xs" component="section" aria-label={t('replay.who')}>
      <Title order={2} size="h4">
        {t('replay.who')}
      </Title>
      <Text>{shown?.number ?? replay.caller ?? t('calls.noNumber')}</Text>
      {shown ? <Entered shown={shown} /> : may && <Ask replay={replay} onShown={onShown} />}
    </Stack>
  );
}

function Ask({ replay, onShown }: Pick<CallerSectionProps, 'replay' | 'onShown'>) {
  const t = useCallText();
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const look = useApiChange('showCaller', []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look.mutate({ params: { id: replay.flowId, callId: replay.callId }, body: { reason } }, { onSuccess: onShown });
  };
  if (!asked)
    return (
      <Group>
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          {t('replay.show')}
        </Button>
      </Group>
    );
  return (
    <form onSubmit={submit} aria-label={t('replay.show')}>
      <Stack gap="xs">
        <Alert>{t('replay.showWhat')}</Alert>
        <TextInput
          label={t('replay.reason')}
          value={reason}
          required
          minLength={3}
          maxLength={200}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {look.error ? <PageProblem error={look.error} /> : null}
        <Group>
          <Button type="submit" size="compact-sm" disabled={reason.trim().length < 3} loading={look.isPending}>
            {t('replay.show')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Entered({ shown }: { shown: ApiAnswer<'showCaller'> }) {
  const t = useCallText();
  return (
    <div role="status">
      {shown.number === undefined && <Text size="sm">{t('replay.numberGone')}</Text>}
      <Title order={3} size="h5">
        {t('replay.entered')}
      </Title>
      {shown.entered === undefined ? (
        <Text size="sm">{t('replay.enteredGone')}</Text>
      ) : shown.entered.length === 0 ? (
        <Text size="sm">{t('replay.enteredNone')}</Text>
      ) : (
        <ul className="try-records">
          {shown.entered.map(({ step, atMs, value }) => (
            <li key={`${step} ${atMs}`}>
              {step}: <strong>{value}</strong>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
