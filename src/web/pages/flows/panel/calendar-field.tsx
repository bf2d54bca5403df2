import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { isObject, type Json, valueAt } from '../../../../flows/edit/json.ts';
import { CalendarName } from '../../../../flows/schema/fields.ts';
import { namedIn } from './named-fields.tsx';
import { type FieldProps, languagesOf, usePanel } from './panel-scene.ts';
import { ChoiceField } from './plain-fields.tsx';
import { usePanelText } from './words/panel-text.tsx';

const CalendarEditor = lazy(() => import('./hours/calendar-editor.tsx'));
const WORKING_DAY = ['09:00-18:00'];
const FIRST_WEEK = { monday: WORKING_DAY, tuesday: WORKING_DAY, wednesday: WORKING_DAY, thursday: WORKING_DAY, friday: WORKING_DAY };

/** The calendar that decides, and its hours: those of the flow are changed here; of the library’s a copy is. */
export function CalendarField(props: FieldProps) {
  const scene = usePanel();
  const t = usePanelText();
  const { flow, edit, readOnly } = scene;
  const { value } = props;
  const calendars = namedIn(scene, 'calendars');
  const name = typeof value === 'string' ? value : '';
  const calendar = calendars[name];
  const isOwn = isObject(valueAt(flow, ['calendars', name]));
  const zone = typeof flow.timeZone === 'string' ? flow.timeZone : 'Europe/Madrid';
  return (
    <Stack gap={8}>
      <ChoiceField {...props} choices={Object.keys(calendars)} wordOf={(each) => each} open={t('calendar.choose')} />
      <NewCalendar path={props.path} />
      {calendar && (
        <details className="panel-more">
          <summary>{t('hours.show', { name })}</summary>
          <Stack gap="sm" mt="xs">
            {isOwn ? (
              <Text size="xs" c="dimmed">
                {t('hours.shared')}
              </Text>
            ) : (
              <Alert p="xs" color="gray">
                <Stack gap={6} align="flex-start">
                  <Text size="xs">{t('hours.ofLibrary')}</Text>
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={readOnly}
                    onClick={() => edit({ kind: 'set', path: ['calendars', name], value: calendar })}
                  >
                    {t('hours.copyIn')}
                  </Button>
                </Stack>
              </Alert>
            )}
            <Suspense fallback={<Text size="xs">{t('hours.loading')}</Text>}>
              <CalendarEditor
                calendar={calendar}
                name={name}
                flowZone={zone}
                languages={languagesOf(flow)}
                readOnly={readOnly || !isOwn}
                onChange={(path, next: Json | undefined) => edit({ kind: 'set', path: ['calendars', name, ...path], value: next })}
              />
            </Suspense>
          </Stack>
        </details>
      )}
    </Stack>
  );
}

/** A calendar of the flow that begins with working days from nine to six; with a path, the field there names it. */
export function NewCalendar({ path }: { path?: FieldProps['path'] }) {
  const scene = usePanel();
  const t = usePanelText();
  const { base, edit } = scene;
  const [name, setName] = useState<string>();
  const taken = name !== undefined && namedIn(scene, 'calendars')[name] !== undefined;
  const isGood = name !== undefined && CalendarName.safeParse(name).success && !taken;
  if (name === undefined) {
    return (
      <div>
        <Button size="compact-xs" variant="subtle" onClick={() => setName('')}>
          + {t('hours.new')}
        </Button>
      </div>
    );
  }
  const create = () => {
    if (!isGood) return;
    edit({
      kind: 'all',
      edits: [
        { kind: 'set', path: ['calendars', name], value: { week: FIRST_WEEK } },
        ...(path ? [{ kind: 'set' as const, path: [...base, ...path], value: name }] : []),
      ],
    });
    setName(undefined);
  };
  return (
    <Stack className="panel-new" gap={6} role="group" aria-label={t('hours.new')}>
      <TextInput
        size="xs"
        autoFocus
        label={t('hours.newName')}
        description={t('variable.newNameHint')}
        error={taken ? t('variable.newNameTaken') : undefined}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') create();
          if (event.key === 'Escape') setName(undefined);
        }}
      />
      <Group gap={6}>
        <Button size="compact-xs" disabled={!isGood} onClick={create}>
          {t('hours.newCreate')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => setName(undefined)}>
          {t('step.newCancel')}
        </Button>
      </Group>
    </Stack>
  );
}
