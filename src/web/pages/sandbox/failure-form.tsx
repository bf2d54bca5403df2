import { Button, NativeSelect, NumberInput, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { type Behaviour, RECEIPT_ORDERS, type Receipts } from '../../../http/contract/sandbox-carrier.ts';
import { useText } from '../../messages/language.tsx';
import { type Choice, type Telling, wordsOf } from './failure-choices.ts';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';
import { WhoseNumber } from './whose-number.tsx';

/** A number, or '' where nothing is typed in. */
type Amount = number | string;

interface Wanted {
  readonly telling: Telling | undefined;
  readonly status: Amount;
  readonly delay: Amount;
  readonly order: NonNullable<Receipts['order']>;
  readonly copies: Amount;
  readonly late: Amount;
  readonly channel: 'whatsapp' | 'sms' | 'both';
  readonly times: Amount;
}

/** What the form says, as the emulator takes it; what is left as it is is left out. */
function behaviourOf(choice: Choice, wanted: Wanted): Behaviour {
  const { telling, status, delay, order, copies, late, channel, times } = wanted;
  const kind = telling ?? choice.kind;
  const httpStatus = choice.id.startsWith('http-') ? Number(choice.id.slice('http-'.length)) : undefined;
  const receipts: Receipts = {
    ...(order !== 'as-they-happen' && { order }),
    ...(typeof copies === 'number' && copies > 1 && { copies }),
    ...(typeof late === 'number' && late > 0 && { afterSeconds: late }),
  };
  return {
    kind,
    ...(choice.tellings.length > 0 && httpStatus === undefined && { code: choice.id }),
    ...(kind === 'refuse' && httpStatus !== undefined && { status: httpStatus }),
    ...(kind === 'refuse' && httpStatus === undefined && typeof status === 'number' && { status }),
    ...(channel !== 'both' && { channel }),
    ...(typeof delay === 'number' && { delaySeconds: delay }),
    ...(kind !== 'refuse' && Object.keys(receipts).length > 0 && { receipts }),
    ...(typeof times === 'number' && { times }),
  };
}

/** How what was chosen happens: at once or later, in which order, how often, to whom. */
export function FailureForm({ state, choice }: { state: SandboxState; choice: Choice }) {
  const t = useText();
  const run = useRun();
  const [number, setNumber] = useState('');
  const [applied, setApplied] = useState('');
  const [wanted, setWanted] = useState<Wanted>({
    telling: choice.tellings[0],
    status: '',
    delay: choice.kind === 'slow' ? 15 : '',
    order: 'as-they-happen',
    copies: 1,
    late: '',
    channel: 'whatsapp',
    times: '',
  });
  const set = (change: Partial<Wanted>) => setWanted({ ...wanted, ...change });
  const behaviour = behaviourOf(choice, wanted);
  const hasReceipts = behaviour.kind !== 'refuse';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(async () => {
      await sandboxApi.setBehaviour(behaviour, number === '' ? undefined : number);
      setApplied(t('failures.applied', { what: wordsOf(behaviour, t) }));
    });
  };
  const amount = (name: 'delay' | 'copies' | 'late' | 'times', min: number, max: number) => ({
    size: 'xs',
    label: t(`failures.${name}`),
    min,
    max,
    clampBehavior: 'strict' as const,
    allowDecimal: false,
    value: wanted[name],
    onChange: (value: Amount) => set({ [name]: value }),
  });
  return (
    <form onSubmit={submit} aria-label={t('failures.how')}>
      <Title order={3}>
        {choice.code} {choice.words}
      </Title>
      <Text size="sm" my={6}>
        {choice.does}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {choice.tellings.length > 0 && (
          <NativeSelect
            size="xs"
            label={t('failures.told')}
            value={wanted.telling}
            onChange={(event) => set({ telling: event.currentTarget.value as Telling })}
            data={choice.tellings.map((value) => ({ value, label: t(`failures.told.${value}`) }))}
          />
        )}
        {wanted.telling === 'refuse' && !choice.id.startsWith('http-') && (
          <NumberInput
            size="xs"
            label={t('failures.status')}
            description={t('failures.status.hint')}
            inputWrapperOrder={['label', 'input', 'description']}
            min={400}
            max={599}
            value={wanted.status}
            onChange={(status) => set({ status })}
          />
        )}
        <NumberInput {...amount('delay', 0, 86_400)} />
        {hasReceipts && (
          <>
            <NativeSelect
              size="xs"
              label={t('failures.order')}
              value={wanted.order}
              onChange={(event) => set({ order: event.currentTarget.value as Wanted['order'] })}
              data={RECEIPT_ORDERS.map((value) => ({ value, label: t(`failures.order.${value}`) }))}
            />
            <NumberInput {...amount('copies', 1, 10)} />
            <NumberInput {...amount('late', 0, 86_400)} />
          </>
        )}
        <WhoseNumber label={t('failures.who')} state={state} value={number} onChange={setNumber} />
        <NativeSelect
          size="xs"
          label={t('failures.channel')}
          value={wanted.channel}
          onChange={(event) => set({ channel: event.currentTarget.value as Wanted['channel'] })}
          data={(['whatsapp', 'sms', 'both'] as const).map((value) => ({ value, label: t(`failures.channel.${value}`) }))}
        />
        <NumberInput
          {...amount('times', 1, 1000)}
          description={t('failures.times.hint')}
          inputWrapperOrder={['label', 'input', 'description']}
        />
      </SimpleGrid>
      <Stack gap={4} my="xs" align="flex-start">
        <Button type="submit" size="xs">
          {t('failures.apply')}
        </Button>
        <Text size="xs" role="status" mih="1.35em">
          {applied}
        </Text>
      </Stack>
    </form>
  );
}
