import { Box, Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { Calendar } from '../../../../../flows/calendar.ts';
import { calendarProblems } from '../../../../../flows/calendar-problems.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath } from '../../../../../flows/edit/json.ts';
import { useFormat } from '../../../../ui/format.ts';
import { usePanelText } from '../words/panel-text.tsx';
import { HolidayList } from './holiday-list.tsx';
import { HoursContext, type HoursScene, textsOf, useHours } from './hours-scene.ts';
import { nextOpenings } from './openings.ts';
import { OwnDays } from './own-days.tsx';
import { WeekTable } from './week-table.tsx';

interface EditorProps {
  readonly calendar: JsonObject;
  readonly name: string;
  readonly flowZone: string;
  readonly languages: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (path: JsonPath, value: Json | undefined) => void;
}

const SHOWN_OPENINGS = 5;

/** Opening hours: the week, holidays, own days, exceptions, and what comes of them. */
export default function CalendarEditor(props: EditorProps) {
  const { calendar, name, flowZone, languages, readOnly, onChange } = props;
  const t = usePanelText();
  const [nowMs] = useState(() => Date.now());
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const parsed = useMemo(() => Calendar.safeParse(calendar), [calendar]);
  const faults = useMemo(() => {
    const found = parsed.success
      ? calendarProblems(parsed.data, languages).map(({ path, message }) => [path.join('.'), message] as const)
      : parsed.error.issues.map(({ path, message }) => [path.join('.'), message] as const);
    return new Map(found);
  }, [parsed, languages]);
  const scene: HoursScene = { languages, readOnly, change: onChange, problemAt: (path) => faults.get(path.join('.')) };
  const zone = typeof calendar.timeZone === 'string' ? calendar.timeZone : undefined;
  return (
    <HoursContext value={scene}>
      <fieldset className="panel-fields" disabled={readOnly} aria-label={t('hours.editor', { name })}>
        <NativeSelect
          size="xs"
          label={t('hours.zone')}
          error={scene.problemAt(['timeZone'])}
          value={zone ?? ''}
          onChange={({ currentTarget }) => onChange(['timeZone'], currentTarget.value === '' ? undefined : currentTarget.value)}
          data={[{ value: '', label: t('hours.zoneOfFlow', { zone: flowZone }) }, ...zones(zone)]}
        />
        <Plan path={[]} plan={calendar} caption={t('hours.week', { name })} year={Number(today.slice(0, 4))} today={today} />
        <Exceptions items={isList(calendar.exceptions) ? calendar.exceptions : []} today={today} />
        <Textarea
          size="xs"
          autosize
          label={t('hours.note')}
          value={typeof calendar.note === 'string' ? calendar.note : ''}
          onChange={({ currentTarget }) => onChange(['note'], currentTarget.value === '' ? undefined : currentTarget.value)}
        />
      </fieldset>
      {parsed.success && <Openings calendar={parsed.data} flowZone={flowZone} language={languages[0] ?? 'en'} nowMs={nowMs} />}
    </HoursContext>
  );
}

function zones(own: string | undefined): readonly string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return own === undefined || all.includes(own) ? all : [own, ...all];
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="panel-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Week, holidays and own days: those of the calendar, or of an exception. */
function Plan({ path, plan, caption, year, today }: { path: JsonPath; plan: JsonObject; caption: string; year: number; today: string }) {
  const t = usePanelText();
  const { problemAt } = useHours();
  const fault = problemAt([...path, 'week']);
  return (
    <>
      <WeekTable path={[...path, 'week']} week={plan.week} caption={caption} />
      {fault && (
        <Text size="xs" c="var(--mantine-color-error)" role="status">
          {fault}
        </Text>
      )}
      <Part title={t('hours.holidays')}>
        <HolidayList path={[...path, 'holidays']} holidays={plan.holidays} year={year} />
      </Part>
      <Part title={t('hours.ownDays')}>
        <OwnDays path={[...path, 'days']} days={plan.days} today={today} />
      </Part>
    </>
  );
}

/** Other hours for a queue or a language. */
function Exceptions({ items, today }: { items: readonly Json[]; today: string }) {
  const t = usePanelText();
  const { change } = useHours();
  return (
    <Part title={t('hours.exceptions')}>
      <Stack gap={8}>
        {items.map((item, at) => (
          <OneException
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other name than its place
            key={at}
            at={at}
            item={isObject(item) ? item : {}}
            today={today}
            onRemove={() => change(['exceptions'], items.length === 1 ? undefined : items.toSpliced(at, 1))}
          />
        ))}
        <div>
          <Button
            size="compact-xs"
            variant="light"
            disabled={items.length >= 20}
            onClick={() => change(['exceptions'], [...items, { queues: [] }])}
          >
            + {t('hours.addException')}
          </Button>
        </div>
      </Stack>
    </Part>
  );
}

const PARTS = ['week', 'holidays', 'days'] as const;

function OneException({ at, item, today, onRemove }: { at: number; item: JsonObject; today: string; onRemove: () => void }) {
  const t = usePanelText();
  const format = useFormat();
  const { change, problemAt, languages } = useHours();
  const path: JsonPath = ['exceptions', at];
  const label = t('hours.exception', { place: at + 1 });
  const spoken = textsOf(item.languages);
  const [queues, setQueues] = useState<string>();
  return (
    <Box className="panel-item" role="group" aria-label={label}>
      <Stack gap={6}>
        <TextInput
          size="xs"
          label={t('hours.queues')}
          description={t('hours.queuesHint')}
          error={problemAt(path)}
          value={queues ?? textsOf(item.queues).join(', ')}
          onBlur={() => setQueues(undefined)}
          onChange={({ currentTarget: { value } }) => {
            setQueues(value);
            const names = value
              .split(',')
              .map((each) => each.trim())
              .filter(Boolean);
            change([...path, 'queues'], names.length === 0 ? undefined : names);
          }}
        />
        <Checkbox.Group
          size="xs"
          label={t('hours.languages')}
          error={problemAt([...path, 'languages'])}
          value={[...spoken]}
          onChange={(next) => change([...path, 'languages'], next.length === 0 ? undefined : next)}
        >
          <Group gap="sm" mt={4}>
            {[...new Set([...languages, ...spoken])].map((each) => (
              <Checkbox key={each} size="xs" value={each} label={format.language(each)} />
            ))}
          </Group>
        </Checkbox.Group>
        {PARTS.map((part) => (
          <Checkbox
            key={part}
            size="xs"
            label={t(`hours.own.${part}`)}
            checked={item[part] !== undefined}
            onChange={({ currentTarget: { checked } }) => change([...path, part], checked ? (part === 'week' ? {} : []) : undefined)}
          />
        ))}
        {item.week !== undefined && <WeekTable path={[...path, 'week']} week={item.week} caption={`${label}: ${t('hours.weekOf')}`} />}
        {item.holidays !== undefined && (
          <HolidayList path={[...path, 'holidays']} holidays={item.holidays} year={Number(today.slice(0, 4))} />
        )}
        {item.days !== undefined && <OwnDays path={[...path, 'days']} days={item.days} today={today} />}
        <div>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onRemove}>
            {t('panel.remove', { what: label })}
          </Button>
        </div>
      </Stack>
    </Box>
  );
}

/** When it is open next, as the service reads the calendar. */
function Openings({ calendar, flowZone, language, nowMs }: { calendar: Calendar; flowZone: string; language: string; nowMs: number }) {
  const t = usePanelText();
  const format = useFormat();
  const zone = calendar.timeZone ?? flowZone;
  const openings = useMemo(() => {
    try {
      return nextOpenings(calendar, flowZone, language, nowMs, SHOWN_OPENINGS);
    } catch {
      return [];
    }
  }, [calendar, flowZone, language, nowMs]);
  return (
    <section aria-label={t('hours.next')} className="hours-next">
      <Text size="xs" fw={600}>
        {t('hours.next')}
      </Text>
      {openings.length === 0 ? (
        <Text size="xs">{t('hours.never')}</Text>
      ) : (
        <ul className="panel-problems">
          {openings.map(({ fromMs, toMs }) => (
            <li key={fromMs}>
              {fromMs === nowMs
                ? t('hours.openNow', { to: toMs === undefined ? '…' : format.dateTimeIn(toMs, zone) })
                : t('hours.opens', { from: format.dateTimeIn(fromMs, zone), to: toMs === undefined ? '…' : format.dateTimeIn(toMs, zone) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
