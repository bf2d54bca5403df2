import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { DIALLED_PHONE_MODES, type SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

function Queues({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  const waiting = state.queues.filter((queue) => queue.size > 0);
  if (waiting.length === 0) return <Text size="sm">{t('agentPhone.nobody')}</Text>;
  return waiting.map((queue) => (
    <Group key={queue.sid} justify="space-between">
      <Text size="sm">{t('agentPhone.queue', { name: queue.name, size: queue.size })}</Text>
      <Button size="xs" onClick={() => run(() => sandboxApi.takeFromQueue(queue.name))}>
        {t('agentPhone.take')}
      </Button>
    </Group>
  ));
}

/** A colleague's telephone: takes the next caller of a queue, and rings when somebody is put through. */
export function AgentPhone({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  const { mode, calls } = state.agentPhone;
  return (
    <Paper component="section" aria-label={t('agentPhone.title')}>
      <Title order={2}>{t('agentPhone.title')}</Title>
      <Stack gap="xs" mt="xs">
        <Queues state={state} />
        {calls.map((call) => (
          <Group key={call.callSid} justify="space-between" role="status">
            <Text size="sm">{t(`agentPhone.${call.state}`, { from: call.from })}</Text>
            <Group gap={6}>
              {call.state === 'ringing' && (
                <Button size="xs" onClick={() => run(() => sandboxApi.agentPhone('answer', call.callSid))}>
                  {t('agentPhone.answer')}
                </Button>
              )}
              <Button
                size="xs"
                variant="default"
                onClick={() => run(() => sandboxApi.agentPhone(call.state === 'ringing' ? 'decline' : 'hangup', call.callSid))}
              >
                {t(call.state === 'ringing' ? 'agentPhone.decline' : 'phone.hangUp')}
              </Button>
            </Group>
          </Group>
        ))}
        <NativeSelect
          size="xs"
          label={t('agentPhone.mode')}
          value={mode}
          onChange={(event) => {
            const chosen = event.currentTarget.value as typeof mode;
            run(() => sandboxApi.setAgentPhone(chosen));
          }}
          data={DIALLED_PHONE_MODES.map((value) => ({ value, label: t(`agentPhone.mode.${value}`) }))}
        />
      </Stack>
    </Paper>
  );
}
