import { Anchor, Button, NativeSelect, NumberInput, SimpleGrid, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { LOOKUP_LINE_TYPES, LOOKUP_TROUBLES, type LookupAnswer } from '../../../http/contract/sandbox-carrier.ts';
import { type Translate, useOptionalText, useText } from '../../messages/language.tsx';
import { OFFER_RULES_ID, pagePaths } from '../../paths.ts';
import { useFormat } from '../../ui/format.ts';
import { ChosenList } from './chosen-list.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';
import { WhoseNumber } from './whose-number.tsx';

const ERRORS = ['60600', '60601', '60606'] as const;
const ANSWERS = ['usual', 'invalid', ...ERRORS, ...LOOKUP_TROUBLES] as const;
type Answer = (typeof ANSWERS)[number];
type LineType = NonNullable<LookupAnswer['type']>;

function partOf(answer: Answer): LookupAnswer {
  if (answer === 'usual') return {};
  if (answer === 'invalid') return { valid: false };
  const error = ERRORS.find((code) => code === answer);
  if (error !== undefined) return { errorCode: Number(error) };
  const trouble = LOOKUP_TROUBLES.find((each) => each === answer);
  return trouble === undefined ? {} : { trouble };
}

function wordsOf({ type, carrier, valid, errorCode, trouble, delaySeconds }: LookupAnswer, t: Translate): string {
  return [
    type && t(`lookups.type.${type}`),
    carrier,
    valid === false && t('lookups.answer.invalid'),
    errorCode !== undefined && String(errorCode),
    trouble && t(`lookups.answer.${trouble}`),
    delaySeconds !== undefined && t('lookups.seconds', { seconds: delaySeconds }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function LookupForm({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  const [number, setNumber] = useState('');
  const [type, setType] = useState<LineType | 'usual'>('usual');
  const [carrier, setCarrier] = useState('');
  const [answer, setAnswer] = useState<Answer>('usual');
  const [delay, setDelay] = useState<number | string>('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted: LookupAnswer = {
      ...(type !== 'usual' && { type }),
      ...(carrier.trim() !== '' && { carrier: carrier.trim() }),
      ...partOf(answer),
      ...(typeof delay === 'number' && { delaySeconds: delay }),
    };
    run(() => sandboxApi.setLookup(Object.keys(wanted).length === 0 ? null : wanted, number === '' ? undefined : number));
  };
  return (
    <form onSubmit={submit} aria-label={t('backstage.lookups')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs">
        <WhoseNumber label={t('lookups.number')} state={state} value={number} onChange={setNumber} />
        <NativeSelect
          size="xs"
          label={t('lookups.type')}
          value={type}
          onChange={(event) => setType(event.currentTarget.value as LineType | 'usual')}
          data={(['usual', ...LOOKUP_LINE_TYPES] as const).map((value) => ({ value, label: t(`lookups.type.${value}`) }))}
        />
        <TextInput
          size="xs"
          label={t('lookups.carrier')}
          maxLength={60}
          value={carrier}
          onChange={(event) => setCarrier(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label={t('lookups.answer')}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value as Answer)}
          data={ANSWERS.map((value) => ({ value, label: t(`lookups.answer.${value}`) }))}
        />
        <NumberInput
          size="xs"
          label={t('failures.delay')}
          min={0}
          max={60}
          clampBehavior="strict"
          allowDecimal={false}
          value={delay}
          onChange={setDelay}
        />
      </SimpleGrid>
      <Button type="submit" size="xs" my="xs">
        {t('lookups.apply')}
      </Button>
    </form>
  );
}

/** What the carrier says of numbers when it is asked, and which it was asked for. */
export function LookupsPanel({ state }: { state: SandboxState }) {
  const t = useText();
  const optional = useOptionalText();
  const format = useFormat();
  const { all, byNumber, asked } = state.lookups;
  const own = Object.entries(byNumber).map(([number, answer]) => ({
    number,
    words: wordsOf(answer, t),
    takeBack: () => sandboxApi.setLookup(null, number),
  }));
  return (
    <>
      <Text size="sm" mb="xs">
        {t('lookups.hint')}{' '}
        <Anchor component={Link} to={pagePaths.settings} hash={OFFER_RULES_ID} underline="always">
          {t('lookups.rules')}
        </Anchor>
      </Text>
      <LookupForm state={state} />
      <ChosenList chosen={[...(all ? [{ number: '', words: wordsOf(all, t), takeBack: () => sandboxApi.setLookup(null) }] : []), ...own]} />
      <Title order={3} mt="xs">
        {t('lookups.asked')}
      </Title>
      {asked.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('lookups.asked.none')}
        </Text>
      )}
      <ul className="plain-list" aria-label={t('lookups.asked')}>
        {asked.map(({ atMs, number, answered }) => (
          <li key={`${atMs}-${number}`}>
            {format.clock(atMs)} · {number} · {optional(`lookups.type.${answered}`, optional(`lookups.answer.${answered}`, answered))}
          </li>
        ))}
      </ul>
    </>
  );
}
