import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { CallView, SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

const KEYS = ['1', '2', '0'] as const;
const LINES_SHOWN = 3;

function Ringing({ call }: { call: CallView }) {
  const t = useText();
  const run = useRun();
  return (
    <Group gap={6}>
      <Button size="xs" onClick={() => run(() => sandboxApi.calledPhone('answer', call.sid))}>
        {t('agentPhone.answer')}
      </Button>
      <Button size="xs" variant="default" onClick={() => run(() => sandboxApi.calledPhone('decline', call.sid))}>
        {t('agentPhone.decline')}
      </Button>
    </Group>
  );
}

function OnTheLine({ call }: { call: CallView }) {
  const t = useText();
  const run = useRun();
  const spoken = call.heard.filter(({ kind }) => kind === 'say').slice(-LINES_SHOWN);
  return (
    <Stack gap={6}>
      <div role="log" aria-label={t('calledPhones.heard', { number: call.to })}>
        {spoken.map((line) => (
          <p key={line.id} className="heard" data-kind="say" lang={line.language}>
            {line.text}
          </p>
        ))}
      </div>
      <Group gap={6}>
        {call.gather &&
          KEYS.map((key) => (
            <Button
              key={key}
              size="xs"
              variant="default"
              aria-label={t('phone.key', { key })}
              onClick={() => run(() => sandboxApi.press(call.sid, key))}
            >
              {key}
            </Button>
          ))}
        <Button size="xs" color="red" variant="light" onClick={() => run(() => sandboxApi.hangUp(call.sid))}>
          {t('phone.hangUp')}
        </Button>
      </Group>
    </Stack>
  );
}

function CalledPhone({ call, state }: { call: CallView; state: SandboxState }) {
  const t = useText();
  const isCustomer = state.callers.some(({ from }) => from === call.to) || state.handsets.some(({ id }) => id === call.to);
  const rings = call.state === 'ringing';
  return (
    <Stack component="section" gap={6} aria-label={t('calledPhones.one', { number: call.to })}>
      <Group gap={6} role="status">
        <Text size="sm" fw={600}>
          {t(isCustomer ? 'calledPhones.customer' : 'calledPhones.agent', { number: call.to })}
        </Text>
        <Badge color={rings ? 'yellow' : 'teal'}>{t(`call.${call.state}`)}</Badge>
      </Group>
      {rings ? <Ringing call={call} /> : <OnTheLine call={call} />}
    </Stack>
  );
}

/** The phones that the service calls: they ring, are answered and hear what is said. Without any there is nothing to see. */
export function CalledPhones({ state }: { state: SandboxState }) {
  const t = useText();
  const calls = state.calls.filter(({ direction, state: stands }) => direction === 'outbound' && stands !== 'ended');
  if (calls.length === 0) return null;
  return (
    <Paper component="section" aria-label={t('calledPhones.title')}>
      <Title order={2}>{t('calledPhones.title')}</Title>
      <Stack gap="md" mt="xs">
        {calls.toReversed().map((call) => (
          <CalledPhone key={call.sid} call={call} state={state} />
        ))}
      </Stack>
    </Paper>
  );
}
