import { Badge, Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { DIALLED_PHONE_MODES, type SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Queues } from './queues.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

type PhoneCall = SandboxState['agentPhone']['calls'][number];

const MOST_PHONES = 6;

/** A call that rings, or one that was put through without anybody picking up. */
function OpenCall({ call, free }: { call: PhoneCall; free: readonly number[] }) {
  const t = useText();
  const run = useRun();
  return (
    <Group justify="space-between" role="status" gap={6}>
      <Text size="sm">{t(`agentPhone.${call.state}`, { from: call.from })}</Text>
      <Group gap={6}>
        {call.state === 'ringing' &&
          free.map((phone) => (
            <Button
              key={phone}
              size="compact-xs"
              aria-label={t('agentPhone.answerWith', { number: phone })}
              onClick={() => run(() => sandboxApi.agentPhone('answer', call.callSid, phone))}
            >
              {t('agentPhone.answer')} {phone}
            </Button>
          ))}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => run(() => sandboxApi.agentPhone(call.state === 'ringing' ? 'decline' : 'hangup', call.callSid))}
        >
          {t(call.state === 'ringing' ? 'agentPhone.decline' : 'phone.hangUp')}
        </Button>
      </Group>
    </Group>
  );
}

/** One agent's telephone: free, or in a call that it took. */
function OnePhone({ number, call, queues }: { number: number; call: PhoneCall | undefined; queues: readonly string[] }) {
  const t = useText();
  const format = useFormat();
  const run = useRun();
  const now = useNow();
  const name = t('agentPhone.phone', { number });
  return (
    <Stack component="section" gap={4} aria-label={name}>
      <Group justify="space-between" gap={6}>
        <Group gap={6}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {!call && <Badge color="gray">{t('agentPhone.free')}</Badge>}
        </Group>
        {call ? (
          <Button size="compact-xs" variant="default" onClick={() => run(() => sandboxApi.agentPhone('hangup', call.callSid))}>
            {t('phone.hangUp')}
          </Button>
        ) : (
          queues.map((queue) => (
            <Button
              key={queue}
              size="compact-xs"
              aria-label={t('agentPhone.takeFrom', { name: queue })}
              onClick={() => run(() => sandboxApi.takeFromQueue(queue, number))}
            >
              {t('agentPhone.take')}
              {queues.length > 1 && ` · ${queue}`}
            </Button>
          ))
        )}
      </Group>
      {call && (
        <Text size="sm" role="status">
          {t('agentPhone.talkingFor', { from: call.from, time: format.stopwatch(Math.max(0, now - (call.sinceMs ?? now)) / 1000) })}
        </Text>
      )}
    </Stack>
  );
}

/** The colleagues' telephones: they take the callers of a queue, and ring when somebody is put through. */
export function AgentPhone({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  const [count, setCount] = useLocalStorage({ key: 'relevo.sandbox-phones', defaultValue: 2 });
  const { mode, calls } = state.agentPhone;
  const busy = calls.flatMap(({ phone }) => phone ?? []);
  const phones = Array.from({ length: Math.max(count, ...busy) }, (_, at) => at + 1);
  const free = phones.filter((phone) => !busy.includes(phone));
  const queues = state.queues.filter((queue) => queue.size > 0).map((queue) => queue.name);
  return (
    <Paper component="section" aria-label={t('agentPhone.title')}>
      <Title order={2}>{t('agentPhone.title')}</Title>
      <Stack gap="xs" mt="xs">
        <Queues state={state} />
        {calls
          .filter(({ phone }) => phone === undefined)
          .map((call) => (
            <OpenCall key={call.callSid} call={call} free={free} />
          ))}
        {phones.map((number) => (
          <OnePhone key={number} number={number} call={calls.find(({ phone }) => phone === number)} queues={queues} />
        ))}
        <Group gap={6}>
          <Button size="compact-xs" variant="default" disabled={phones.length >= MOST_PHONES} onClick={() => setCount(phones.length + 1)}>
            {t('agentPhone.more')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={phones.length <= 1 || busy.includes(phones.length)}
            onClick={() => setCount(phones.length - 1)}
          >
            {t('agentPhone.fewer')}
          </Button>
        </Group>
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
