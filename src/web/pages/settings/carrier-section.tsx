import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CarrierState, SenderView } from '../../../http/contract/carrier.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from './section.tsx';

const EVERY_MS = 10_000;

/** What the section shows. */
export const carrierQuery = apiQuery('carrier', {}, EVERY_MS);

/** Our senders at the carrier, with those that were stopped, and what it refused in the last week. */
export function CarrierSection() {
  const t = useText();
  const state = useQuery(carrierQuery);
  return (
    <Section title={t('senders.title')} hint={t('senders.hint')}>
      <QueryView query={state}>{(data) => <Carrier state={data} />}</QueryView>
    </Section>
  );
}

function Carrier({ state }: { state: CarrierState }) {
  const t = useText();
  const area = useRef<HTMLDivElement>(null);
  const lift = useApiChange('liftSender', ['carrier', 'overview']);
  const mayAsk = useMay('operations:run');
  const ask = useApiChange('askCarrier', ['carrier', 'overview', 'settings']);
  const [done, setDone] = useState('');
  const onAsk = () => {
    setDone('');
    ask.mutate({}, { onSuccess: () => setDone(t('senders.asked')) });
  };
  const onLift = ({ sender }: SenderView) => {
    const onSuccess = () => {
      setDone(t('senders.lifted', { sender }));
      area.current?.focus();
    };
    lift.mutate({ params: { sender } }, { onSuccess });
  };
  return (
    <Stack gap="xs" ref={area} tabIndex={-1}>
      <SendersTable senders={state.senders} busy={lift.isPending} onLift={onLift} />
      <Group>
        {mayAsk && (
          <Button size="compact-sm" variant="default" loading={ask.isPending} onClick={onAsk}>
            {t('senders.ask')}
          </Button>
        )}
      </Group>
      <Outcome error={ask.error ?? lift.error} done={done} />
      <FailuresTable failures={state.failures} />
    </Stack>
  );
}

function SendersTable(props: { senders: readonly SenderView[]; busy: boolean; onLift: (sender: SenderView) => void }) {
  const t = useText();
  const mayLift = useMay('settings:change');
  return (
    <Rows
      label={t('senders.senders')}
      head={[t('senders.sender'), t('settings.state'), t('senders.quality'), t('senders.limit'), t('settings.actions')]}
      empty=""
      rows={props.senders.map((each) => ({
        key: each.sender,
        cells: [
          <div key="sender">
            <Text size="sm" fw={600}>
              {each.sender}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`senders.${each.channel}`)}
            </Text>
          </div>,
          <SenderBadge key="state" sender={each} />,
          each.quality ? t(`senders.quality.${each.quality}`) : '',
          <Headroom key="limit" sender={each} />,
          each.stopped && mayLift && (
            <Button
              key="lift"
              size="compact-sm"
              variant="default"
              disabled={props.busy}
              aria-label={t('senders.liftOne', { sender: each.sender })}
              onClick={() => props.onLift(each)}
            >
              {t('senders.lift')}
            </Button>
          ),
        ],
      }))}
    />
  );
}

function SenderBadge({ sender: { stopped, status } }: { sender: SenderView }) {
  const t = useText();
  const format = useFormat();
  if (!stopped)
    return <Badge color={status === undefined || status.startsWith('ONLINE') ? 'teal' : 'red'}>{status ?? t('senders.sends')}</Badge>;
  const { code, sinceMs, untilMs } = stopped;
  return (
    <div>
      <Badge color="red">{t('senders.stopped')}</Badge>
      <Text size="xs">
        {untilMs === undefined
          ? t('senders.stoppedOpen', { code, since: format.dateTime(sinceMs) })
          : t('senders.stoppedUntil', { code, since: format.dateTime(sinceMs), until: format.dateTime(untilMs) })}
      </Text>
    </div>
  );
}

function Headroom({ sender: { limitPerDay, usedToday } }: { sender: SenderView }) {
  const t = useText();
  const format = useFormat();
  if (usedToday === undefined) return null;
  if (limitPerDay === undefined) return <>{t('senders.begun', { begun: format.number(usedToday) })}</>;
  return <>{t('senders.begunOf', { begun: format.number(usedToday), limit: format.number(limitPerDay) })}</>;
}

function FailuresTable({ failures }: { failures: CarrierState['failures'] }) {
  const t = useText();
  const optional = useOptionalText();
  const format = useFormat();
  return (
    <Rows
      label={t('senders.failures')}
      head={[t('senders.code'), t('senders.meaning'), t('senders.class'), t('senders.count'), t('senders.last')]}
      empty={t('senders.failures.none')}
      rows={failures.map(({ code, class: failure, meaning, count, lastAtMs }) => ({
        key: `${code}/${failure}`,
        cells: [code, meaning ?? '', optional(`failure.${failure}`, failure), format.number(count), format.dateTime(lastAtMs)],
      }))}
    />
  );
}
