import { ActionIcon, Box, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isList, isObject, type Json, type JsonObject, type JsonPath } from '../../../../../flows/edit/json.ts';
import { useFormat } from '../../../../ui/format.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { usePanelText } from '../words/panel-text.tsx';
import { textsOf, useHours } from './hours-scene.ts';
import { Intervals } from './intervals.tsx';

const MOST = 200;

/** Days of the business’s own: closed, or open at other times. */
export function OwnDays({ path, days, today }: { path: JsonPath; days: Json | undefined; today: string }) {
  const t = usePanelText();
  const { change } = useHours();
  const items = isList(days) ? days : [];
  return (
    <Stack gap={8}>
      {items.map((item, at) => (
        <OwnDay
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other name than its place
          key={at}
          path={[...path, at]}
          place={at + 1}
          day={isObject(item) ? item : {}}
          today={today}
          onRemove={() => change(path, items.length === 1 ? undefined : items.toSpliced(at, 1))}
        />
      ))}
      <div>
        <Button size="compact-xs" variant="light" disabled={items.length >= MOST} onClick={() => change(path, [...items, { date: today }])}>
          + {t('hours.addDay')}
        </Button>
      </div>
    </Stack>
  );
}

/** A day with its year, or one of every year, which is shown in this one. */
function DateInput({
  label,
  value,
  year,
  error,
  onDate,
}: {
  label: string;
  value: string;
  year: string;
  error: string | undefined;
  onDate: (date: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const whole = value.length === 5 ? `${year}-${value}` : value;
  return (
    <TextInput
      type="date"
      size="xs"
      flex={1}
      label={label}
      error={error}
      value={typed ?? whole}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onDate(value.length === 5 ? currentTarget.value.slice(5) : currentTarget.value);
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

function OwnDay({
  path,
  place,
  day,
  today,
  onRemove,
}: {
  path: JsonPath;
  place: number;
  day: JsonObject;
  today: string;
  onRemove: () => void;
}) {
  const t = usePanelText();
  const format = useFormat();
  const { change, problemAt, languages } = useHours();
  const date = typeof day.date === 'string' ? day.date : '';
  const until = typeof day.until === 'string' ? day.until : undefined;
  const everyYear = date.length === 5;
  const year = today.slice(0, 4);
  const other = (each: string) => (each.length === 5 ? `${year}-${each}` : each.slice(5));
  const label = t('hours.ownDay', { place });
  const names = isObject(day.name) ? day.name : {};
  return (
    <Box className="panel-item" role="group" aria-label={label}>
      <Stack gap={6}>
        <Group gap={6} align="flex-start" wrap="nowrap">
          <DateInput
            label={t('hours.date')}
            value={date}
            year={year}
            error={problemAt([...path, 'date']) ?? problemAt(path)}
            onDate={(next) => next !== '' && change([...path, 'date'], next)}
          />
          <DateInput
            label={t('hours.until')}
            value={until ?? (everyYear ? '     ' : '')}
            year={year}
            error={problemAt([...path, 'until'])}
            onDate={(next) => change([...path, 'until'], next === '' ? undefined : next)}
          />
          <ActionIcon size="sm" mt={24} variant="subtle" color="gray" aria-label={t('panel.remove', { what: label })} onClick={onRemove}>
            <Icon name="close" size={12} />
          </ActionIcon>
        </Group>
        <Checkbox
          size="xs"
          label={t('hours.everyYear')}
          checked={everyYear}
          onChange={() => change(path, { ...day, date: other(date), ...(until !== undefined && { until: other(until) }) })}
        />
        {languages.map((language) => (
          <TextInput
            key={language}
            size="xs"
            lang={language}
            label={t('hours.dayName', { language: format.language(language) })}
            error={problemAt([...path, 'name', language])}
            value={typeof names[language] === 'string' ? names[language] : ''}
            onChange={({ currentTarget: { value } }) => {
              if (value !== '') change([...path, 'name', language], value);
              else change(Object.keys(names).length <= 1 ? [...path, 'name'] : [...path, 'name', language], undefined);
            }}
          />
        ))}
        <Intervals
          path={[...path, 'open']}
          name={label}
          intervals={textsOf(day.open)}
          onChange={(next) => change([...path, 'open'], next.length === 0 ? undefined : next)}
        />
      </Stack>
    </Box>
  );
}
