import { Badge, Checkbox, NativeSelect, NumberInput, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { BEHAVIOUR_KINDS, type Behaviour, OUTAGES } from '../../../http/contract/sandbox-carrier.ts';
import { useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { wordsOf } from './failure-choices.ts';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

const WITH_CODE = new Set<Behaviour['kind']>(['fail', 'fail-after-sent']);

/** What the carrier does with our messages, until something else is chosen. */
function BehaviourChoice({ behaviour }: { behaviour: Behaviour }) {
  const t = useText();
  const run = useRun();
  const [once, setOnce] = useState(behaviour.times === 1);
  const set = (change: Partial<Behaviour>) => {
    const { times: _times, ...kept } = behaviour;
    run(() => sandboxApi.setBehaviour({ ...kept, ...(once && { times: 1 }), ...change }));
  };
  // What was chosen behind the scenes says more than the short menu has words for.
  const isDetailed = [behaviour.code, behaviour.status, behaviour.channel, behaviour.receipts].some((each) => each !== undefined);
  // A refusal needs a code.
  const kinds = BEHAVIOUR_KINDS.filter((kind) => kind !== 'refuse' || kind === behaviour.kind);
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('carrier.behaviour')}
        value={behaviour.kind}
        onChange={(event) => {
          const kind = event.currentTarget.value as Behaviour['kind'];
          run(() => sandboxApi.setBehaviour({ kind, ...(kind === 'slow' && { delaySeconds: 15 }), ...(once && { times: 1 }) }));
        }}
        data={kinds.map((value) => ({
          value,
          label: value === behaviour.kind && isDetailed ? wordsOf(behaviour, t) : t(`behaviour.${value}`),
        }))}
      />
      {!isDetailed && (
        <Text size="xs" c="dimmed">
          {t(`behaviour.${behaviour.kind}.hint`)}
        </Text>
      )}
      {behaviour.kind === 'slow' && (
        <NumberInput
          size="xs"
          label={t('carrier.delay')}
          min={0}
          max={3600}
          value={behaviour.delaySeconds ?? 0}
          onChange={(value) => typeof value === 'number' && set({ delaySeconds: value })}
        />
      )}
      {WITH_CODE.has(behaviour.kind) && (
        <TextInput
          size="xs"
          label={t('carrier.code')}
          placeholder={behaviour.kind === 'fail' ? '63003' : '63024'}
          defaultValue={behaviour.code ?? ''}
          onBlur={(event) => {
            const code = event.currentTarget.value;
            if (/^\d{1,7}$/.test(code) && code !== behaviour.code) set({ code });
          }}
        />
      )}
      <Checkbox size="xs" label={t('carrier.once')} checked={once} onChange={(event) => setOnce(event.currentTarget.checked)} />
    </>
  );
}

function Problems({ state }: { state: SandboxState }) {
  const t = useText();
  const format = useFormat();
  const problems = [...state.problems, ...state.calls.flatMap((call) => call.problems)].sort((a, b) => b.atMs - a.atMs).slice(0, 5);
  if (problems.length === 0) return <Text size="xs">{t('carrier.noProblems')}</Text>;
  return (
    <ul className="carrier-problems" aria-label={t('carrier.problems')}>
      {problems.map((problem) => (
        <li key={`${problem.atMs}-${problem.code}-${problem.text}`}>
          <Badge size="sm" color={problem.warning ? 'yellow' : 'red'}>
            {problem.code}
          </Badge>{' '}
          {format.clock(problem.atMs)} {problem.text}
        </li>
      ))}
    </ul>
  );
}

/** The carrier between us and the people: how it treats messages, and what it complained about. */
export function CarrierPanel({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  return (
    <Paper component="section" aria-label={t('carrier.title')}>
      <Title order={2}>{t('carrier.title')}</Title>
      <Stack gap="xs" mt="xs">
        <BehaviourChoice key={state.behaviour.kind} behaviour={state.behaviour} />
        <NativeSelect
          size="xs"
          label={t('carrier.outage')}
          value={state.outage}
          onChange={(event) => {
            const outage = event.currentTarget.value as SandboxState['outage'];
            run(() => sandboxApi.setOutage(outage));
          }}
          data={OUTAGES.map((value) => ({ value, label: t(`outage.${value}`) }))}
        />
        <Problems state={state} />
      </Stack>
    </Paper>
  );
}
