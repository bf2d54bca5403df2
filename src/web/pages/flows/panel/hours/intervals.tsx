import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endsOf } from '../../../../../flows/calendar.ts';
import type { JsonPath } from '../../../../../flows/edit/json.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { usePanelText } from '../words/panel-text.tsx';
import { useHours } from './hours-scene.ts';

const MOST = 10;

/** A field for a time knows no 24:00: midnight at the end of the day is shown, and typed, as 00:00. */
function TimeInput({ label, value, error, onTime }: { label: string; value: string; error: boolean; onTime: (time: string) => void }) {
  const [typed, setTyped] = useState<string>();
  return (
    <TextInput
      type="time"
      size="xs"
      aria-label={label}
      error={error}
      value={typed ?? value}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        if (currentTarget.value !== '') onTime(currentTarget.value);
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

/** What an interval is written as: an end at midnight belongs to the day, an earlier one to the next. */
function intervalOf(from: string, to: string): string {
  return `${from}-${to === '00:00' ? '24:00' : to}`;
}

/** The times of one day, in order. */
export function Intervals({
  path,
  name,
  intervals,
  onChange,
}: {
  path: JsonPath;
  name: string;
  intervals: readonly string[];
  onChange: (next: readonly string[]) => void;
}) {
  const t = usePanelText();
  const { problemAt } = useHours();
  const add = () => {
    const last = intervals.at(-1);
    onChange([...intervals, last === undefined ? '09:00-18:00' : intervalOf(laterBy(endsOf(last)[1], 1), laterBy(endsOf(last)[1], 3))]);
  };
  return (
    <Stack gap={4} align="flex-start">
      {intervals.map((interval, index) => {
        const [from, to] = endsOf(interval);
        const fault = problemAt([...path, index]);
        const place = index + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an interval has no other name than its place
          <div key={index}>
            <Group gap={4} wrap="nowrap" align="flex-start">
              <TimeInput
                label={t('hours.fromOf', { day: name, place })}
                value={from}
                error={fault !== undefined}
                onTime={(time) => onChange(intervals.with(index, intervalOf(time, to)))}
              />
              <span aria-hidden="true">–</span>
              <TimeInput
                label={t('hours.toOf', { day: name, place })}
                value={to === '24:00' ? '00:00' : to}
                error={fault !== undefined}
                onTime={(time) => onChange(intervals.with(index, intervalOf(from, time)))}
              />
              <ActionIcon
                size="sm"
                mt={4}
                variant="subtle"
                color="gray"
                aria-label={t('hours.removeOf', { day: name, place })}
                onClick={() => onChange(intervals.toSpliced(index, 1))}
              >
                <Icon name="close" size={12} />
              </ActionIcon>
            </Group>
            {to < from && (
              <Text size="xs" c="dimmed">
                {t('hours.overnight')}
              </Text>
            )}
            {fault && (
              <Text size="xs" c="var(--mantine-color-error)" role="status">
                {fault}
              </Text>
            )}
          </div>
        );
      })}
      <Group gap={6}>
        {intervals.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('hours.closed')}
          </Text>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={intervals.length >= MOST}
          aria-label={t('hours.addOf', { day: name })}
          onClick={add}
        >
          + {t('hours.add')}
        </Button>
      </Group>
    </Stack>
  );
}

/** A time of day so many hours later, at the latest midnight. */
function laterBy(time: string, hours: number): string {
  const minutes = Math.min(24 * 60 - 1, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + hours * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
