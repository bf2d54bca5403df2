import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { checkOpeningHours, type HoursProblem, type OpeningHours } from '../../../http/contract/desk-settings.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Section } from './section.tsx';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
type Weekday = (typeof WEEKDAYS)[number];
type Span = [from: string, to: string];

const FIRST_SPAN: Span = ['09:00', '18:00'];
const MOST_SPANS = 6;

/** A field for a time knows no 24:00: midnight at the end of the day is shown, and typed, as 00:00. */
const shownEnd = (to: string) => (to === '24:00' ? '00:00' : to);
const keptEnd = (to: string) => (to === '00:00' ? '24:00' : to);

/** What the section shows. */
export const hoursQuery = apiQuery('openingHours');

/** When the desk is usually staffed: administrators set it, supervisors read it. */
export function HoursSection() {
  const t = useText();
  const mayChange = useMay('settings:change');
  const hours = useQuery(hoursQuery);
  return (
    <Section title={t('hours.title')} hint={t('hours.hint')}>
      <QueryView query={hours}>{(data) => (mayChange ? <HoursForm hours={data} /> : <HoursList hours={data} />)}</QueryView>
    </Section>
  );
}

function HoursList({ hours }: { hours: OpeningHours }) {
  const t = useText();
  const format = useFormat();
  const text = (spans: readonly Span[]) => spans.map(([from, to]) => `${from}–${to}`).join(', ');
  return (
    <dl className="counts-wide">
      {WEEKDAYS.map((day) => (
        <div key={day}>
          <dt>{format.weekday(Number(day))}</dt>
          <dd>{text(hours.days[day] ?? []) || t('hours.closed')}</dd>
        </div>
      ))}
      <div>
        <dt>{t('hours.zone')}</dt>
        <dd>{hours.timeZone}</dd>
      </div>
    </dl>
  );
}

function HoursForm({ hours }: { hours: OpeningHours }) {
  const t = useText();
  const save = useApiChange('setOpeningHours', ['openingHours', 'overview']);
  const [draft, setDraft] = useState<OpeningHours>();
  const [isTried, setTried] = useState(false);
  const [done, setDone] = useState('');
  const shown = draft ?? hours;
  const problems = isTried ? checkOpeningHours(shown.days) : [];
  const change = (next: OpeningHours) => {
    setDraft(next);
    setDone('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checkOpeningHours(shown.days).length > 0) return;
    save.mutate(
      { body: shown },
      {
        onSuccess: ({ days }) => {
          setDraft(undefined);
          setTried(false);
          setDone(t(Object.keys(days).length > 0 ? 'hours.saved' : 'hours.savedNone'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit} aria-label={t('hours.title')} noValidate>
      <Stack gap="xs">
        {WEEKDAYS.map((day) => (
          <DayHours
            key={day}
            day={day}
            spans={shown.days[day] ?? []}
            problemOf={(index) => problems.find((each) => each.day === day && each.index === index)?.code}
            onChange={(spans) => change({ ...shown, days: { ...shown.days, [day]: spans } })}
          />
        ))}
        <ZoneSelect zone={shown.timeZone} onChange={(timeZone) => change({ ...shown, timeZone })} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={draft === undefined}>
            {t('hours.save')}
          </Button>
          {draft && (
            <Button variant="default" onClick={() => setDraft(undefined)}>
              {t('hours.undo')}
            </Button>
          )}
        </Group>
        <Outcome error={save.error} done={done} />
      </Stack>
    </form>
  );
}

function ZoneSelect({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) {
  const t = useText();
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <NativeSelect
      label={t('hours.zone')}
      maw={320}
      value={zone}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={zones.includes(zone) ? zones : [zone, ...zones]}
    />
  );
}

function DayHours(props: {
  day: Weekday;
  spans: readonly Span[];
  problemOf: (index: number) => HoursProblem['code'] | undefined;
  onChange: (spans: Span[]) => void;
}) {
  const t = useText();
  const format = useFormat();
  const { spans, problemOf, onChange } = props;
  const name = format.weekday(Number(props.day));
  return (
    <Group role="group" aria-label={name} align="flex-start" gap="sm" wrap="nowrap">
      <Text size="sm" fw={600} w={92} mt={3} flex="none">
        {name}
      </Text>
      <Stack gap={6} align="flex-start">
        {spans.map((span, index) => (
          <SpanFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a span has no other name than its place
            key={index}
            name={name}
            place={index + 1}
            span={span}
            problem={problemOf(index)}
            onChange={(next) => onChange(spans.with(index, next))}
            onRemove={() => onChange(spans.toSpliced(index, 1))}
          />
        ))}
        <Group gap="sm">
          {spans.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('hours.closed')}
            </Text>
          )}
          {spans.length < MOST_SPANS && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={t('hours.addOn', { day: name })}
              onClick={() => onChange([...spans, spans.length === 0 ? FIRST_SPAN : ['', '']])}
            >
              {t('hours.add')}
            </Button>
          )}
        </Group>
      </Stack>
    </Group>
  );
}

function SpanFields(props: {
  name: string;
  place: number;
  span: Span;
  problem: HoursProblem['code'] | undefined;
  onChange: (span: Span) => void;
  onRemove: () => void;
}) {
  const t = useText();
  const { name: day, place, span } = props;
  const [from, to] = span;
  const error = props.problem && t(`hours.problem.${props.problem}`);
  return (
    <Group gap={6} align="flex-start" wrap="nowrap">
      <TextInput
        type="time"
        size="xs"
        aria-label={t('hours.from', { day, place })}
        value={from}
        onChange={(event) => props.onChange([event.currentTarget.value, to])}
        error={error}
      />
      <Text size="sm" mt={5} aria-hidden>
        –
      </Text>
      <TextInput
        type="time"
        size="xs"
        aria-label={t('hours.to', { day, place })}
        value={shownEnd(to)}
        onChange={(event) => props.onChange([from, keptEnd(event.currentTarget.value)])}
        error={error !== undefined}
      />
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('hours.remove', { day, place })} onClick={props.onRemove}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </Group>
  );
}
